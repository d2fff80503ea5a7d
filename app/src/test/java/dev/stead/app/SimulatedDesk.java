package dev.stead.app;

import static dev.stead.app.Invariants.require;

import dev.stead.api.Activity;
import dev.stead.api.Engines;
import dev.stead.api.Engines.EngineView;
import dev.stead.api.Engines.OpenRequest;
import dev.stead.api.Engines.Opening;
import dev.stead.api.Engines.Phase;
import dev.stead.api.Engines.Wanted;
import dev.stead.testing.SimulatedProgram;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** People who open, use, leave and stop the engines of a simulation, and what must hold then. */
final class SimulatedDesk {
    static final String COMPONENT = "desk";
    static final List<String> PEOPLE = List.of("ana", "ben", "cleo");

    /** How many may run. */
    static final int MACHINE = 2;

    private static final Duration LONG = Duration.ofMinutes(5);

    private final SimulatedSystem system;
    private final Random random;
    private final Set<String> stopped = new HashSet<>();
    private final Set<String> left = new HashSet<>();
    private final Set<String> signedOut = new HashSet<>();

    /** Whose user has signed out for good: no server that dies takes that back. */
    private final Set<String> over = new HashSet<>();

    SimulatedDesk(SimulatedSystem system, Random random) {
        this.system = system;
        this.random = random;
    }

    /** Somebody does something. */
    void act() {
        if (!system.up()) {
            return;
        }
        String who = PEOPLE.get(random.nextInt(PEOPLE.size()));
        switch (random.nextInt(6)) {
            case 0, 1, 2 -> open(who);
            case 3 -> any().ifPresent(this::stopAndPerhapsOpenAgain);
            case 4 -> any().ifPresent(this::leave);
            default -> signOut(any().flatMap(EngineView::user).orElse(who));
        }
    }

    private Optional<EngineView> any() {
        List<EngineView> open = all().stream().filter(e -> e.user().isPresent()).toList();
        return open.isEmpty()
                ? Optional.empty()
                : Optional.of(open.get(random.nextInt(open.size())));
    }

    private List<EngineView> all() {
        return system.engines().list(SimulatedSystem.OWNER, true);
    }

    private static Wanted of(String who) {
        return new Wanted(COMPONENT, Optional.empty(), Optional.of(who));
    }

    private void open(String who) {
        system.tell(who + " opens an engine");
        system.ask(engines -> {
            var _ = engines.open(SimulatedSystem.OWNER, new OpenRequest(of(who), new TreeMap<>()));
        });
    }

    private void stopAndPerhapsOpenAgain(EngineView engine) {
        stop(engine);
        if (random.nextBoolean()) {
            system.time.pass(Duration.ofMillis(random.nextInt(20)));
            if (system.up()) {
                open(engine.user().orElseThrow());
            }
        }
    }

    private void stop(EngineView engine) {
        system.tell(engine.id() + " is to be stopped");
        stopped.add(engine.id());
        system.ask(engines -> engines.stop(SimulatedSystem.OWNER, engine.id()));
    }

    /** Nobody uses it any more, as far as the gateway sees. */
    private void leave(EngineView engine) {
        system.tell(engine.id() + " is left alone");
        left.add(engine.id());
        system.visit(engine.id(), new Activity(1, Duration.ofHours(9), 0, 0));
    }

    private void signOut(String who) {
        system.tell(who + " signs out");
        List<String> theirs =
                all().stream()
                        .filter(e -> e.user().equals(Optional.of(who)))
                        .map(EngineView::id)
                        .toList();
        signedOut.add(who);
        system.signOut(who, () -> over.addAll(theirs));
    }

    /** A program of an engine is about to be started. */
    void starts(String instance) {
        List<SimulatedProgram> running = system.programs.running(COMPONENT);
        require(
                running.size() < MACHINE,
                instance + " would be one too many: " + running.size() + " run");
        if (!system.up()) {
            return;
        }
        List<EngineView> all = all();
        require(
                all.stream().anyMatch(e -> e.id().equals(instance)),
                instance + " would be nobody's engine");
        require(all.size() <= MACHINE, all.size() + " places are taken");
        List<String> users = all.stream().flatMap(e -> e.user().stream()).toList();
        require(Set.copyOf(users).size() == users.size(), "two for one: " + users);
    }

    /** A program of an engine is about to be ended. */
    void ends(String instance) {
        if (!system.up()) {
            return;
        }
        for (EngineView engine : all()) {
            if (engine.id().equals(instance)
                    && engine.state().equals("ending")
                    && engine.user().isPresent()) {
                String why = engine.reason().orElse("");
                require(
                        !why.contains("stopped it") || stopped.contains(instance),
                        instance + " would be stopped, and nobody wanted that");
                require(
                        !why.startsWith("nobody used it") || left.contains(instance),
                        instance + " would be reaped while it is used");
                require(
                        !why.contains("signed out") || signedOut.contains(engine.user().get()),
                        instance + " would end, and its user has not signed out");
            }
        }
    }

    /** All is well again: everybody is served as far as there is room, and then in turn. */
    void allAreServed() {
        PEOPLE.forEach(this::open);
        require(
                system.time.until(
                        () ->
                                reached() == MACHINE
                                        && phases(Phase.READY) == MACHINE
                                        && phases(Phase.QUEUED) == PEOPLE.size() - MACHINE,
                        LONG),
                "not everybody for whom there is room is served: " + openings());
        matches();
        Opening waiting =
                openings().stream()
                        .filter(o -> o.phase() == Phase.QUEUED)
                        .findFirst()
                        .orElseThrow();
        stop(any().orElseThrow());
        require(
                system.time.until(
                        () ->
                                reached() == MACHINE
                                        && look(waiting.account()).phase() == Phase.READY,
                        LONG),
                waiting.account() + " is forgotten: " + openings());
        matches();
    }

    /** Looking at somebody's opening takes a look at the disk, this does not. */
    private int reached() {
        return system.endpoints(COMPONENT).size();
    }

    private long phases(Phase phase) {
        return openings().stream().filter(o -> o.phase() == phase).count();
    }

    private List<Opening> openings() {
        return PEOPLE.stream().map(this::look).toList();
    }

    private Opening look(String who) {
        return system.engines()
                .look(SimulatedSystem.OWNER, of(who), Optional.empty(), Duration.ZERO);
    }

    /** What is on record, what runs and what visitors reach is the same. */
    void matches() {
        List<String> rows = new ArrayList<>(all().stream().map(EngineView::id).sorted().toList());
        List<String> programs =
                system.programs.running(COMPONENT).stream()
                        .map(SimulatedProgram::instance)
                        .sorted()
                        .toList();
        List<String> kept = rows.stream().filter(over::contains).toList();
        require(kept.isEmpty(), kept + " are there, whose user has signed out");
        require(rows.equals(programs), "on record " + rows + ", but " + programs + " run");
        List<String> mine =
                all().stream()
                        .filter(e -> e.user().isPresent())
                        .map(EngineView::id)
                        .sorted()
                        .toList();
        List<String> reached = system.endpoints(COMPONENT).stream().sorted().toList();
        require(mine.equals(reached), "open " + mine + ", but visitors reach " + reached);
    }

    /** Whom somebody asks. */
    interface Question {
        void ask(Engines engines);
    }
}
