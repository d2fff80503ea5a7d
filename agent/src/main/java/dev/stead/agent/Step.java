package dev.stead.agent;

import java.util.List;

/** A decision: what is so now, and what to do, in order. */
record Step(Life life, List<Action> actions) {
    Step {
        actions = List.copyOf(actions);
    }

    static Step of(Life life, Action... actions) {
        return new Step(life, List.of(actions));
    }
}
