package dev.stead.gateway;

import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * A reply that is for the client alone who caused it, at that client's pace. What comes before the
 * client has got what was filled is held. On one event loop only.
 */
final class OwnReply {
    private final CacheAsker asker;
    private final Deque<Object> held = new ArrayDeque<>();
    private boolean caughtUp;

    OwnReply(CacheAsker asker) {
        this.asker = asker;
    }

    /** Whether the client has got all that came before. */
    boolean isCaughtUp() {
        return caughtUp;
    }

    /** Nothing came before. */
    void begin() {
        caughtUp = true;
    }

    /** Passes a part on; owned. */
    void write(Object part) {
        if (!caughtUp) {
            held.add(part);
        } else if (asker.client().isPresent()) {
            asker.client().get().write(part);
        } else {
            ReferenceCountUtil.release(part);
        }
    }

    /** Gives the client, which has got all that was filled, what is held, but for the end. */
    Optional<LastHttpContent> catchUp(ClientConnection client) {
        caughtUp = true;
        for (Object part = held.poll(); part != null; part = held.poll()) {
            if (part instanceof LastHttpContent last) {
                return Optional.of(last);
            }
            client.write(part);
        }
        client.flush();
        return Optional.empty();
    }

    void flush() {
        if (caughtUp) {
            asker.client().ifPresent(ClientConnection::flush);
        }
    }

    boolean writable() {
        return caughtUp && asker.client().filter(ClientConnection::writable).isPresent();
    }

    /** Nothing more is passed on. */
    void release() {
        held.forEach(ReferenceCountUtil::release);
        held.clear();
    }
}
