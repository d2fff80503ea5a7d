package dev.stead.agent;

import java.util.Optional;

/**
 * What came of a probe.
 *
 * @param failure why it failed, a sentence without a full stop; empty when it was answered well
 */
public record ProbeResult(Optional<String> failure) {
    /** It was answered well. */
    public static final ProbeResult OK = new ProbeResult(Optional.empty());

    /** It was not, and why. */
    public static ProbeResult failed(String why) {
        return new ProbeResult(Optional.of(why));
    }
}
