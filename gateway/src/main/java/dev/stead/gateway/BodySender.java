package dev.stead.gateway;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * Sends bytes at hand to a client while it has room. Each turn on the event loop is short: after a
 * few chunks the others get theirs. On the client's event loop only.
 */
final class BodySender {
    static final int CHUNK = 64 * 1024;
    private static final int CHUNKS_IN_A_TURN = 8;

    private final ClientConnection client;
    private final Runnable again;
    private int position;
    private boolean sending;
    private boolean over;

    /**
     * Begins at a position.
     *
     * @param again sends what there is then
     */
    BodySender(ClientConnection client, int from, Runnable again) {
        this.client = client;
        this.position = from;
        this.again = again;
    }

    /**
     * Sends what there is room for.
     *
     * @param to end of what may be sent now
     * @param isLast whether nothing follows
     */
    void send(byte[] bytes, int to, boolean isLast) {
        // Flushing may find room and call this again from within.
        if (sending || over) {
            return;
        }
        sending = true;
        int before = position;
        for (int i = 0; i < CHUNKS_IN_A_TURN && position < to && client.writable(); i++) {
            int length = Math.min(CHUNK, to - position);
            client.write(Unpooled.wrappedBuffer(bytes, position, length));
            position += length;
        }
        if (isLast && position >= to) {
            over = true;
            client.end(LastHttpContent.EMPTY_LAST_CONTENT);
        } else if (position > before) {
            client.flush();
        }
        sending = false;
        if (!over && position < to && client.writable()) {
            client.loop().eventLoop().execute(again);
        }
    }

    int position() {
        return position;
    }

    /** Sends nothing any more. */
    void stop() {
        over = true;
    }
}
