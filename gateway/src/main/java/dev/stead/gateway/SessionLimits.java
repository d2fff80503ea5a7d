package dev.stead.gateway;

import java.time.Duration;

/**
 * Bounds of what the gateway asks and remembers about sessions.
 *
 * @param lookups how many are asked about at one time
 * @param waiting look-ups that may wait for their turn, at most half of them for secrets never
 *     seen; one-time codes and reports of refusals may have a sixteenth each on top
 * @param known sessions remembered
 * @param unknown secrets remembered that are no session's
 * @param unknownFor how long an unknown secret stays one
 * @param longest how long an answer is kept at most, whatever control says
 */
public record SessionLimits(
        int lookups, int waiting, int known, int unknown, Duration unknownFor, Duration longest) {
    /** What a server uses when nothing else is said. */
    public static SessionLimits standard() {
        return new SessionLimits(
                8, 4_000, 10_000, 4_096, Duration.ofSeconds(5), Duration.ofSeconds(30));
    }
}
