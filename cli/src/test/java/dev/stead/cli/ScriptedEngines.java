package dev.stead.cli;

import dev.stead.api.Agent;
import dev.stead.api.Caller;
import dev.stead.api.Engines;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.function.Consumer;

/** Engines whose openings go as it is written; notes what it was asked. Thread-safe. */
final class ScriptedEngines implements Engines {
    static final Instant BEGAN = Instant.parse("2026-11-21T10:45:00Z");

    private final Queue<Opening> openings = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();

    /** The next answer to open or look. */
    synchronized ScriptedEngines then(Opening opening) {
        openings.add(opening);
        return this;
    }

    synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    static Opening opening(Phase phase, String version) {
        boolean there = phase == Phase.STARTING || phase == Phase.READY;
        return new Opening(
                "notebook",
                Optional.empty(),
                "anna",
                version,
                phase,
                there ? Optional.of("notebook-3") : Optional.empty(),
                there ? Optional.of("https://notebook-3.demo.localhost/") : Optional.empty(),
                phase == Phase.QUEUED ? OptionalInt.of(2) : OptionalInt.empty(),
                BEGAN,
                BEGAN,
                phase == Phase.FAILED ? Optional.of("it ended with 1") : Optional.empty(),
                phase == Phase.FAILED ? List.of("no such module") : List.of());
    }

    static EngineView view(String id, Optional<String> user) {
        return new EngineView(
                id,
                "notebook",
                Optional.empty(),
                user,
                OptionalLong.of(77),
                "ready",
                "https://" + id + ".demo.localhost/",
                BEGAN,
                65,
                user.map(_ -> BEGAN.plusSeconds(1800)),
                false,
                48L << 20,
                64L << 20,
                0.5,
                1.5,
                1,
                List.of(),
                Optional.empty());
    }

    private synchronized Opening next(String question) {
        asked.add(question);
        return openings.remove();
    }

    private synchronized void note(String question) {
        asked.add(question);
    }

    @Override
    public List<Offer> offers(Caller caller) {
        return List.of();
    }

    @Override
    public Opening open(Caller caller, OpenRequest request) {
        Wanted wanted = request.wanted();
        return next(
                "open %s for %s of %s %s"
                        .formatted(
                                wanted.component(),
                                wanted.account().orElse("-"),
                                wanted.resource().orElse("-"),
                                request.parameters()));
    }

    @Override
    public Opening look(Caller caller, Wanted wanted, Optional<String> known, Duration atMost) {
        return next("look after " + known.orElse("-"));
    }

    @Override
    public List<EngineView> list(Caller caller, boolean all) {
        note("list " + all);
        return List.of(
                view("notebook-3", Optional.of("anna")), view("notebook-4", Optional.empty()));
    }

    @Override
    public Optional<Wanted> find(Caller caller, String id) {
        return Optional.empty();
    }

    @Override
    public void stop(Caller caller, String id) {
        note("stop " + id);
        if (!id.equals("notebook-3")) {
            throw new SteadException(
                    Code.UNKNOWN, "there is no engine " + id, "stead engine list shows them");
        }
    }

    @Override
    public EngineView extend(Caller caller, String id) {
        note("extend " + id);
        return view(id, Optional.of("anna"));
    }

    @Override
    public EngineView share(Caller caller, String id, List<String> accounts) {
        note("share " + id + " with " + accounts);
        return view(id, Optional.of("anna"));
    }

    @Override
    public EngineView enter(Caller caller, String id) {
        note("enter " + id);
        return view(id, Optional.of("anna"));
    }

    @Override
    public void logs(
            Caller caller, String id, int lines, boolean follow, Consumer<Agent.LogLine> sink) {
        note("logs " + id + " " + lines + " " + follow);
        sink.accept(new Agent.LogLine("notebook", id, "listening"));
    }

    @Override
    public List<Use> usage(Caller caller, Instant from, Instant to) {
        note("usage " + from + " " + (to.equals(Instant.MAX) ? "on" : to));
        return List.of(
                new Use(
                        "notebook-3",
                        "notebook",
                        Optional.empty(),
                        "anna",
                        BEGAN,
                        Optional.of(BEGAN.plusSeconds(90)),
                        Optional.of("idle"),
                        3,
                        5L << 20));
    }
}
