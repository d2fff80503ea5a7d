package dev.stead.agent;

import java.util.Optional;

/**
 * @param failure why it failed, a sentence without a full stop; empty when it was answered well
 */
record ProbeResult(Optional<String> failure) {
    static final ProbeResult OK = new ProbeResult(Optional.empty());

    static ProbeResult failed(String why) {
        return new ProbeResult(Optional.of(why));
    }
}
