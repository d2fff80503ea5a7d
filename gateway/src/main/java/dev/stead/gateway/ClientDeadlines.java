package dev.stead.gateway;

import java.time.Duration;

/** Until when a client must have done what it is waited for. */
final class ClientDeadlines {
    private static final long NEVER = Long.MAX_VALUE;

    private final Loop loop;
    private long head;
    private long body = NEVER;
    private long room = NEVER;
    private boolean last;
    private long stall;

    ClientDeadlines(Loop loop) {
        this.loop = loop;
        this.head = in(loop.settings().headTimeout());
        this.stall = loop.settings().stallTimeout().toNanos();
    }

    void headBegins() {
        head = in(loop.settings().headTimeout());
    }

    void requestBegins() {
        last = false;
        stall = loop.settings().stallTimeout().toNanos();
        bodyProgress();
    }

    /** For the request under way, the client may stall this long. */
    void stallAfter(Duration limit) {
        stall = limit.toNanos();
        bodyProgress();
    }

    /** For the request under way, the client may stall for ever. */
    void mayStall() {
        stall = NEVER;
        room = NEVER;
        body = last ? body : NEVER;
    }

    /** A part of the body came, or is asked for only now. */
    void bodyProgress() {
        if (!last) {
            body = afterStall();
        }
    }

    /** The reply has ended; the rest of the body may take this long, no matter what comes. */
    void lastChance(long seconds) {
        body = in(Duration.ofSeconds(seconds));
        last = true;
    }

    void requestEnded(boolean insideNextHead) {
        GatewaySettings settings = loop.settings();
        head = in(insideNextHead ? settings.headTimeout() : settings.idleTimeout());
    }

    void writable(boolean writable) {
        room = writable ? NEVER : afterStall();
    }

    boolean isOver(long now, boolean betweenRequests, boolean wantsBody) {
        return (betweenRequests && isPast(head, now))
                || (wantsBody && isPast(body, now))
                || isPast(room, now);
    }

    private static boolean isPast(long deadline, long now) {
        return deadline != NEVER && now - deadline > 0;
    }

    private long afterStall() {
        return stall == NEVER ? NEVER : loop.now() + stall;
    }

    private long in(Duration time) {
        return loop.now() + time.toNanos();
    }
}
