package dev.stead.agent;

import dev.stead.api.InstanceSpec;
import dev.stead.api.InstanceStatus;
import dev.stead.base.Secrets;
import dev.stead.base.StateFolder;
import dev.stead.base.VirtualScheduler;
import dev.stead.driver.ProcessDriver;
import dev.stead.model.Health;
import dev.stead.model.Limits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** Real processes of this machine, run by agents that come and go; closing it leaves nothing. */
final class RealMachine implements AutoCloseable {
    static final long LOG_LIMIT = 1 << 20;
    static final String COMPONENT = "api";

    /** One life of the server. */
    record Server(
            ProcessAgent agent,
            ProcessDriver driver,
            VirtualScheduler scheduler,
            AtomicBoolean dead) {
        /** As by KILL: nothing is told, nothing is written. */
        void kill() {
            if (!dead.getAndSet(true)) {
                scheduler.close();
                driver.close();
            }
        }
    }

    final String system = "t" + HexFormat.of().toHexDigits(new SecureRandom().nextInt());
    final StateFolder folder;
    final Secrets secrets;
    final DebianHost host;
    final BlockingQueue<InstanceStatus> changes = new LinkedBlockingQueue<>();
    private final List<Server> servers = new ArrayList<>();

    RealMachine(Path temporary) throws IOException {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx--x--x"));
        folder = new StateFolder(temporary.resolve("state"));
        secrets = new Secrets(folder.secrets(), new Random(1));
        host =
                new DebianHost(
                        system,
                        folder,
                        HostPaths.below(Path.of("/")),
                        isRoot(),
                        InstantSource.system(),
                        new Random(1),
                        RealMachine::id);
        Files.createDirectories(folder.root());
        host.prepareComponent(COMPONENT);
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    Server server() {
        VirtualScheduler scheduler = new VirtualScheduler("agent", System::nanoTime);
        ProcessDriver driver =
                new ProcessDriver(Path.of("/proc"), folder.root().resolve("launches"));
        ProcessAgent agent =
                new ProcessAgent(
                        system,
                        folder,
                        driver,
                        secrets,
                        host::userOf,
                        new Surroundings(
                                InstantSource.system(), scheduler, new Random(), RealMachine::id),
                        LOG_LIMIT);
        agent.onChange(changes::add);
        Server server = new Server(agent, driver, scheduler, new AtomicBoolean());
        servers.add(server);
        agent.start();
        return server;
    }

    static String id() {
        return HexFormat.of().toHexDigits(new SecureRandom().nextLong());
    }

    static InstanceSpec shell(String id, String script) {
        return spec(id, List.of("sh", "-c", script), Health.of(new Health.Alive()), Map.of());
    }

    static InstanceSpec spec(
            String id, List<String> command, Health health, Map<String, String> env) {
        return spec(id, command, health, env, Map.of(), List.of());
    }

    static InstanceSpec spec(
            String id,
            List<String> command,
            Health health,
            Map<String, String> env,
            Map<String, String> files,
            List<List<String>> setup) {
        SortedMap<String, String> none = new TreeMap<>();
        return new InstanceSpec(
                id,
                COMPONENT,
                "service",
                none,
                command,
                Optional.empty(),
                new TreeMap<>(env),
                OptionalInt.empty(),
                new TreeMap<>(files),
                setup,
                health,
                "TERM",
                Duration.ofSeconds(2),
                Limits.NONE);
    }

    @Override
    public void close() throws IOException {
        Server last = servers.isEmpty() ? server() : servers.getLast();
        for (InstanceStatus status : last.agent().instances()) {
            last.agent().stop(status.id());
        }
        servers.forEach(Server::kill);
        deleteClaim();
        if (host.userOf(COMPONENT).isPresent()) {
            new ProcessBuilder("userdel", host.userOf(COMPONENT).get())
                    .inheritIO()
                    .start()
                    .onExit()
                    .join();
        }
    }

    /** What says on this machine which user numbers are this system's. */
    private void deleteClaim() throws IOException {
        Path claims = HostPaths.below(Path.of("/")).users();
        if (!Files.isDirectory(claims) || !Files.isReadable(claims)) {
            return;
        }
        try (Stream<Path> files = Files.list(claims)) {
            for (Path claim : files.toList()) {
                if (Files.readString(claim).equals(folder.root().toString())) {
                    Files.delete(claim);
                }
            }
        }
    }
}
