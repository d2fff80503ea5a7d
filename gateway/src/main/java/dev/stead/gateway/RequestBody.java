package dev.stead.gateway;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/** The body of one request on its way to an instance, and what came before there was one. */
final class RequestBody {
    private final OptionalLong most;
    private final boolean announced;
    private final long length;
    private final Deque<HttpContent> unsent = new ArrayDeque<>();
    private long seen;

    /**
     * A body of which nothing has come yet.
     *
     * @param most largest that is taken, bytes
     */
    RequestBody(HttpRequest head, OptionalLong most) {
        this.most = most;
        this.announced = head.headers().contains(HttpHeaderNames.TRANSFER_ENCODING);
        this.length = HttpUtil.getContentLength(head, 0L);
    }

    /** Whether it is larger than it may be, as far as is known. */
    boolean isTooLarge() {
        return most.isPresent() && Math.max(length, seen) > most.getAsLong();
    }

    /** Whether there is none, as far as is known. */
    boolean isEmpty() {
        return seen == 0 && length == 0 && !announced;
    }

    /** A part has come. */
    void count(HttpContent part) {
        seen += part.content().readableBytes();
        if (part instanceof LastHttpContent last && !last.trailingHeaders().isEmpty()) {
            RequestHeaders.removeForged(last.trailingHeaders());
        }
    }

    /** Keeps a part, which is owned, until there is a connection. */
    void keep(HttpContent part) {
        unsent.add(part);
    }

    /** Writes what was kept. */
    void send(Channel to) {
        for (HttpContent part = unsent.poll(); part != null; part = unsent.poll()) {
            Wire.write(to, part);
        }
    }

    /** Releases what was kept. */
    void release() {
        for (HttpContent part = unsent.poll(); part != null; part = unsent.poll()) {
            part.release();
        }
    }
}
