package dev.stead.api;

import dev.stead.model.InstanceState;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An instance as its agent sees it.
 *
 * @param spec what it was asked to run
 * @param pid of the main process, while it runs
 * @param state where it is in its life
 * @param since since when it is in this state
 * @param restarts how often its process ended by itself
 * @param reason why it is not healthy, a sentence, when it is not; of a healthy one, why it was
 *     started again, until it has been healthy for a minute
 * @param memory resident bytes of all its processes; 0 when it does not run
 * @param cpu cores in use since the last look, such as 0.25
 */
public record InstanceStatus(
        InstanceSpec spec,
        OptionalLong pid,
        InstanceState state,
        Instant since,
        int restarts,
        Optional<String> reason,
        long memory,
        double cpu) {
    public String id() {
        return spec.id();
    }

    public String component() {
        return spec.component();
    }
}
