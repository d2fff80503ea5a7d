package dev.stead.cli;

import dev.stead.api.Caller;
import dev.stead.api.Engines;
import dev.stead.api.Engines.OpenRequest;
import dev.stead.api.Engines.Opening;
import dev.stead.api.Engines.Phase;
import dev.stead.api.Engines.Wanted;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Opens an engine and waits for it.
 *
 * @param progress gets each state on the way, the same again when it lasts
 */
record OpeningWatch(Engines engines, Caller caller, Consumer<Opening> progress) {
    /** Short of the minute after which a place in the queue is given up. */
    private static final Duration LOOK = Duration.ofSeconds(20);

    /** How it ended: ready, failed, or closed by somebody meanwhile. */
    Opening open(OpenRequest request) {
        Opening first = engines.open(caller, request);
        Opening last = follow(request.wanted(), first);
        // The one before had to end; only now can there be another.
        return first.phase() == Phase.ENDING && last.phase() == Phase.CLOSED
                ? follow(request.wanted(), engines.open(caller, request))
                : last;
    }

    private Opening follow(Wanted wanted, Opening first) {
        Opening now = first;
        while (goesOn(now.phase())) {
            progress.accept(now);
            now = engines.look(caller, wanted, Optional.of(now.version()), LOOK);
        }
        return now;
    }

    private static boolean goesOn(Phase phase) {
        return switch (phase) {
            case QUEUED, STARTING, ENDING -> true;
            case READY, FAILED, CLOSED -> false;
        };
    }
}
