package dev.stead.gateway;

/**
 * Whether what was written to a client leaves, while nothing is added to it: a client that takes so
 * many bytes within the time that it may stall, or all there are, is slow but not gone.
 */
final class Leaving {
    /** A client that takes a byte at a time could hold memory for ever. */
    static final int PROGRESS = 16 * 1024;

    private boolean under;
    private long since;
    private long goal;

    /** Nothing is added from now on. */
    void begin(long now) {
        under = true;
        since = now;
        goal = Long.MAX_VALUE;
    }

    /** Something may be added again. */
    void end() {
        under = false;
    }

    boolean isUnderWay() {
        return under;
    }

    /**
     * Looks at how far it has come.
     *
     * @param pending bytes that have not left
     * @param stall nanoseconds; {@link Long#MAX_VALUE} for ever
     */
    boolean isStalled(long now, long pending, long stall) {
        if (!under) {
            return false;
        }
        if (pending <= goal) {
            since = now;
            goal = Math.max(0, pending - PROGRESS);
        }
        return stall != Long.MAX_VALUE && now - since > stall;
    }
}
