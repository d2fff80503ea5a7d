package dev.stead.agent;

import dev.stead.api.InstanceSpec;
import dev.stead.base.Code;
import dev.stead.base.Scheduler;
import dev.stead.base.SteadException;
import dev.stead.driver.Driver;
import dev.stead.driver.DriverException;
import dev.stead.driver.Exit;
import dev.stead.driver.Handle;
import dev.stead.model.Health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** Tries whether an instance can work, in one of the ways of {@link Health}. Thread-safe. */
final class Prober {
    private final Driver driver;
    private final Launcher launcher;
    private final Probes ports;
    private final Scheduler scheduler;

    Prober(Driver driver, Launcher launcher, Probes ports, Scheduler scheduler) {
        this.driver = driver;
        this.launcher = launcher;
        this.ports = ports;
        this.scheduler = scheduler;
    }

    /** Refuses what could never be answered. */
    static void check(InstanceSpec spec) {
        boolean needsPort =
                switch (spec.health().probe()) {
                    case Health.Http _, Health.Tcp _, Health.Exchange _ -> true;
                    case Health.Command _, Health.Alive _ -> false;
                };
        if (needsPort && spec.port().isEmpty()) {
            throw new SteadException(
                    Code.WRONG_FILE,
                    "the health of " + spec.component() + " asks its port, but it has none",
                    "let its command use ${PORT}, or give a health command");
        }
    }

    ProbeResult probe(InstanceSpec spec, Handle handle) throws InterruptedException {
        Duration timeout = spec.health().timeout();
        int port = spec.port().orElse(0);
        return switch (spec.health().probe()) {
            case Health.Tcp _ -> ports.tcp(port, timeout);
            case Health.Http http -> ports.http(port, http.path(), timeout);
            case Health.Exchange(String send, String expect) ->
                    ports.exchange(port, new Health.Exchange(launcher.fill(send), expect), timeout);
            case Health.Command(List<String> words) -> command(spec, words, timeout);
            case Health.Alive _ ->
                    driver.recover(handle).isPresent()
                            ? ProbeResult.OK
                            : ProbeResult.failed("its process is gone");
        };
    }

    private ProbeResult command(InstanceSpec spec, List<String> words, Duration timeout)
            throws InterruptedException {
        Path output = launcher.runFolder(spec).path().resolve("probe.log");
        CompletableFuture<Boolean> giveUp = new CompletableFuture<>();
        Scheduler.Timer limit = scheduler.after(timeout, () -> giveUp.complete(true));
        try {
            Files.deleteIfExists(output);
            return judge(launcher.ask(spec, words, output, giveUp), output, timeout);
        } catch (DriverException | IOException | SteadException e) {
            return ProbeResult.failed("the health command cannot be run: " + Words.of(e));
        } finally {
            limit.cancel();
        }
    }

    private static ProbeResult judge(Optional<Exit> exit, Path output, Duration timeout)
            throws IOException {
        if (exit.isEmpty()) {
            return ProbeResult.failed("the health command took longer than " + Words.of(timeout));
        }
        if (exit.get().status().equals(OptionalInt.of(0))) {
            return ProbeResult.OK;
        }
        LogFile log = new LogFile(output, Holes.NONE, Long.MAX_VALUE);
        List<String> last = LogTail.lastLines(log, 1);
        return ProbeResult.failed(
                "the health command "
                        + Words.of(exit.get())
                        + (last.isEmpty() ? "" : ": " + last.getFirst()));
    }
}
