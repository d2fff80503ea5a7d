package dev.stead.agent;

import dev.stead.api.Enclosure;
import dev.stead.api.InstanceSpec;
import dev.stead.api.InstanceStatus;
import dev.stead.base.Secrets;
import dev.stead.base.StateFolder;
import dev.stead.model.Health;
import dev.stead.model.Limits;
import dev.stead.testing.FakeDriver;
import dev.stead.testing.ManualScheduler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A machine with a fake driver, a real folder and manual time, on which agents come and go. */
final class Bench {
    static final long LOG_LIMIT = 1 << 20;

    final StateFolder folder;
    final FakeDriver driver = new FakeDriver();
    final Secrets secrets;
    final List<String> seen = new ArrayList<>();
    final AtomicInteger ids = new AtomicInteger();
    ManualScheduler time = new ManualScheduler();
    Disk disk = Disk.REAL;
    boolean portFree = true;

    Bench(Path root) {
        folder = new StateFolder(root);
        secrets = new Secrets(folder.secrets(), new Random(1));
        try {
            Files.createDirectories(folder.data("api"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An agent that is started, and tells what it sees to {@link #seen}. */
    ProcessAgent agent() {
        ProcessAgent agent = unstarted();
        agent.onChange(this::saw);
        agent.start();
        time.settle();
        return agent;
    }

    ProcessAgent unstarted() {
        Surroundings around =
                new Surroundings(time, time, new Random(2), () -> "mark" + ids.incrementAndGet());
        return new ProcessAgent(
                "planning",
                folder,
                disk instanceof CrashPoints points ? points.around(driver) : driver,
                secrets,
                _ -> Optional.empty(),
                around,
                LOG_LIMIT,
                new LocalMachine(disk, _ -> portFree, new SocketProbes(time)));
    }

    /** The server is killed: nothing of it runs on, its processes do. */
    void kill() {
        time.die();
        driver.serverDied();
        time = new ManualScheduler();
    }

    private void saw(InstanceStatus status) {
        String next = status.id() + " " + status.state().word();
        if (seen.isEmpty() || !seen.getLast().equals(next)) {
            seen.add(next);
        }
    }

    static InstanceSpec spec(String id) {
        return spec(id, Health.of(new Health.Alive()));
    }

    static InstanceSpec spec(String id, Health health) {
        return spec(id, health, Map.of(), List.of());
    }

    static InstanceSpec spec(
            String id, Health health, Map<String, String> env, List<List<String>> setup) {
        return new InstanceSpec(
                id,
                "api",
                "service",
                new TreeMap<>(),
                List.of("serve"),
                Optional.empty(),
                new TreeMap<>(env),
                OptionalInt.empty(),
                new TreeMap<>(),
                setup,
                health,
                "TERM",
                Duration.ofSeconds(5),
                Limits.NONE);
    }

    static InstanceSpec enclosed(InstanceSpec spec, Enclosure enclosure) {
        return new InstanceSpec(
                spec.id(),
                spec.component(),
                spec.kind(),
                spec.facets(),
                spec.command(),
                spec.folder(),
                spec.env(),
                spec.port(),
                spec.files(),
                spec.setup(),
                spec.health(),
                spec.stopSignal(),
                spec.stopGrace(),
                spec.limits(),
                Optional.of(enclosure));
    }

    static InstanceSpec withPort(InstanceSpec spec, int port) {
        return new InstanceSpec(
                spec.id(),
                spec.component(),
                spec.kind(),
                spec.facets(),
                spec.command(),
                spec.folder(),
                spec.env(),
                OptionalInt.of(port),
                spec.files(),
                spec.setup(),
                spec.health(),
                spec.stopSignal(),
                spec.stopGrace(),
                spec.limits());
    }
}
