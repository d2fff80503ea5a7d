package dev.stead.gateway;

import java.time.Duration;

/**
 * How long an instance that was asked may do nothing while it is its turn: take more of the
 * request, begin the answer, go on with it.
 */
final class Patience {
    private final long limit;
    private long since;
    private long unsent;

    Patience(Duration limit) {
        this.limit = limit.toNanos();
    }

    /** It has just done something, or has just got something to do. */
    void renew(long now) {
        since = now;
    }

    /**
     * Whether it is over; to be asked in each tick.
     *
     * @param itsTurn whether the instance is what is waited for
     * @param unsent bytes of the request that it has to take before there is room for more; where
     *     that number changes, it reads
     */
    boolean isOver(boolean itsTurn, long unsent, long now) {
        if (!itsTurn || unsent != this.unsent) {
            since = now;
        }
        this.unsent = unsent;
        return now - since > limit;
    }
}
