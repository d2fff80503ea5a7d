package dev.stead.agent;

import dev.stead.model.InstanceState;

import java.util.Optional;

/**
 * All that decisions about an instance rest on.
 *
 * @param goal what it is meant to become
 * @param phase where it is
 * @param state what users see
 * @param reason why it is not healthy, a sentence without a full stop
 * @param restarts how often it ended by itself, or failed to start
 * @param ends the same, in a row, without a healthy minute between
 */
record Life(
        Goal goal,
        Phase phase,
        InstanceState state,
        Optional<String> reason,
        int restarts,
        int ends) {
    /** Of an instance that shall be started now. */
    static Life fresh(long now) {
        return new Life(
                Goal.RUN, new Phase.Waiting(now), InstanceState.STARTING, Optional.empty(), 0, 0);
    }

    Life with(Phase next) {
        return new Life(goal, next, state, reason, restarts, ends);
    }

    Life aiming(Goal next) {
        return new Life(next, phase, state, reason, restarts, ends);
    }

    Life showing(InstanceState next, Optional<String> why) {
        return new Life(goal, phase, next, why, restarts, ends);
    }

    /** One more end that nobody asked for. */
    Life endedOnceMore() {
        return new Life(goal, phase, state, reason, restarts + 1, ends + 1);
    }

    Life proven() {
        return new Life(goal, phase, state, reason, restarts, 0);
    }

    /** Takes up the counts of an earlier server. */
    Life counting(int earlierRestarts, int earlierEnds) {
        return new Life(goal, phase, state, reason, earlierRestarts, earlierEnds);
    }
}
