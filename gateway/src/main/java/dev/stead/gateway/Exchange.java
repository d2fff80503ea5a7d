package dev.stead.gateway;

import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;

/**
 * One request of a client and its reply: how far both have come, and whether the connection may be
 * used for another one.
 */
final class Exchange {
    private static final long MAX_DISCARDED = 1 << 20;

    private final String id;
    private final Tally tally;
    private final HttpHeaders headers;
    private final boolean answersHead;
    private final boolean oldVersion;
    private boolean keepAlive;
    private boolean awaitsContinue;
    private boolean requestDone;
    private boolean replyBegun;
    private boolean replyDone;
    private long discarded;

    Exchange(HttpRequest head, String id, long now) {
        this.id = id;
        this.tally = new Tally(head, now);
        this.headers = head.headers();
        this.answersHead = head.method().equals(HttpMethod.HEAD);
        this.oldVersion = !head.protocolVersion().isKeepAliveDefault();
        this.keepAlive = HttpUtil.isKeepAlive(head);
        this.awaitsContinue = HttpUtil.is100ContinueExpected(head);
    }

    private Exchange() {
        id = "";
        tally = new Tally(0);
        headers = EmptyHttpHeaders.INSTANCE;
        answersHead = false;
        oldVersion = false;
        keepAlive = true;
        requestDone = true;
    }

    /** What there is before the first request. */
    static Exchange none() {
        return new Exchange();
    }

    String id() {
        return id;
    }

    /** What is told about it. */
    Tally tally() {
        return tally;
    }

    /** Of the request. */
    HttpHeaders headers() {
        return headers;
    }

    boolean answersHead() {
        return answersHead;
    }

    boolean oldVersion() {
        return oldVersion;
    }

    boolean keepAlive() {
        return keepAlive;
    }

    boolean requestDone() {
        return requestDone;
    }

    boolean replyBegun() {
        return replyBegun;
    }

    boolean replyDone() {
        return replyDone;
    }

    /** Whether more of the request's body may be read. */
    boolean wantsBody(Answer answer) {
        return !requestDone && (replyDone || answer.wantsBody());
    }

    /** The last part of the request has come. */
    void requestEnds() {
        requestDone = true;
    }

    /** What follows cannot be understood. */
    void giveUpReading() {
        keepAlive = false;
        requestDone = true;
    }

    /** Whether what is left of the body can be read for the sake of the next request. */
    boolean mayDiscardBody() {
        if (requestDone) {
            return true;
        }
        try {
            return Lengths.of(headers) <= MAX_DISCARDED;
        } catch (HeadBytes.BadHead e) {
            return false;
        }
    }

    /** A part of the body that nobody takes; false when it has been too much. */
    boolean discard(int bytes) {
        discarded += bytes;
        return discarded <= MAX_DISCARDED;
    }

    void interim(HttpResponseStatus status) {
        awaitsContinue &= !status.equals(HttpResponseStatus.CONTINUE);
    }

    /** The final reply begins; its head learns what it must say about the connection. */
    void replyBegins(HttpResponse head, boolean mayKeep) {
        replyBegun = true;
        tally.replied(head.status().code());
        if (oldVersion && HttpUtil.isTransferEncodingChunked(head)) {
            HttpUtil.setTransferEncodingChunked(head, false);
            keepAlive = false;
        }
        // Nobody can tell whether what follows is the body or the next request.
        boolean unclear = awaitsContinue && !requestDone;
        keepAlive &= mayKeep && !unclear;
        ReplyHeaders.finish(head, id, keepAlive, oldVersion);
    }

    void replyEnds() {
        replyDone = true;
    }
}
