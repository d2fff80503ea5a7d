package dev.stead.app;

import static dev.stead.app.Invariants.require;

import dev.stead.api.InstanceStatus;
import dev.stead.base.Code;
import dev.stead.base.StateFolder;
import dev.stead.base.SteadException;
import dev.stead.driver.Launch;
import dev.stead.model.InstanceState;
import dev.stead.model.Limits;
import dev.stead.testing.SimulatedProgram;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What happens to a system in one simulation, out of a seed: files applied, programs that fail in
 * every way, kills of the server, reboots, full disks, jumps of the clock. In the end the world is
 * well again, and the last file has to run, whole and alone.
 */
final class History {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(70);
    private static final Duration FIT = Duration.ofSeconds(20);

    private final Random random;
    private final SimulatedSystem system;
    private final Path foreignOutput;
    private SimulatedFile applied = SimulatedFile.NONE;
    private SimulatedFile wanted = applied;
    private Optional<String> pageBefore = Optional.empty();

    /** The file in hand is the first of the system, or was in effect before, perhaps half. */
    private boolean mayBeHalf = true;

    private boolean applying;
    private boolean diskWasFull;
    private int applies;

    History(long seed, StateFolder folder, SimulatedAccounts accounts) {
        this.random = new Random(seed);
        this.system = new SimulatedSystem(random, folder, accounts);
        this.foreignOutput = folder.root().resolve("foreign.log");
    }

    /** Runs it to its end; returns how many applies succeeded. */
    int run() {
        foreign();
        system.start();
        system.invariants.promise(this::promised);
        system.invariants.pages(p -> p.equals(pageBefore) || p.equals(wanted.page()));
        for (int acts = 4 + random.nextInt(12); acts > 0; acts--) {
            act();
            system.time.pass(
                    Duration.ofMillis(random.nextInt(random.nextBoolean() ? 200 : 12_000)));
            system.buried();
        }
        recover();
        return applies;
    }

    private void foreign() {
        system.programs.runForeign(
                new Launch(
                        "other",
                        "api-1",
                        "foreign" + random.nextInt(),
                        List.of("serve"),
                        foreignOutput,
                        new TreeMap<>(),
                        foreignOutput,
                        Optional.empty(),
                        Limits.NONE));
    }

    private void act() {
        switch (random.nextInt(16)) {
            case 0, 1, 2 -> apply(SimulatedFile.any(random));
            case 3 -> system.programs.crashOne();
            case 4 -> system.programs.hangOne();
            case 5 -> system.kill();
            case 6, 7 -> system.dieAt(1 + random.nextInt(60));
            case 8 -> fillDisk(random.nextBoolean());
            case 9 -> system.time.jump(Duration.ofMinutes(random.nextInt(-600, 600)));
            case 10 -> restartSomething();
            case 11, 12, 13, 14 -> system.desk.act();
            default -> rarely();
        }
        if (!system.alive() && random.nextInt(3) > 0) {
            startServer();
        }
    }

    private void fillDisk(boolean full) {
        diskWasFull |= full;
        system.fillDisk(full);
    }

    private void rarely() {
        switch (random.nextInt(8)) {
            case 0, 1 -> {
                system.reboot();
                foreign();
            }
            case 2 -> down();
            case 3, 4 -> applyBeside();
            default -> {}
        }
    }

    private void down() {
        if (!system.up() || !system.idle()) {
            return;
        }
        want(SimulatedFile.NONE);
        system.tell("down");
        system.down(failure -> {
            if (failure.isEmpty()) {
                applied = SimulatedFile.NONE;
                pageBefore = Optional.empty();
                require(system.programs.running().isEmpty(), "something runs after a down");
            }
        });
    }

    /** A second apply does nothing while another change is under way. */
    private void applyBeside() {
        if (!applying || !system.up()) {
            return;
        }
        SimulatedFile file = wanted;
        system.tell("a second apply");
        system.apply(failure -> {
            if (failure.isEmpty()) {
                ended(file, failure);
            } else if (applying) {
                require(failure.get().code() == Code.CONFLICT, failure.get().what());
            }
        });
    }

    private void startServer() {
        applying = false;
        system.start();
        if (random.nextInt(4) == 0) {
            system.dieAt(1 + random.nextInt(30));
        }
    }

    private void restartSomething() {
        List<String> components = List.copyOf(applied.services().keySet());
        if (system.up() && !components.isEmpty()) {
            system.restart(components.get(random.nextInt(components.size())));
        }
    }

