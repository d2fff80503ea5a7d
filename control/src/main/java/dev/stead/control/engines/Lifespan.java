package dev.stead.control.engines;

import dev.stead.model.Engine;

import java.time.Duration;
import java.util.Optional;

/**
 * When an engine ends by the rules of its component. Pure.
 *
 * @param idle how long nothing may happen
 * @param most how long it lasts at most
 */
record Lifespan(Duration idle, Optional<Duration> most) {
    private static final Duration WARNED_AHEAD = Duration.ofMinutes(2);
    private static final int PART = 5;

    static Lifespan of(Engine engine) {
        return new Lifespan(engine.idle(), engine.maxLife());
    }

    /**
     * What an engine's user has to know.
     *
     * @param left until it ends, when nothing happens; not above zero: it ends now
     * @param soon whether its user is to be warned
     * @param reason why it ends then
     */
    record Outlook(Duration left, boolean soon, String reason) {
        boolean isOver() {
            return !left.isPositive();
        }
    }

    /**
     * @param unused for how long nothing has happened in it
     * @param age for how long it has been its owner's
     */
    Outlook outlook(Duration unused, Duration age) {
        Outlook byUse =
                outlook(
                        idle,
                        unused,
                        "nobody used it, and nothing worked in it, for " + Spans.words(idle));
        return most.map(m -> outlook(m, age, "it was open for " + Spans.words(m)))
                .filter(m -> m.left().compareTo(byUse.left()) < 0)
                .orElse(byUse);
    }

    private static Outlook outlook(Duration most, Duration passed, String reason) {
        Duration left = most.minus(passed);
        return new Outlook(left, left.compareTo(ahead(most)) <= 0, reason);
    }

    /** How long before its end a user is warned: a fifth of the time, at most two minutes. */
    static Duration ahead(Duration most) {
        Duration part = most.dividedBy(PART);
        return part.compareTo(WARNED_AHEAD) < 0 ? part : WARNED_AHEAD;
    }
}
