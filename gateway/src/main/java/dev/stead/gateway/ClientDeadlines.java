package dev.stead.gateway;

import java.time.Duration;

/** Until when a client must have done what it is waited for. */
final class ClientDeadlines {
    private static final long NEVER = Long.MAX_VALUE;

    private final Loop loop;
    private final Leaving leaving = new Leaving();
    private long head;
    private long headTime;
    private long body = NEVER;
    private boolean last;
    private long stall;

    ClientDeadlines(Loop loop) {
        this.loop = loop;
        this.stall = usualStall();
        awaitHead(loop.settings().headTimeout());
    }

    void headBegins() {
        awaitHead(loop.settings().headTimeout());
    }

    void requestBegins() {
        last = false;
        stall = usualStall();
        leaving.end();
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
        body = last ? body : NEVER;
    }

    /** How long the client may stall, nanoseconds; {@link Long#MAX_VALUE} for ever. */
    long stall() {
        return stall;
    }

    /** A part of the body came, or is asked for only now. */
    void bodyProgress() {
        if (!last) {
            body = stall == NEVER ? NEVER : loop.now() + stall;
        }
    }

    /** Nothing is added to the reply any more: what was allowed to come for ever now has an end. */
    void replyEnds() {
        if (stall == NEVER) {
            stall = usualStall();
        }
    }

    /** The reply has ended; the rest of the body may take this long, no matter what comes. */
    void lastChance(long seconds) {
        body = loop.now() + Duration.ofSeconds(seconds).toNanos();
        last = true;
    }

    void requestEnded(boolean insideNextHead) {
        GatewaySettings settings = loop.settings();
        awaitHead(insideNextHead ? settings.headTimeout() : settings.idleTimeout());
    }

    /** No other request is awaited. */
    void lastRequestEnded() {
        headTime = NEVER;
        head = NEVER;
    }

    void writable(boolean writable) {
        if (writable) {
            leaving.end();
        } else {
            leaving.begin(loop.now());
        }
    }

    /**
     * Whether something was waited for too long. Between requests, the next one is waited for from
     * when the last reply has left: until then it is the client's turn to read.
     *
     * @param pending bytes of replies that have not left
     */
    boolean isOver(long now, boolean betweenRequests, boolean wantsBody, long pending) {
        if (betweenRequests && pending > 0) {
            head = headTime == NEVER ? NEVER : now + headTime;
            if (!leaving.isUnderWay()) {
                leaving.begin(now);
            }
        } else if (betweenRequests) {
            leaving.end();
        }
        return (betweenRequests && isPast(head, now))
                || (wantsBody && isPast(body, now))
                || leaving.isStalled(now, pending, stall);
    }

    private static boolean isPast(long deadline, long now) {
        return deadline != NEVER && now - deadline > 0;
    }

    private void awaitHead(Duration atMost) {
        headTime = atMost.toNanos();
        head = loop.now() + headTime;
    }

    private long usualStall() {
        return loop.settings().stallTimeout().toNanos();
    }
}
