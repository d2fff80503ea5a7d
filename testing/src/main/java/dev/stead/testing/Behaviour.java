package dev.stead.testing;

import java.util.List;

/** How one start of a program in a {@link FakeDriver} goes. */
public sealed interface Behaviour {
    /** Runs until told to stop; TERM ends it as the default action of the signal does. */
    Behaviour RUNS = new Runs(143);

    /** Runs until told to stop; TERM ends it well. */
    Behaviour STOPS_WELL = new Runs(0);

    /** Lives on after every signal but KILL; destroy ends it. */
    Behaviour IGNORES_SIGNALS = new Stubborn(true);

    /** Lives on whatever is done; destroy fails. */
    Behaviour CANNOT_BE_ENDED = new Stubborn(false);

    /** Cannot be started. */
    static Behaviour failsToStart(String what, String mend) {
        return new Fails(what, mend);
    }

    /** Starts, writes these lines to its output and has ended when {@code start} returns. */
    static Behaviour exits(int status, String... lines) {
        return new Exits(status, List.of(lines));
    }

    /**
     * @param onTerm exit status when it gets TERM
     */
    record Runs(int onTerm) implements Behaviour {}

    /**
     * @param destroyable whether KILL and destroy end it
     */
    record Stubborn(boolean destroyable) implements Behaviour {}

    /**
     * @param what message of the {@link dev.stead.driver.DriverException}
     * @param mend what to do about it
     */
    record Fails(String what, String mend) implements Behaviour {}

    /**
     * @param status exit status
     * @param lines of its output
     */
    record Exits(int status, List<String> lines) implements Behaviour {}
}