    private void apply(SimulatedFile file) {
        if (!system.up() || !system.idle()) {
            return;
        }
        system.write(file);
        want(file);
        system.tell("apply " + file);
        applying = true;
        diskWasFull = system.diskFull();
        system.apply(failure -> ended(file, failure));
    }

    private void want(SimulatedFile file) {
        wanted = file;
        pageBefore = system.page();
        mayBeHalf = !system.hasFile() || system.tookEffect();
    }

    private void ended(SimulatedFile file, Optional<SteadException> failure) {
        applying = false;
        if (failure.isPresent()) {
            nothingNewIsLeft(failure.get());
            return;
        }
        applies++;
        applied = file;
        whole(file);
    }

    private void whole(SimulatedFile file) {
        for (String component : SimulatedFile.names()) {
            long there =
                    system.instances().stream()
                            .filter(i -> i.component().equals(component))
                            .count();
            require(
                    there == file.replicas(component),
                    "%d of %s after it was applied, %d are wanted"
                            .formatted(there, component, file.replicas(component)));
        }
    }

    /**
     * A file took effect whole, or not at all, but for one that may be half; or the disk was full,
     * so that no stop could be put on record.
     */
    private void nothingNewIsLeft(SteadException failure) {
        if (failure.code() != Code.COMPONENT || diskWasFull || !system.up() || mayBeHalf) {
            return;
        }
        if (system.tookEffect()) {
            whole(wanted);
            return;
        }
        require(system.page().equals(pageBefore), "an apply failed, and changed the page");
        for (InstanceStatus instance : system.instances()) {
            require(
                    system.published().contains(instance.component()),
                    instance.id() + " is left by an apply that failed: " + failure.what());
        }
    }

    /**
     * What is promised while one file gives way to another: what both ask for. What no apply has
     * brought about is not promised.
     */
    private int promised(String component) {
        int before = applied.replicas(component);
        return applying || !wanted.equals(applied)
                ? Math.min(before, wanted.replicas(component))
                : before;
    }

    private void recover() {
        system.programs.behave();
        fillDisk(false);
        system.dieAt(Integer.MAX_VALUE);
        require(
                system.time.until(() -> system.idle() || !system.alive(), LONG),
                "a command never ends");
        for (int tries = 0; !system.up(); tries++) {
            require(tries < 3, "no server comes up");
            system.kill();
            startServerWell();
        }
        SimulatedFile last = SimulatedFile.any(random).withDesk(1 + random.nextInt(2));
        for (int tries = 0; !applied.equals(last) || tries == 0; tries++) {
            require(tries < 3, "the last file cannot be applied");
            system.time.pass(tries == 0 ? Duration.ZERO : LONGEST_BACK_OFF);
            apply(last);
            require(system.time.until(() -> !applying, LONG), "an apply never ends");
        }
        system.time.pass(Duration.ofSeconds(100));
        converged(last);
        system.desk.matches();
        system.desk.allAreServed();
        applyingAgainTouchesNothing(last);
    }

    private void startServerWell() {
        applying = false;
        system.start();
        system.time.until(() -> system.up() || !system.alive(), LONG);
    }

    private void converged(SimulatedFile last) {
        List<InstanceStatus> instances = system.instances();
        for (InstanceStatus instance : instances) {
            require(
                    instance.state() == InstanceState.HEALTHY,
                    instance.id() + " is " + instance.state() + ": " + instance.reason());
        }
        for (String component : SimulatedFile.names()) {
            int replicas = last.replicas(component);
            List<String> running =
                    system.programs.running(component).stream()
                            .map(SimulatedProgram::instance)
                            .sorted()
                            .toList();
            require(running.size() == replicas, running + " run, not " + replicas);
            if (!component.equals("cache")) {
                require(
                        running.equals(system.endpoints(component).stream().sorted().toList()),
                        "requests go to " + system.endpoints(component) + ", not " + running);
            }
        }
        require(system.page().equals(last.page()), "the page is " + system.page());
        require(ids(instances).equals(runFolders()), "folders: " + runFolders());
        require(system.programs.foreignLost() == 0, "a foreign program was ended");
    }

    private void applyingAgainTouchesNothing(SimulatedFile last) {
        int before = system.programs.launches();
        apply(last);
        require(system.time.until(() -> !applying, FIT), "an apply of nothing takes long");
        require(system.programs.launches() == before, "an apply of nothing starts something");
    }

    private static List<String> ids(List<InstanceStatus> instances) {
        return instances.stream().map(InstanceStatus::id).sorted().toList();
    }

    private List<String> runFolders() {
        String[] names = system.folder().runs().toFile().list();
        return names == null
                ? List.of()
                : java.util.Arrays.stream(names).sorted().collect(Collectors.toList());
    }
}
