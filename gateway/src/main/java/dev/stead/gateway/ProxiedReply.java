package dev.stead.gateway;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/** What an instance answers to one request, on its way to the client. */
final class ProxiedReply {
    private static final AsciiString LINES = AsciiString.cached("application/x-ndjson");

    private final Asker client;
    private final Request request;
    private final Passage passage;
    private final Balancer balancer;
    private final boolean sticky;
    private final ReplyWatch watch;
    private @Nullable HttpResponse switching;
    private @Nullable LastHttpContent end;
    private boolean interim;
    private boolean heard;
    private boolean reusable;
    private boolean endless;

    /**
     * Of which nothing has come yet.
     *
     * @param sticky whether the visitor is to come to the same instance again
     * @param watch sees the head of the final reply as it came
     */
    ProxiedReply(
            Asker client,
            Request request,
            Passage passage,
            Balancer balancer,
            boolean sticky,
            ReplyWatch watch) {
        this.client = client;
        this.request = request;
        this.passage = passage;
        this.balancer = balancer;
        this.sticky = sticky;
        this.watch = watch;
    }

    /** What a part of the reply was. */
    enum Part {
        /** Nothing that changes anything. */
        MORE,
        /** The head of the final reply, which the client has. */
        HEAD,
        /** The end, which the client does not have yet. */
        END,
        /** All of a reply that switches protocols, which the client does not have yet. */
        SWITCH,
        /** Nothing that HTTP knows. */
        BROKEN
    }

    /** Passes on what the instance sent. */
    Part take(HttpObject object) {
        if (object.decoderResult().isFailure()) {
            ReferenceCountUtil.release(object);
            return Part.BROKEN;
        }
        return switch (object) {
            case HttpResponse head when !ReplyCheck.isFine(head) -> Part.BROKEN;
            case HttpResponse head -> head(head);
            case HttpContent content -> content(content);
            default -> Part.MORE;
        };
    }

    private Part head(HttpResponse reply) {
        HttpHeaders headers = reply.headers();
        interim = reply.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (!interim) {
            watch.heard(reply);
        }
        passage.reply(headers, request);
        boolean switches = reply.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
        Upstream from = balancer.entered();
        if (sticky && (switches || !interim) && balancer.isElsewhere() && from != null) {
            StickyCookie.set(headers, from);
        }
        if (switches) {
            heard = true;
            switching = reply;
            return Part.MORE;
        }
        if (interim) {
            relayInterim(reply);
            return Part.MORE;
        }
        heard = true;
        reusable = HttpUtil.isKeepAlive(reply);
        client.tally().answered(System.nanoTime());
        if (isOf(headers, HttpHeaderValues.TEXT_EVENT_STREAM)) {
            client.mayStall();
            endless = true;
        }
        endless |= isOf(headers, LINES);
        ReplyHeaders.rewrite(reply, request.isHead());
        // Whoever asks may let go of everything as soon as it has the head.
        balancer.answered();
        client.reply(reply);
        return Part.HEAD;
    }

    private static boolean isOf(HttpHeaders headers, AsciiString wanted) {
        String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
        return type != null && type.regionMatches(true, 0, wanted.toString(), 0, wanted.length());
    }

    private void relayInterim(HttpResponse reply) {
        if (!client.oldVersion()) {
            HopByHop.remove(reply.headers());
            ReplyHeaders.removeFraming(reply.headers());
            client.interim(reply);
        }
    }

    private Part content(HttpContent content) {
        if (switching != null) {
            content.release();
            return Part.SWITCH;
        }
        if (interim) {
            content.release();
            return Part.MORE;
        }
        if (content instanceof LastHttpContent last) {
            if (!last.trailingHeaders().isEmpty()) {
                passage.reply(last.trailingHeaders(), request);
            }
            end = last;
            return Part.END;
        }
        client.write(content);
        return Part.MORE;
    }

    /** Whether the head of the final reply has come, or that of a switch. */
    boolean isHeard() {
        return heard;
    }

    /** Whether its parts come whenever there is something to tell: events, or lines of JSON. */
    boolean isEndless() {
        return endless;
    }

    /** Whether the connection may be used for another request. */
    boolean leavesConnectionUsable() {
        return reusable;
    }

    /** The end, once it has come; owned. */
    LastHttpContent end() {
        return Objects.requireNonNull(end);
    }

    /** The reply that switches protocols, once it has come. */
    HttpResponse switching() {
        return Objects.requireNonNull(switching);
    }
}
