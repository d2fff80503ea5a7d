package dev.stead.gateway;

/**
 * Counts the streams that a client's mistakes made us reset. A client that makes many has each
 * request begun and none finished, as with rapid reset, but by our own frames (CVE-2025-8671).
 */
final class Http2Resets {
    private static final int MOST = 200;
    private static final long WINDOW = 30_000_000_000L;

    private long since;
    private int count;

    /** Begins with none; {@code now} is of {@link System#nanoTime}. */
    Http2Resets(long now) {
        since = now;
    }

    /** One more; false when it has been too many. */
    boolean another(long now) {
        if (now - since > WINDOW) {
            since = now;
            count = 0;
        }
        count++;
        return count <= MOST;
    }
}
