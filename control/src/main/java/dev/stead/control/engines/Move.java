package dev.stead.control.engines;

/** One change of who has a place. */
sealed interface Move {
    /** Whoever waits gets an engine that is warm. */
    record Claim(Ticket ticket, EngineRow row) implements Move {}

    /** Whoever waits gets a new engine. */
    record Start(Ticket ticket) implements Move {}

    /** One more is kept warm. */
    record Warm() implements Move {}

    /** A warm one goes, for another definition or to make room. */
    record Retire(EngineRow row, String why) implements Move {}
}
