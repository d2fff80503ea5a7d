package dev.stead.gateway;

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

    /** Bytes that it takes in memory, about. */
    long weight() {
        return head.weight() + 32L + body.length;
    }
}
