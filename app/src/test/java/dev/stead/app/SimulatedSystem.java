package dev.stead.app;

import dev.stead.agent.LocalMachine;
import dev.stead.agent.ProcessAgent;
import dev.stead.agent.Surroundings;
import dev.stead.api.Activity;
import dev.stead.api.Caller;
import dev.stead.api.Control;
import dev.stead.api.Disks;
import dev.stead.api.Engines;
import dev.stead.api.InstanceStatus;
import dev.stead.api.RouteTable;
import dev.stead.api.SystemStatus;
import dev.stead.base.Secrets;
import dev.stead.base.StateFolder;
import dev.stead.base.SteadException;
import dev.stead.control.ControlRole;
import dev.stead.control.ControlSettings;
import dev.stead.testing.FakeHost;
import dev.stead.testing.SimulatedGateway;
import dev.stead.testing.SimulatedPrograms;
import dev.stead.testing.SimulatedServer;
import dev.stead.testing.SimulatedTime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A system on a simulated machine: servers come and are killed, its programs go on. The agent and
 * control are the real ones, as are the state folder and the state database.
 */
final class SimulatedSystem {
    static final Caller OWNER = new Caller.Owner("operator");
    private static final Duration DRAIN = Duration.ofSeconds(5);
    private static final long LOG_LIMIT = 1 << 20;

    private static final String PAGE = "index.html";

    private static final boolean TOLD = Boolean.getBoolean("stead.told");

    final SimulatedTime time;
    final SimulatedPrograms programs;
    final Invariants invariants;
    final SimulatedDesk desk;
    private final RandomGenerator random;
    private final StateFolder folder;
    private final SimulatedAccounts accounts;
    private final FakeHost host = new FakeHost();
    private Optional<Running> server = Optional.empty();
    private boolean diskFull;
    private int ids;

    SimulatedSystem(Random random, StateFolder folder, SimulatedAccounts accounts) {
        this.random = random;
        this.folder = folder;
        this.accounts = accounts;
        this.time = new SimulatedTime(random);
        this.programs = new SimulatedPrograms(time, random);
        this.invariants = new Invariants(this);
        this.desk = new SimulatedDesk(this, random);
    }

    /** A server, from its start to its kill. */
    private record Running(
            SimulatedServer threads,
            ProcessAgent agent,
            ControlRole control,
            SimulatedGateway gateway,
            Progress progress) {}

    /** How far a server came. */
    private static final class Progress {
        boolean up;
        int open;
    }

    /** A command of the control socket, whose end may be that of the server. */
    interface Command {
        void run(Control control, Consumer<dev.stead.api.Event> sink);
    }

    /** Says what happens, when one history is looked at. */
    void tell(String what) {
        if (TOLD) {
            System.out.printf("%9.3f %s%n", time.nanos() / 1e9, what);
        }
    }

    StateFolder folder() {
        return folder;
    }

    void fillDisk(boolean full) {
        diskFull = full;
    }

    boolean diskFull() {
        return diskFull;
    }

    boolean alive() {
        return server.isPresent() && !server.get().threads().dead();
    }

    /** Whether commands are answered. */
    boolean up() {
        return alive() && server.get().progress().up;
    }

    /** Whether no command is under way. */
    boolean idle() {
        return server.isEmpty() || server.get().progress().open == 0;
    }

    List<InstanceStatus> instances() {
        return up() ? server.get().agent().instances() : List.of();
    }

    List<String> endpoints(String component) {
        return server.map(s -> s.gateway().endpoints(component)).orElse(List.of());
    }

    /** What the page of the site says, if the site is served. */
    Optional<String> page() {
        return server.flatMap(s -> s.gateway().table()).flatMap(SimulatedSystem::page);
    }

