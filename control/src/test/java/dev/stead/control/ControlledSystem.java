package dev.stead.control;

import dev.stead.api.Caller;
import dev.stead.api.Control;
import dev.stead.api.ControlClient;
import dev.stead.api.ControlHttp;
import dev.stead.api.Disks;
import dev.stead.api.Engines;
import dev.stead.api.EnginesClient;
import dev.stead.api.Event;
import dev.stead.api.InstanceStatus;
import dev.stead.base.Secrets;
import dev.stead.base.StateFolder;
import dev.stead.base.VirtualScheduler;
import dev.stead.control.accounts.AccountsRole;
import dev.stead.control.state.StateDatabase;
import dev.stead.testing.FakeAgent;
import dev.stead.testing.FakeGateway;
import dev.stead.testing.FakeHost;

import io.vertx.core.Vertx;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A control over real SQLite and real folders, with an agent, a host and a gateway in memory. What
 * is tested on it holds for the role itself and over its socket alike.
 */
@ParameterizedClass
@MethodSource("ways")
abstract class ControlledSystem {
    static final Caller CALLER = new Caller.Owner("test");
    static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

    @Parameter Way way = new Direct();

    @TempDir Path folder;
    final FakeAgent agent = new FakeAgent();
    final FakeHost host = new FakeHost();
    final FakeGateway gateway = new FakeGateway();
    final List<Event> events = new ArrayList<>();
    final CountDownLatch ended = new CountDownLatch(1);
    final List<Server> servers = new ArrayList<>();

    private final AtomicLong uptime = new AtomicLong();

    /** The machine has been up for that much longer. */
    void moveUptime(Duration by) {
        uptime.addAndGet(by.toMillis());
    }

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(folder.resolve("state"));
        Files.createDirectories(folder.resolve("app"));
        Files.writeString(folder.resolve("app/main.py"), "print(1)");
        servers.add(server());
    }

    @AfterEach
    void stop() {
        servers.getLast().close();
        way.close();
    }

    record Server(AccountsRole accounts, ControlRole role, VirtualScheduler scheduler) {
        Control control() {
            return role.control();
        }

        void start() {
            accounts.start();
            role.start();
        }

        void close() {
            role.close();
            accounts.close();
            scheduler.close();
        }
    }

    Server server() {
        StateFolder state = new StateFolder(folder.resolve("state"));
        StateDatabase database = new StateDatabase(state.database());
        AccountsRole accounts =
                new AccountsRole(database, state, CLOCK, uptime::get, "boot", new SecureRandom());
        VirtualScheduler scheduler = new VirtualScheduler("work", System::nanoTime);
        ControlRole role =
                new ControlRole(
                        new ControlSettings("demo", false, false, "1", 1, Duration.ofSeconds(1)),
                        state,
                        CLOCK,
                        scheduler,
                        agent,
                        host,
                        gateway,
                        new Secrets(state.secrets(), new Random(1)),
                        database,
                        accounts,
                        Disks.UNWATCHED,
                        ended::countDown);
        Server server = new Server(accounts, role, scheduler);
        server.start();
        return server;
    }

    Control control() {
        Server server = servers.getLast();
        return way.reach(server, folder);
    }

    Engines engines() {
        return way.engines(servers.getLast(), folder);
    }

    /** The server is gone, and another one begins on what it left. */
    void restartServer() {
        servers.getLast().close();
        way.close();
        agent.revive();
        servers.add(server());
    }

    Path file(String components) throws IOException {
        Path file = folder.resolve("stead.yaml");
        Files.writeString(
                file,
                "system: demo\ncomponents:\n"
                        + components.lines().map(l -> "  " + l + "\n").reduce("", String::concat));
        return file;
    }

    void apply(String components) throws IOException {
        control().apply(CALLER, request(file(components)), events::add);
    }

    static Control.ApplyRequest request(Path file) {
        return new Control.ApplyRequest(Optional.of(file), false);
    }

    static String service(String name, int replicas, String argument) {
        return name
                + ": { service: 'run --port ${PORT} "
                + argument
                + "', source: ./app, route: /"
                + name
                + ", replicas: "
                + replicas
                + " }\n";
    }

    List<String> running() {
        return agent.instances().stream().map(InstanceStatus::id).sorted().toList();
    }

    /** The ways in which a control is reached. */
    static Stream<Way> ways() {
        return Stream.of(new Direct(), new Socket());
    }

    /** How a control is reached. */
    interface Way {
        /**
         * @param folder for what that needs
         */
        Control reach(Server server, Path folder);

        /** Its engines, likewise. */
        Engines engines(Server server, Path folder);

        /** Lets go of what reaching took. */
        void close();
    }

    /** The role as the server has it. */
    static final class Direct implements Way {
        @Override
        public Control reach(Server server, Path folder) {
            return server.control();
        }

        @Override
        public Engines engines(Server server, Path folder) {
            return server.role().engines();
        }

        @Override
        public void close() {}

        @Override
        public String toString() {
            return "direct";
        }
    }

    /** The role as commands have it: over its socket. */
    static final class Socket implements Way {
        private final List<ControlHttp> servers = new ArrayList<>();
        private Optional<Vertx> vertx = Optional.empty();

        @Override
        public Control reach(Server to, Path folder) {
            return new ControlClient(socket(to, folder));
        }

        @Override
        public Engines engines(Server to, Path folder) {
            return new EnginesClient(socket(to, folder));
        }

        private Path socket(Server to, Path folder) {
            if (vertx.isEmpty()) {
                vertx = Optional.of(Vertx.vertx());
            }
            Path socket = folder.resolve(servers.size() + ".sock");
            ControlHttp server =
                    new ControlHttp(
                            to.control(),
                            to.role().engines(),
                            to.accounts().accounts(),
                            to.accounts().audit(),
                            List.of(),
                            "1",
                            "this",
                            vertx.get());
            servers.add(server);
            server.start(socket);
            return socket;
        }

        @Override
        public void close() {
            servers.forEach(ControlHttp::close);
            servers.clear();
            vertx.ifPresent(v -> v.close().toCompletionStage().toCompletableFuture().join());
            vertx = Optional.empty();
        }

        @Override
        public String toString() {
            return "socket";
        }
    }
}
