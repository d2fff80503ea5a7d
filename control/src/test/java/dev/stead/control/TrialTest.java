package dev.stead.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.api.InstanceStatus;
import dev.stead.model.InstanceState;
import dev.stead.testing.FakeAgent;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;

final class TrialTest {
    private final FakeAgent agent = new FakeAgent();
    private final Trial trial = new Trial(agent);

    private InstanceStatus started(String id) {
        agent.run(
                new Definition(List.of("run"), new TreeMap<>())
                        .instance(id, "api", "service", OptionalInt.empty()));
        return agent.instance(id).orElseThrow();
    }

    @Test
    void oneThatStaysHealthyStands() {
        assertThat(trial.fallen(started("api-2"))).isEmpty();
        assertThat(trial.fallen(started("api-3"))).isEmpty();
    }

    @Test
    void oneThatEndsWhileItIsWatchedFalls() {
        InstanceStatus healthy = started("api-2");
        agent.change("api-2", InstanceState.STARTING);

        assertThat(trial.fallen(healthy)).map(InstanceStatus::id).hasValue("api-2");
    }

    @Test
    void oneThatEndsWhileTheNextIsWatchedFalls() {
        assertThat(trial.fallen(started("api-2"))).isEmpty();
        InstanceStatus next = started("api-3");
        agent.change("api-2", InstanceState.UNHEALTHY);

        assertThat(trial.fallen(next)).map(InstanceStatus::id).hasValue("api-2");
    }
}
