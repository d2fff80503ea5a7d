package dev.stead.gateway;

import io.netty.handler.codec.http.HttpContent;

/**
 * What answers one request. Called on the client's event loop only, never after {@link #clientGone}
 * or after it ended the reply.
 */
interface Answer {
    /** Starts; the body follows. */
    void begin();

    /** A part of the request's body in order, the last of them a {@code LastHttpContent}; owned. */
    void body(HttpContent content);

    /** Whether more of the body may be read now. */
    boolean wantsBody();

    /** Whether it only finds out who answers; no part of the body is for it. */
    default boolean isDeciding() {
        return false;
    }

    /** What was read from the client in one go is complete. */
    void readComplete();

    /** The client has room for more of the reply. */
    void clientWritable();

    /** The client left or is to be cut off: let go of everything. */
    void clientGone();

    /** Looks at deadlines of the answer's own. */
    void checkDeadlines(long now);
}
