package dev.stead.control;

import dev.stead.api.Agent;
import dev.stead.api.InstanceStatus;
import dev.stead.model.InstanceState;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The successors of one replacement, while predecessors still serve beside them: a release that
 * becomes healthy and then ends, at its first real request say, must not have taken the place of
 * one that works. For one thread.
 */
final class Trial {
    /** How long a successor stays healthy before a predecessor gives way to it. */
    static final Duration LASTS = Duration.ofSeconds(2);

    private final Agent agent;
    private final List<InstanceStatus> successors = new ArrayList<>();

    Trial(Agent agent) {
        this.agent = agent;
    }

    /**
     * Watches one more successor, and looks again at those before it.
     *
     * @param healthy how it was when it became healthy
     * @return one of them that did not stay so, as it is now
     */
    Optional<InstanceStatus> fallen(InstanceStatus healthy) {
        successors.add(healthy);
        InstanceStatus after = agent.awaitTrouble(healthy.id(), LASTS);
        if (!same(healthy, after)) {
            return Optional.of(after);
        }
        return successors.stream()
                .flatMap(was -> agent.instance(was.id()).filter(now -> !same(was, now)).stream())
                .findFirst();
    }

    private static boolean same(InstanceStatus was, InstanceStatus now) {
        return now.state() == InstanceState.HEALTHY && now.restarts() == was.restarts();
    }
}
