package dev.stead.cli;

import static dev.stead.cli.ScriptedEngines.BEGAN;
import static dev.stead.cli.ScriptedEngines.opening;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.api.Caller;
import dev.stead.api.Engines.OpenRequest;
import dev.stead.api.Engines.Phase;
import dev.stead.api.Engines.Wanted;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

final class OpeningWatchTest {
    private static final String OPEN = "open notebook for anna of - {}";

    private final ScriptedEngines engines = new ScriptedEngines();
    private final List<String> progress = new ArrayList<>();

    private Phase open() {
        Wanted wanted = new Wanted("notebook", Optional.empty(), Optional.of("anna"));
        return new OpeningWatch(
                        engines,
                        new Caller.Owner("root"),
                        o -> progress.add(OpeningText.of(o, BEGAN.plusSeconds(12))))
                .open(new OpenRequest(wanted, new TreeMap<>()))
                .phase();
    }

    @Test
    void looksFromWhatItKnowsUntilItIsReady() {
        engines.then(opening(Phase.QUEUED, "a"))
                .then(opening(Phase.QUEUED, "a"))
                .then(opening(Phase.STARTING, "b"))
                .then(opening(Phase.READY, "c"));

        assertThat(open()).isEqualTo(Phase.READY);
        assertThat(engines.asked())
                .containsExactly(OPEN, "look after a", "look after a", "look after b");
        assertThat(progress)
                .containsExactly(
                        "waits in the queue, place 2 (12s)",
                        "waits in the queue, place 2 (12s)",
                        "starts (12s)");
    }

    @ParameterizedTest
    @EnumSource(names = {"READY", "FAILED", "CLOSED"})
    void waitsNoLongerThanItCanComeToSomething(Phase end) {
        engines.then(opening(Phase.STARTING, "a")).then(opening(end, "b"));

        assertThat(open()).isEqualTo(end);
        assertThat(engines.asked()).containsExactly(OPEN, "look after a");
    }

    @Test
    void opensAgainOnceTheOneBeforeHasEnded() {
        engines.then(opening(Phase.ENDING, "a"))
                .then(opening(Phase.CLOSED, "b"))
                .then(opening(Phase.READY, "c"));

        assertThat(open()).isEqualTo(Phase.READY);
        assertThat(engines.asked()).containsExactly(OPEN, "look after a", OPEN);
        assertThat(progress).containsExactly("the one before ends (12s)");
    }

    @Test
    void failuresTellTheReasonAndWhatToDo() {
        assertThat(OpeningText.failure(opening(Phase.FAILED, "a")))
                .hasMessageContaining("the engine notebook of anna failed: it ended with 1");
        assertThat(OpeningText.failure(opening(Phase.CLOSED, "a")).mend())
                .isEqualTo("open it again");
    }
}
