package dev.stead.gateway;

import org.shredzone.acme4j.PollableResource;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.exception.AcmeException;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * Waits until an authority has done its part: asks after 100 ms, 200 ms and so on up to 5 s, or
 * when the authority says (Retry-After, RFC 8555 section 7.5.1), for at most a minute and a half.
 */
final class AcmePoll {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final Duration LONGEST_ASKED_FOR = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final InstantSource clock;

    AcmePoll(InstantSource clock) {
        this.clock = clock;
    }

    /** The status once it is one of these. */
    Status await(PollableResource resource, Set<Status> ends)
            throws AcmeException, InterruptedException {
        Duration wait = FIRST;
        Duration waited = Duration.ZERO;
        while (!ends.contains(resource.getStatus())) {
            if (waited.compareTo(PATIENCE) > 0) {
                throw new AcmeException(
                        "it did not come to an end within " + PATIENCE.toSeconds() + " s");
            }
            Thread.sleep(wait);
            waited = waited.plus(wait);
            Optional<Instant> asked = resource.fetch();
            Duration doubled = shorter(wait.multipliedBy(2), LONGEST);
            wait = asked.map(at -> asked(at, doubled)).orElse(doubled);
        }
        return resource.getStatus();
    }

    private Duration asked(Instant at, Duration usual) {
        Duration until = shorter(Duration.between(clock.instant(), at), LONGEST_ASKED_FOR);
        return until.compareTo(usual) > 0 ? until : usual;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
