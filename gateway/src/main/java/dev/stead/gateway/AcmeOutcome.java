package dev.stead.gateway;

import dev.stead.base.SteadException;

import java.time.Instant;
import java.util.Optional;

/** How asking an authority for a certificate ended. */
sealed interface AcmeOutcome {
    /** The certificate and its key. */
    record Issued(Credentials credentials) implements AcmeOutcome {}

    /**
     * There is none.
     *
     * @param notBefore when to try again at the earliest, where the authority said so
     * @param inChallenge whether the authority could not check a name by the way that was tried, so
     *     that another way may do
     */
    record Failed(SteadException why, Optional<Instant> notBefore, boolean inChallenge)
            implements AcmeOutcome {}
}
