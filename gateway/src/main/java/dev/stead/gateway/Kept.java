package dev.stead.gateway;

import io.netty.handler.codec.http.HttpHeaders;

/** An answer that is kept, immutable. */
final class Kept {
    private final KeptHead head;
    private final byte[] body;

    /**
     * A complete answer.
     *
     * @param body belongs to this from now on
     */
    Kept(KeptHead head, byte[] body) {
        this.head = head;
        this.body = body;
    }

    KeptHead head() {
        return head;
    }

    /** Not to be changed. */
    byte[] body() {
        return body;
    }

    /** The same, to be given once, with the cookies that a 304 sets. */
    Kept withCookies(HttpHeaders unchanged) {
        return new Kept(head.withCookies(unchanged), body);
    }

    /** Bytes that it takes in memory, about. */
    long weight() {
        return head.weight() + 32L + body.length;
    }
}
