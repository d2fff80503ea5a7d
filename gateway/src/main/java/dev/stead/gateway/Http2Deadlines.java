package dev.stead.gateway;

import java.time.Duration;

/** Until when a client's HTTP/2 connection, as a whole, must have done what it is waited for. */
final class Http2Deadlines {
    private static final long NEVER = Long.MAX_VALUE;

    private final Loop loop;
    private final Leaving leaving = new Leaving();
    private final long stall;
    private long settled;
    private long idle;

    /** What was waited for in vain. */
    enum Over {
        NOTHING,
        /** The preface, and that our settings are acknowledged (RFC 9113, 3.4 and 6.5.3). */
        SETTLING,
        /** A request. PING does not keep a connection. */
        IDLE,
        /** That the client reads. */
        ROOM
    }

    Http2Deadlines(Loop loop) {
        this.loop = loop;
        this.stall = loop.settings().stallTimeout().toNanos();
        this.settled = in(loop.settings().headTimeout());
        this.idle = in(loop.settings().idleTimeout());
    }

    void settled() {
        settled = NEVER;
    }

    /** The last request under way has ended. */
    void idle() {
        idle = in(loop.settings().idleTimeout());
    }

    void writable(boolean writable) {
        if (writable) {
            leaving.end();
        } else {
            leaving.begin(loop.now());
        }
    }

    /**
     * What is over.
     *
     * @param pending bytes that have not left
     * @param longest what one of the requests under way allows its client to stall, nanoseconds
     */
    Over over(long now, boolean isIdle, long pending, long longest) {
        if (leaving.isStalled(now, pending, Math.max(stall, longest))) {
            return Over.ROOM;
        }
        if (isPast(settled, now)) {
            return Over.SETTLING;
        }
        return isIdle && isPast(idle, now) ? Over.IDLE : Over.NOTHING;
    }

    private static boolean isPast(long deadline, long now) {
        return deadline != NEVER && now - deadline > 0;
    }

    private long in(Duration time) {
        return loop.now() + time.toNanos();
    }
}
