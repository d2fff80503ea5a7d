package dev.stead.gateway;

/**
 * What a client may send on one HTTP/2 connection without getting anywhere: PING, SETTINGS,
 * PRIORITY, WINDOW_UPDATE, frames of unknown kind or of streams that are no more. Counted in bytes,
 * so that it holds for whatever frame nobody has thought of: each byte costs; requests, bodies and
 * replies earn. An honest client pings now and then, and opens windows by much more than a frame
 * takes.
 */
final class Http2Budget {
    private static final long MOST = 64 * 1024;
    private static final long A_SECOND = 4 * 1024;
    private static final long A_REQUEST = 48 * 1024;
    private static final long A_BODY_FRAME = 32;
    private static final long SENT_FOR_ONE = 32;

    private long left = MOST;
    private long refilled;

    /** Begins full; {@code now} is of {@link System#nanoTime}. */
    Http2Budget(long now) {
        refilled = now;
    }

    /** Bytes of frames were read, of any kind; false when it has been too much. */
    boolean read(long bytes) {
        // Bounded only now, as one read may bring many frames, each of which has earned before.
        left = Math.min(MOST, left - bytes);
        return left >= 0;
    }

    /** What was read was a request, which other limits bound. */
    void request() {
        earn(A_REQUEST);
    }

    /** What was read was data, perhaps of a stream that has just ended. */
    void data(int bytes) {
        earn(bytes);
    }

    /** The data was a part of a body. */
    void body() {
        earn(A_BODY_FRAME);
    }

    /** Bytes of a reply's body were written, for which the client opens windows. */
    void sent(int bytes) {
        earn(bytes / SENT_FOR_ONE);
    }

    /** Time has passed. */
    void tick(long now) {
        earn((now - refilled) * A_SECOND / 1_000_000_000);
        refilled = now;
    }

    private void earn(long bytes) {
        left += bytes;
    }
}
