package dev.stead.gateway;

/** Something with deadlines, looked at once in a tick by the event loop that owns it. */
interface Timed {
    /** Acts if a deadline is over; {@code now} is of {@link System#nanoTime}. */
    void checkDeadlines(long now);

    /** The gateway is about to end: the last chance to say so to whoever is at the other end. */
    default void gatewayEnds() {}
}
