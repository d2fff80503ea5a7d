package dev.stead.app;

import dev.stead.api.RouteTable;
import dev.stead.driver.Launch;
import dev.stead.model.InstanceState;
import dev.stead.testing.SimulatedDriver;
import dev.stead.testing.SimulatedProgram;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** What must never be done, watched at each act of the agent. */
final class Invariants implements SimulatedDriver.Watch {
    /** After so long the agent knows of what happened by itself. */
    private static final Duration KNOWN = Duration.ofSeconds(20);

    private final SimulatedSystem system;
    private final Set<String> marks = new HashSet<>();
    private ToIntFunction<String> promised = _ -> 0;
    private Predicate<Optional<String>> rightPage = _ -> true;

    Invariants(SimulatedSystem system) {
        this.system = system;
    }

    /** From now on this many instances of each component are promised to be healthy. */
    void promise(ToIntFunction<String> replicas) {
        promised = replicas;
    }

    /** From now on the site must be one of these. */
    void pages(Predicate<Optional<String>> right) {
        rightPage = right;
    }

    /** Each table is told before it is in use. */
    void serves(RouteTable table) {
        Optional<String> page = SimulatedSystem.page(table);
        require(rightPage.test(page), "the page would be " + page);
    }

    @Override
    public void starts(Launch launch) {
        system.tell("start of " + launch.instance());
        require(marks.add(launch.launch()), launch.launch() + " is started twice");
        if (launch.instance().contains(".")) {
            return;
        }
        for (SimulatedProgram running : system.programs.running()) {
            require(
                    !running.instance().equals(launch.instance()),
                    launch.instance() + " would run twice");
            require(
                    !running.component().equals("cache") || !launch.instance().startsWith("cache-"),
                    "two programs would have the data of cache");
        }
        if (isDesk(launch.instance())) {
            system.desk.starts(launch.instance());
        }
        onRecord(launch);
    }

    private static boolean isDesk(String instance) {
        return instance.startsWith(SimulatedDesk.COMPONENT + "-");
    }

    private void onRecord(Launch launch) {
        Path record = system.folder().run(launch.instance()).resolve("record.json");
        try {
            require(
                    Files.readString(record).contains(launch.launch()),
                    launch.instance() + " is started before that is on record");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void ends(SimulatedProgram program) {
        String component = program.component();
        system.tell("end of " + program.instance());
        if (isDesk(program.instance())) {
            system.desk.ends(program.instance());
            return;
        }
        if (component.equals("cache")
                || !system.up()
                || !system.programs.calm(component, KNOWN)
                || !healthy(program.instance())) {
            return;
        }
        long others =
                system.instances().stream()
                        .filter(i -> i.component().equals(component))
                        .filter(i -> !i.id().equals(program.instance()))
                        .filter(i -> i.state() == InstanceState.HEALTHY)
                        .count();
        require(
                others >= promised.applyAsInt(component),
                "%s would be ended with %d others healthy, %d are promised"
                        .formatted(program.instance(), others, promised.applyAsInt(component)));
    }

    private boolean healthy(String instance) {
        return system.instances().stream()
                .anyMatch(i -> i.id().equals(instance) && i.state() == InstanceState.HEALTHY);
    }

    static void require(boolean so, String otherwise) {
        if (!so) {
            throw new AssertionError(otherwise);
        }
    }
}
