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
 * What was under way before it opened changes nothing while it is open. Thread-safe without locks;
 * while it is closed, a request only reads.
 */
final class Circuit {
    private final AtomicReference<State> state = new AtomicReference<>(State.CLOSED);
    private final AtomicInteger inRow = new AtomicInteger();
    private volatile long openedAt;

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
        return Objects.requireNonNull(state.get());
    }

    /**
     * Nanoseconds until a request may go to the instance: 0 means now, and the whole time means
     * that another one is trying.
     *
     * @param now of {@link System#nanoTime}
     */
    long openFor(Breaker rules, long now) {
        if (rules.failures() <= 0) {
            return 0;
        }
        return switch (state()) {
            case CLOSED -> 0;
            case OPEN -> Math.max(0, rules.open().toNanos() - (now - openedAt));
            case HALF_OPEN -> rules.open().toNanos();
        };
    }

    /** Lets a request in; of those that come when the time is over, one tries. */
    Entry enter(Breaker rules, long now) {
        if (rules.failures() <= 0 || state() == State.CLOSED) {
            return Entry.USUAL;
        }
        return openFor(rules, now) == 0 && state.compareAndSet(State.OPEN, State.HALF_OPEN)
                ? Entry.TRIAL
                : Entry.REFUSED;
    }

    /** The head of an answer has come. */
    void answered() {
        if (state() == State.HALF_OPEN) {
            inRow.set(0);
            state.compareAndSet(State.HALF_OPEN, State.CLOSED);
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
        switch (state()) {
            case CLOSED -> {
                if (failures >= rules.failures()) {
                    open(State.CLOSED, now);
                }
            }
            case HALF_OPEN -> open(State.HALF_OPEN, now);
            case OPEN -> {}
        }
    }

    private void open(State from, long now) {
        openedAt = now;
        state.compareAndSet(from, State.OPEN);
    }

    /** The request that tried ended without telling anything, as when its client left. */
    void abandoned() {
        state.compareAndSet(State.HALF_OPEN, State.OPEN);
    }

    /** The instance was away, and is said to be healthy now. */
    void reset() {
        inRow.set(0);
        state.set(State.CLOSED);
    }
}
