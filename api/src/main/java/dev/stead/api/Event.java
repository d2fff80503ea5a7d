package dev.stead.api;

import java.time.Instant;
import java.util.Optional;

/**
 * Progress of a command, as people read it.
 *
 * @param component what it is about; empty for the system
 * @param text a sentence without a full stop, without secrets
 */
public record Event(Instant at, Level level, Optional<String> component, String text) {
    /** How loud to say it. */
    public enum Level {
        /** Something begins or goes on. */
        STEP,
        /** Something has been reached. */
        DONE,
        /** Somebody should know. */
        WARNING,
        /** It did not work. */
        ERROR,
        /** A line of output of something. */
        OUTPUT
    }
}
