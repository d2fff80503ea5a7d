package dev.stead.cli;

import dev.stead.api.Engines.Opening;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import java.time.Duration;
import java.time.Instant;

/** How far an opening is, in words. */
final class OpeningText {
    private OpeningText() {}

    /** What happens now and since when it was asked for, without a full stop. */
    static String of(Opening opening, Instant now) {
        String what =
                switch (opening.phase()) {
                    case QUEUED ->
                            "waits in the queue"
                                    + (opening.place().isPresent()
                                            ? ", place " + opening.place().getAsInt()
                                            : "");
                    case STARTING -> "starts";
                    case ENDING -> "the one before ends";
                    case READY -> "is ready";
                    case FAILED -> "failed";
                    case CLOSED -> "is closed";
                };
        String age = StatusCommand.age(Duration.between(opening.began(), now));
        return what + " (" + age + ")" + opening.reason().map(r -> ": " + r).orElse("");
    }

    /** Why there is no engine at its end. */
    static SteadException failure(Opening opening) {
        String name = opening.component() + " of " + opening.account();
        String reason = opening.reason().map(r -> ": " + r).orElse("");
        return switch (opening.phase()) {
            case FAILED ->
                    new SteadException(
                            Code.COMPONENT,
                            "the engine " + name + " failed" + reason,
                            "mend what its lines say, then open it again");
            default ->
                    new SteadException(
                            Code.COMPONENT,
                            "the engine " + name + " was closed before it was ready" + reason,
                            "open it again");
        };
    }
}