    /** What the page of the site says by this table. */
    static Optional<String> page(RouteTable table) {
        return table.entries().stream()
                .map(RouteTable.Entry::target)
                .filter(RouteTable.SiteFiles.class::isInstance)
                .map(t -> text(((RouteTable.SiteFiles) t).folder().resolve(PAGE)))
                .findFirst();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void dieAt(int points) {
        server.ifPresent(s -> s.threads().dieAt(points));
    }

    void kill() {
        server.ifPresent(s -> s.threads().kill());
        buried();
    }

    /** A server that died of itself is gone for its programs too. */
    void buried() {
        if (server.isPresent() && server.get().threads().dead()) {
            server = Optional.empty();
            programs.serverDied();
            tell("the server is dead");
        }
    }

    void reboot() {
        kill();
        programs.reboot();
    }

    /** Starts a server, which is up some time later, or ends when it cannot start. */
    void start() {
        SimulatedServer threads = new SimulatedServer(time);
        ProcessAgent agent =
                new ProcessAgent(
                        SimulatedPrograms.SYSTEM,
                        folder,
                        programs.driver(threads, invariants),
                        new Secrets(folder.secrets(), new java.util.Random(1)),
                        _ -> Optional.empty(),
                        new Surroundings(time, threads, random, () -> "mark" + ++ids),
                        LOG_LIMIT,
                        new LocalMachine(
                                new SimulatedDisk(threads, () -> diskFull),
                                _ -> true,
                                new SimulatedProbes(threads, programs, random)));
        SimulatedGateway gateway = new SimulatedGateway(threads, random, invariants::serves);
        ControlRole control = control(threads, agent, gateway);
        Running fresh = new Running(threads, agent, control, gateway, new Progress());
        server = Optional.of(fresh);
        threads.execute(() -> {
            try {
                agent.start();
                control.start();
                fresh.progress().up = true;
                tell("the server is up");
            } catch (SteadException e) {
                tell("the server cannot start: " + e.what());
                threads.kill();
            }
        });
    }

    private ControlRole control(
            SimulatedServer threads, ProcessAgent agent, SimulatedGateway gateway) {
        return new ControlRole(
                new ControlSettings(SimulatedPrograms.SYSTEM, false, false, "1", 1, DRAIN),
                folder,
                time,
                threads,
                agent,
                host,
                gateway,
                new Secrets(folder.secrets(), new java.util.Random(1)),
                accounts.database(),
                accounts.role(),
                Disks.UNWATCHED,
                threads::kill);
    }

    /** Writes a file, and the source of its site. */
    void write(SimulatedFile file) {
        Path path = path();
        try {
            Files.writeString(path, file.text());
            if (file.page().isPresent()) {
                Path site = Files.createDirectories(path.resolveSibling("ui"));
                Files.writeString(site.resolve(PAGE), file.page().get());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Applies the file that is on disk; {@code then} is told of the failure, or of none, unless the
     * server dies.
     */
    void apply(Consumer<Optional<SteadException>> then) {
        command(
                (control, sink) ->
                        control.apply(
                                OWNER, new Control.ApplyRequest(Optional.of(path()), false), sink),
                then);
    }

    private Path path() {
        return folder.root().resolve("stead.yaml");
    }

    /** Stops everything; the server ends with it. */
    void down(Consumer<Optional<SteadException>> then) {
        command((control, sink) -> control.down(OWNER, sink), then);
    }

    /** Whether the file that is on disk is the one that the server goes by. */
    boolean tookEffect() {
        return control().file(OWNER).applied();
    }

    /** Whether the server goes by any file. */
    boolean hasFile() {
        try {
            var _ = control().status(OWNER);
            return true;
        } catch (SteadException e) {
            return false;
        }
    }

    /** Components of the file that the server goes by. */
    List<String> published() {
        return control().status(OWNER).components().stream()
                .map(SystemStatus.ComponentStatus::name)
                .toList();
    }

    private Control control() {
        return server.orElseThrow().control().control();
    }

    Engines engines() {
        return server.orElseThrow().control().engines();
    }

    /** Asks for something that may take a while; what comes of it is seen later. */
    void ask(SimulatedDesk.Question question) {
        Running now = server.orElseThrow();
        now.threads()
                .execute(() -> {
                    try {
                        question.ask(now.control().engines());
                    } catch (SteadException e) {
                        tell("refused: " + e.what());
                    }
                });
    }

    /** Says what visitors do with an engine. */
    void visit(String engine, Activity what) {
        server.orElseThrow().gateway().act(engine, what);
    }

    /** Signs somebody out; {@code then} is run unless the server dies before that is done. */
    void signOut(String who, Runnable then) {
        server.orElseThrow()
                .threads()
                .execute(() -> {
                    accounts.signOut(who);
                    then.run();
                });
    }

    void restart(String component) {
        command((control, sink) -> control.restart(OWNER, component, sink), _ -> {});
    }

    private void command(Command command, Consumer<Optional<SteadException>> then) {
        Running now = server.orElseThrow();
        now.progress().open++;
        now.threads()
                .execute(() -> {
                    Optional<SteadException> failure = Optional.empty();
                    try {
                        command.run(
                                now.control().control(),
                                event -> {
                                    tell(event.toString());
                                    now.threads().point();
                                });
                    } catch (SteadException e) {
                        failure = Optional.of(e);
                    }
                    now.progress().open--;
                    then.accept(failure);
                });
    }
}
