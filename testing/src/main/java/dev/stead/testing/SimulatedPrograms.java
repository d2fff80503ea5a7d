package dev.stead.testing;

import dev.stead.driver.Driver;
import dev.stead.driver.Handle;
import dev.stead.driver.Launch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The programs of a simulated machine: each start goes as the random numbers say, well or badly,
 * and what runs goes on without the server. Everything of one history; for one thread at a time.
 */
public final class SimulatedPrograms {
    /** The system that the simulated server runs. */
    public static final String SYSTEM = "sim";

    private final SimulatedTime time;
    private final RandomGenerator random;
    private final FakeDriver driver = new FakeDriver();
    private final Map<Handle, SimulatedProgram> programs = new HashMap<>();
    private final List<Handle> foreign = new ArrayList<>();
    private final Map<String, Long> disturbed = new HashMap<>();
    private boolean wellBehaved;

    /** Nothing runs yet. */
    public SimulatedPrograms(SimulatedTime time, RandomGenerator random) {
        this.time = time;
        this.random = random;
        driver.choose(this::behaviour);
    }

    /** From now on all that starts works, and what could not be ended can be. */
    public void behave() {
        wellBehaved = true;
        programs.values().forEach(SimulatedProgram::behave);
    }

    /** Whether all works from now on. */
    public boolean isWellBehaved() {
        return wellBehaved;
    }

    /** The driver as a server sees it. */
    public Driver driver(SimulatedServer server, SimulatedDriver.Watch watch) {
        return new SimulatedDriver(driver, this, server, watch);
    }

    /** A program that is not Stead's runs from now on. */
    public void runForeign(Launch launch) {
        try {
            foreign.add(driver.start(launch));
        } catch (dev.stead.driver.DriverException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether a program is none of this system's. */
    boolean isForeign(Handle handle) {
        return foreign.contains(handle);
    }

    /** How many foreign programs are gone. */
    public long foreignLost() {
        return foreign.stream().filter(h -> !driver.running().contains(h)).count();
    }

    /** The machine restarts; foreign programs take the pids of before. */
    public void reboot() {
        driver.reboot();
        foreign.clear();
        programs.clear();
    }

    /** The server is gone, what runs goes on. */
    public void serverDied() {
        driver.serverDied();
    }

    /** A program that runs ends by itself. */
    public void crashOne() {
        List<SimulatedProgram> running = running();
        if (!running.isEmpty()) {
            end(running.get(random.nextInt(running.size())), random.nextInt(5) == 0);
        }
    }

    private void end(SimulatedProgram program, boolean outOfMemory) {
        if (driver.running().contains(program.handle())) {
            disturbed.put(program.component(), time.nanos());
            driver.exit(program.handle(), random.nextInt(4), outOfMemory);
        }
    }

    /** Whether nothing has ended or hung by itself in this component for so long. */
    public boolean calm(String component, Duration atLeast) {
        return time.nanos() - disturbed.getOrDefault(component, Long.MIN_VALUE / 2)
                > atLeast.toNanos();
    }

    /** A program that runs answers nothing for a while, or never again. */
    public void hangOne() {
        List<SimulatedProgram> running = running();
        if (!running.isEmpty()) {
            Duration how = random.nextInt(3) == 0 ? Duration.ofHours(1) : Duration.ofSeconds(20);
            SimulatedProgram one = running.get(random.nextInt(running.size()));
            one.hang(time.nanos() + how.toNanos());
            disturbed.put(one.component(), time.nanos() + how.toNanos());
        }
    }

    /** Instances' programs that run, not set-up commands; oldest first. */
    public List<SimulatedProgram> running() {
        return driver.running().stream()
                .flatMap(h -> Optional.ofNullable(programs.get(h)).stream())
                .filter(p -> !p.isErrand())
                .toList();
    }

    /** Running programs of one component. */
    public List<SimulatedProgram> running(String component) {
        return running().stream().filter(p -> p.component().equals(component)).toList();
    }

    /** How many starts were asked for so far. */
    public int launches() {
        return driver.launches().size();
    }

    /** Whether a program listens on this port and answers well now. */
    public boolean answers(int port) {
        return running().stream().anyMatch(p -> p.port() == port && p.serves(time.nanos()));
    }

    Optional<SimulatedProgram> program(Handle handle) {
        return Optional.ofNullable(programs.get(handle));
    }

    void started(Launch launch, Handle handle) {
        SimulatedProgram program =
                new SimulatedProgram(launch, handle, time.nanos() + startsWithin().toNanos());
        programs.put(handle, program);
        if (wellBehaved || program.isErrand()) {
            return;
        }
        if (random.nextInt(8) == 0) {
            var _ =
                    time.after(
                            Duration.ofMillis(random.nextInt(20_000)), () -> end(program, false));
        }
        if (random.nextInt(8) == 0) {
            program.cannotBeEnded(time.nanos() + random.nextInt(30) * 1_000_000_000L);
        }
    }

    private Duration startsWithin() {
        if (!wellBehaved && random.nextInt(25) == 0) {
            return Duration.ofHours(1);
        }
        return Duration.ofMillis(random.nextInt(wellBehaved ? 300 : 3_000));
    }

    long now() {
        return time.nanos();
    }

    /** How long an act of the driver takes. */
    Duration pause() {
        return random.nextInt(10) == 0
                ? Duration.ofMillis(random.nextInt(2_000))
                : Duration.ofMillis(random.nextInt(5));
    }

    private Behaviour behaviour(Launch launch) {
        boolean errand = !launch.system().equals(SYSTEM) || launch.instance().contains(".");
        if (errand) {
            return launch.system().equals(SYSTEM) ? setUp() : Behaviour.RUNS;
        }
        if (wellBehaved) {
            return Behaviour.STOPS_WELL;
        }
        return switch (random.nextInt(12)) {
            case 0 -> Behaviour.failsToStart("no such program", "install it");
            case 1 -> Behaviour.exits(1, "cannot work");
            case 2 -> Behaviour.IGNORES_SIGNALS;
            default -> Behaviour.RUNS;
        };
    }

    private Behaviour setUp() {
        return wellBehaved || random.nextInt(10) > 0
                ? Behaviour.exits(0)
                : Behaviour.exits(1, "cannot be set up");
    }
}
