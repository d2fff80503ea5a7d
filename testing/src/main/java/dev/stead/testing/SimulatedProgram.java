package dev.stead.testing;

import dev.stead.driver.Handle;
import dev.stead.driver.Launch;

import java.util.Objects;

/**
 * A program of {@link SimulatedPrograms}, from its start on. Times are of {@link SimulatedTime}.
 */
public final class SimulatedProgram {
    private final Launch launch;
    private final Handle handle;
    private long servesFrom;
    private long hangsUntil;
    private long heldUntil;

    SimulatedProgram(Launch launch, Handle handle, long servesFrom) {
        this.launch = launch;
        this.handle = handle;
        this.servesFrom = servesFrom;
    }

    /** By which the driver knows it. */
    public Handle handle() {
        return handle;
    }

    /** The instance that it is. */
    public String instance() {
        return launch.instance();
    }

    /** The component that it is an instance of. */
    public String component() {
        return Objects.requireNonNull(launch.env().get("STEAD_COMPONENT"));
    }

    /** Where it listens; 0 when it has no port. */
    public int port() {
        return Integer.parseInt(launch.env().getOrDefault("PORT", "0"));
    }

    /** Whether it is a set-up or health command. */
    boolean isErrand() {
        return launch.instance().contains(".");
    }

    /** Whether it can work now. */
    public boolean serves(long now) {
        return now >= servesFrom && now >= hangsUntil;
    }

    void hang(long until) {
        hangsUntil = until;
    }

    /** Nothing ends it before this time: the kernel waits for a disk, say. */
    void cannotBeEnded(long until) {
        heldUntil = until;
    }

    boolean isHeld(long now) {
        return now < heldUntil;
    }

    void behave() {
        servesFrom = 0;
        hangsUntil = 0;
        heldUntil = 0;
    }
}
