package dev.stead.agent;

import dev.stead.api.InstanceSpec;
import dev.stead.base.Code;
import dev.stead.base.Scheduler;
import dev.stead.base.SteadException;
import dev.stead.driver.DriverException;
import dev.stead.driver.Exit;
import dev.stead.model.Engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** Asks instances whether something works in them. Thread-safe. */
final class Busyness {
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Launcher launcher;
    private final Probes ports;
    private final Scheduler scheduler;

    Busyness(Launcher launcher, Probes ports, Scheduler scheduler) {
        this.launcher = launcher;
        this.ports = ports;
        this.scheduler = scheduler;
    }

    /** See {@link dev.stead.api.Agent#isBusy}. */
    boolean ask(InstanceSpec spec, Engine.Busy how) {
        try {
            return switch (how) {
                case Engine.BusyPath(String path, Optional<String> contains) ->
                        ports.get(spec.port().orElse(0), path, PATIENCE)
                                .filter(body -> body.contains(contains.orElse("")))
                                .isPresent();
                case Engine.BusyCommand(List<String> words) -> command(spec, words);
            };
        } catch (IOException | DriverException e) {
            throw unanswered(spec, Words.of(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unanswered(spec, "the wait was interrupted", e);
        }
    }

    private boolean command(InstanceSpec spec, List<String> words)
            throws DriverException, IOException, InterruptedException {
        Path output = launcher.runFolder(spec).path().resolve("busy.log");
        CompletableFuture<Boolean> giveUp = new CompletableFuture<>();
        Scheduler.Timer limit = scheduler.after(PATIENCE, () -> giveUp.complete(true));
        try {
            Files.deleteIfExists(output);
            Optional<Exit> exit = launcher.ask(spec, words, output, giveUp);
            if (exit.isEmpty()) {
                throw new IOException("the command took longer than " + Words.of(PATIENCE));
            }
            return exit.get().status().equals(OptionalInt.of(0));
        } finally {
            limit.cancel();
        }
    }

    private static SteadException unanswered(InstanceSpec spec, String why, Exception cause) {
        return new SteadException(
                Code.EXTERNAL,
                spec.id() + " does not say whether it is busy: " + why,
                "see its log, and the busy probe of " + spec.component(),
                cause);
    }
}
