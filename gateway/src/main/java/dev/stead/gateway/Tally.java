package dev.stead.gateway;

/**
 * What the access log and the metrics tell about one request; filled in by whoever knows, on the
 * client's event loop only.
 */
final class Tally {
    private final long began;
    private String component = "";
    private String instance = "";
    private String account = "";
    private String kept = "";
    private String refusal = "";
    private int tries;
    private long asked;
    private long answered;

    /**
     * Begins with a request.
     *
     * @param began {@link System#nanoTime}
     */
    Tally(long began) {
        this.began = began;
    }

    /** {@link System#nanoTime} when the head was complete. */
    long began() {
        return began;
    }

    /** The component that the request went to; empty while none is known. */
    String component() {
        return component;
    }

    void reached(String component) {
        this.component = component;
    }

    /** The instance that was asked last; empty when none was. */
    String instance() {
        return instance;
    }

    /** How many instances were asked. */
    int tries() {
        return tries;
    }

    /**
     * The request goes to an instance now.
     *
     * @param now {@link System#nanoTime}
     */
    void asked(String instance, long now) {
        this.instance = instance;
        this.tries++;
        this.asked = now;
    }

    /**
     * The head of the final answer has come.
     *
     * @param now {@link System#nanoTime}
     */
    void answered(long now) {
        answered = now;
    }

    /** Nanoseconds between the last instance being asked and its answer; 0 when there is none. */
    long answerNanos() {
        return answered == 0 ? 0 : answered - asked;
    }

    /** Name of the account that asked; empty when nobody has signed in. */
    String account() {
        return account;
    }

    void by(String account) {
        this.account = account;
    }

    /** What the response cache did: {@code hit}, {@code miss}, {@code stale} ...; or empty. */
    String kept() {
        return kept;
    }

    void kept(String kept) {
        this.kept = kept;
    }

    /** Why the gateway itself refused the request, in a word for logs and metrics; or empty. */
    String refusal() {
        return refusal;
    }

    void refused(String reason) {
        refusal = reason;
    }
}
