package dev.stead.gateway;

import dev.stead.model.ProxyRules.Breaker;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Passive health of one instance: a circuit breaker (Nygard, Release It!, 2nd edition, 5.2).
 *
 * <pre>
 * closed --failures in a row--> open --its time is over--> half open (one request tries)
 *    ^                            ^-----------fails----------------|
 *    |                            '-----ends without a verdict-----|  (the next one tries at once)
 *    '-------------------------------answers-----------------------'
 * </pre>
 *
 * A request that has tried for as long as the circuit is open otherwise, as a slow upload does,
 * keeps nobody from trying any more: then the next one does. What was under way before it opened
 * changes nothing while it is open. Thread-safe without locks; while it is closed, a request only
 * reads.
 */
final class Circuit {
    private static final Phase CLOSED = new Phase(State.CLOSED, 0, 0);

    private final AtomicReference<Phase> phase = new AtomicReference<>(CLOSED);
    private final AtomicInteger inRow = new AtomicInteger();

    /** A state, when it opened, and when the request was let in that tries. */
    private record Phase(State state, long openedAt, long triedAt) {}

    /** Where it stands, as metrics name it. */
    enum State {
        CLOSED,
        OPEN,
        HALF_OPEN
    }

    /** What a request is let in as. */
    enum Entry {
        REFUSED,
        USUAL,
        TRIAL
    }

    State state() {
        return phase().state();
    }

    private Phase phase() {
        return Objects.requireNonNull(phase.get());
    }

    /**
     * Nanoseconds until a request may go to the instance, or may try if no verdict comes first; 0
     * means now.
     *
     * @param now of {@link System#nanoTime}
     */
    long openFor(Breaker rules, long now) {
        return openFor(phase(), rules, now);
    }

    private static long openFor(Phase phase, Breaker rules, long now) {
        if (rules.failures() <= 0) {
            return 0;
        }
        return switch (phase.state()) {
            case CLOSED -> 0;
            case OPEN -> left(phase.openedAt(), rules, now);
            case HALF_OPEN -> left(phase.triedAt(), rules, now);
        };
    }

    private static long left(long since, Breaker rules, long now) {
        return Math.max(0, rules.open().toNanos() - (now - since));
    }

    /** Lets a request in; of those that come when the time is over, one tries. */
    Entry enter(Breaker rules, long now) {
        Phase was = phase();
        if (rules.failures() <= 0 || was.state() == State.CLOSED) {
            return Entry.USUAL;
        }
        Phase trial = new Phase(State.HALF_OPEN, was.openedAt(), now);
        return openFor(was, rules, now) == 0 && phase.compareAndSet(was, trial)
                ? Entry.TRIAL
                : Entry.REFUSED;
    }

    /** The head of an answer has come. */
    void answered() {
        Phase was = phase();
        if (was.state() == State.HALF_OPEN) {
            inRow.set(0);
            phase.compareAndSet(was, CLOSED);
        }
    }

    /** An answer has come whole. */
    void completed() {
        if (inRow.get() != 0 && state() == State.CLOSED) {
            inRow.set(0);
        }
    }

    /** A connection was refused or cut, or an answer did not come in time. */
    void failed(Breaker rules, long now) {
        int failures = inRow.incrementAndGet();
        if (rules.failures() <= 0) {
            return;
        }
        Phase was = phase();
        boolean opens =
                switch (was.state()) {
                    case CLOSED -> failures >= rules.failures();
                    case HALF_OPEN -> true;
                    case OPEN -> false;
                };
        if (opens) {
            phase.compareAndSet(was, new Phase(State.OPEN, now, now));
        }
    }

    /**
     * A request that tried ended without telling anything, as when its client left.
     *
     * @param triedAt when it was let in
     */
    void abandoned(long triedAt) {
        Phase was = phase();
        if (was.state() == State.HALF_OPEN && was.triedAt() == triedAt) {
            phase.compareAndSet(was, new Phase(State.OPEN, was.openedAt(), triedAt));
        }
    }

    /** The instance was away, and is said to be healthy now. */
    void reset() {
        inRow.set(0);
        phase.set(CLOSED);
    }
}
