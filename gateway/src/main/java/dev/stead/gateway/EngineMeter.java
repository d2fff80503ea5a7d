package dev.stead.gateway;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;

import java.util.List;
import java.util.Optional;

/**
 * Counts one request for the use of its engine, and tells work from what a forgotten tab does by
 * itself: a navigation and a change are work when they are asked for, a large body of known length
 * as long as its bytes move. An answer that comes for ever has no length. On one loop only.
 */
final class EngineMeter {
    /** What polling hardly ever brings. */
    static final long LARGE = 64 * 1024;

    private final EngineUse use;
    private final Loop loop;
    private final boolean largeRequest;
    private boolean largeReply;

    private EngineMeter(EngineUse use, Loop loop, boolean largeRequest) {
        this.use = use;
        this.loop = loop;
        this.largeRequest = largeRequest;
    }

    /** Begins to count a request for one of these instances, if it is an engine. */
    static Optional<EngineMeter> begin(List<Upstream> instances, HttpRequest head, Loop loop) {
        return instances.isEmpty()
                ? Optional.empty()
                : instances.getFirst().use().map(use -> begin(use, head, loop));
    }

    private static EngineMeter begin(EngineUse use, HttpRequest head, Loop loop) {
        if (isWork(head)) {
            use.worked(loop.now());
        }
        return new EngineMeter(use, loop, HttpUtil.getContentLength(head, 0L) >= LARGE);
    }

    /** Whether nobody's page asks this by itself. */
    static boolean isWork(HttpRequest head) {
        HttpMethod method = head.method();
        boolean looks =
                method.equals(HttpMethod.GET)
                        || method.equals(HttpMethod.HEAD)
                        || method.equals(HttpMethod.OPTIONS);
        return !looks || Navigation.isOfWindow(head);
    }

    /** A part of the request's body. */
    void received(HttpContent part) {
        int bytes = part.content().readableBytes();
        if (bytes > 0) {
            use.received(bytes);
            moved(largeRequest);
        }
    }

    /** A part of the reply: a head, or something of the body; before anybody takes it. */
    void sent(Object part) {
        if (part instanceof HttpResponse head) {
            largeReply = HttpUtil.getContentLength(head, 0L) >= LARGE;
        }
        if (part instanceof HttpContent content && content.content().isReadable()) {
            use.sent(content.content().readableBytes());
            moved(largeReply);
        }
    }

    private void moved(boolean isLarge) {
        if (isLarge) {
            use.worked(loop.now());
        }
    }
}
