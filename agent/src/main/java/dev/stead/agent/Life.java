package dev.stead.agent;

import dev.stead.model.InstanceState;

import java.util.Optional;

/**
 * All that decisions about an instance rest on.
 *
 * @param goal what it is meant to become
 * @param phase where it is
 * @param state what users see
 * @param reason why it is not healthy, a sentence without a full stop; of a healthy one, why it was
 *     started again lately
 * @param restarts how often it ended by itself, or failed to start
 * @param ends the same, in a row, without a healthy minute between
 * @param lastEnd why it ended last, when it has not been healthy for a minute since
 */
record Life(
        Goal goal,
        Phase phase,
        InstanceState state,
        Optional<String> reason,
        int restarts,
        int ends,
        Optional<String> lastEnd) {
    /** Of an instance that shall be started now. */
    static Life fresh(long now) {
        return new Life(
                Goal.RUN,
                new Phase.Waiting(now),
                InstanceState.STARTING,
                Optional.empty(),
                0,
                0,
                Optional.empty());
    }

    Life with(Phase next) {
        return new Life(goal, next, state, reason, restarts, ends, lastEnd);
    }

    Life aiming(Goal next) {
        return new Life(next, phase, state, reason, restarts, ends, lastEnd);
    }

    Life showing(InstanceState next, Optional<String> why) {
        return new Life(goal, phase, next, why, restarts, ends, lastEnd);
    }

    /** One more end that nobody asked for. */
    Life endedOnceMore(String why) {
        return new Life(goal, phase, state, reason, restarts + 1, ends + 1, Optional.of(why));
    }

    Life proven() {
        return new Life(goal, phase, state, reason, restarts, 0, Optional.empty());
    }

    /** Takes up the counts of an earlier server. */
    Life counting(int earlierRestarts, int earlierEnds) {
        return new Life(goal, phase, state, reason, earlierRestarts, earlierEnds, lastEnd);
    }
}
