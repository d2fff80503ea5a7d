package dev.stead.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.driver.Exit;
import dev.stead.model.Health;
import dev.stead.model.InstanceState;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.OptionalInt;

class SupervisionTest {
    private static final Health HEALTH = Health.of(new Health.Tcp());

    private World world;

    @BeforeEach
    void begin() {
        world = new World(new Supervision(HEALTH, Duration.ofSeconds(5), false));
    }

    @Test
    void becomesHealthyWithTheFirstGoodProbe() {
        start();
        assertThat(world.life.state()).isEqualTo(InstanceState.STARTING);
        assertThat(world.happen(new Event.Wake())).containsExactly(Action.PROBE);
        world.happen(new Event.ProbeOk());
        assertThat(world.life.state()).isEqualTo(InstanceState.HEALTHY);
    }

    @Test
    void asksMoreOftenWhileItStarts() {
        start();
        world.wake();
        long before = world.nanos;
        for (int i = 0; i < 10; i++) {
            world.happen(new Event.ProbeFailed("refused"));
            world.wake();
        }
        assertThat(Duration.ofNanos(world.nanos - before)).isLessThan(Duration.ofSeconds(3));
        world.happen(new Event.ProbeOk());
        long healthy = world.nanos;
        world.wake();
        assertThat(Duration.ofNanos(world.nanos - healthy))
                .isBetween(Duration.ofMillis(1900), Duration.ofMillis(2100));
    }

    @Test
    void waitsForTheFirstProbeOfWhatOnlyLives() {
        world =
                new World(
                        new Supervision(
                                Health.of(new Health.Alive()), Duration.ofSeconds(5), false));
        start();
        long started = world.nanos;
        world.wake();
        assertThat(Duration.ofNanos(world.nanos - started)).isEqualTo(Vigil.ALIVE);
    }

    @Test
    void isUnhealthyAfterFailuresInARowAndHealthyAgainWithOneGoodProbe() {
        startHealthy();
        fail(2);
        assertThat(world.life.state()).isEqualTo(InstanceState.HEALTHY);
        fail(1);
        assertThat(world.life.state()).isEqualTo(InstanceState.UNHEALTHY);
        assertThat(world.life.reason()).hasValue("refused");
        world.wake();
        world.happen(new Event.ProbeOk());
        assertThat(world.life.state()).isEqualTo(InstanceState.HEALTHY);
        assertThat(world.life.reason()).isEmpty();
    }

    @Test
    void goodProbeBetweenStartsTheCountAnew() {
        startHealthy();
        fail(2);
        world.wake();
        world.happen(new Event.ProbeOk());
        fail(2);
        assertThat(world.life.state()).isEqualTo(InstanceState.HEALTHY);
    }

    @Test
    void saysWhenItIsNotHealthyInTimeAndLetsItRun() {
        start();
        world.pass(HEALTH.start());
        fail(1);
        assertThat(world.life.state()).isEqualTo(InstanceState.UNHEALTHY);
        assertThat(world.life.reason()).hasValue("not healthy within 60 s: refused");
        for (int i = 0; i < 1000; i++) {
            fail(1);
        }
        assertThat(world.asked).doesNotContain(Action.SIGNAL, Action.CLEAR);
    }

    @Test
    void restartsWhatStaysUnhealthyForLong() {
        startHealthy();
        fail(3);
        long sick = world.nanos;
        while (world.running == 1 && !world.asked.contains(Action.SIGNAL)) {
            fail(1);
        }
        assertThat(Duration.ofNanos(world.nanos - sick))
                .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(65));
        world.ended(143);
        world.happen(new Event.Cleared());
        world.wake();
        assertThat(world.asked).endsWith(Action.LAUNCH);
        assertThat(world.life.reason().orElse(""))
                .isEqualTo("was restarted because it was unhealthy for 60 s: refused");
    }

    @Test
    void showsWhyItEndedUntilItHasBeenHealthyForAMinute() {
        startHealthy();
        assertThat(world.life.reason()).isEmpty();
        world.happen(new Event.Ended(new Exit(OptionalInt.of(137), true)));
        world.happen(new Event.Cleared());
        world.wake();
        startHealthy();
        String why = "its last end: ran out of memory and was ended by the kernel";
        assertThat(world.life.state()).isEqualTo(InstanceState.HEALTHY);
        assertThat(world.life.reason()).hasValue(why);
        long healthy = world.nanos;
        while (world.nanos - healthy < Duration.ofSeconds(60).toNanos()) {
            assertThat(world.life.reason()).hasValue(why);
            world.wake();
            world.happen(new Event.ProbeOk());
        }
        assertThat(world.life.reason()).isEmpty();
    }

    @Test
    void clearsWhatIsLeftBeforeItStartsAgain() {
        startHealthy();
        world.ended(1);
        assertThat(world.asked).endsWith(Action.CLEAR);
        assertThat(world.wake()).isFalse();
        world.happen(new Event.Cleared());
        long cleared = world.nanos;
        world.wake();
        assertThat(world.asked).endsWith(Action.LAUNCH);
        assertThat(Duration.ofNanos(world.nanos - cleared)).isEqualTo(Backoff.FIRST);
    }

    @Test
    void triesAgainToClearWhatCannotBeEnded() {
        startHealthy();
        world.ended(1);
        world.happen(new Event.ClearFailed("cannot be ended: pid 7"));
        assertThat(world.life.reason()).hasValue("cannot be ended: pid 7");
        world.wake();
        assertThat(world.asked).endsWith(Action.CLEAR);
        assertThat(world.life.phase()).isInstanceOf(Phase.Clearing.class);
    }

    @Test
    void isInACrashLoopAfterFiveEndsInARow() {
        start();
        for (int i = 1; i <= 5; i++) {
            world.ended(1);
            assertThat(world.life.state())
                    .isEqualTo(i < 5 ? InstanceState.STARTING : InstanceState.CRASH_LOOP);
            world.happen(new Event.Cleared());
            world.wake();
            world.started();
        }
        assertThat(world.life.restarts()).isEqualTo(5);
    }

    @Test
    void healthyMinuteMakesEarlierEndsNotCount() {
        startHealthy();
        for (int i = 0; i < 4; i++) {
            world.ended(1);
            world.happen(new Event.Cleared());
            world.wake();
            world.started();
        }
        world.wake();
        world.happen(new Event.ProbeOk());
        world.pass(Duration.ofSeconds(60));
        world.wake();
        world.happen(new Event.ProbeOk());
        assertThat(world.life.ends()).isZero();
        world.ended(1);
        assertThat(world.life.state()).isEqualTo(InstanceState.STARTING);
        assertThat(world.life.restarts()).isEqualTo(5);
    }

    @Test
    void stopGivesItItsGraceThenUsesForce() {
        startHealthy();
        assertThat(world.happen(new Event.Stop())).containsExactly(Action.SIGNAL);
        assertThat(world.life.state()).isEqualTo(InstanceState.STOPPED);
        long signalled = world.nanos;
        world.wake();
        assertThat(Duration.ofNanos(world.nanos - signalled)).isEqualTo(Duration.ofSeconds(5));
        assertThat(world.asked).endsWith(Action.CLEAR);
        world.happen(new Event.Cleared());
        assertThat(world.asked).endsWith(Action.FORGET);
    }

    @Test
    void stopOfWhatWaitsNeedsNoProcess() {
        assertThat(world.happen(new Event.Stop())).containsExactly(Action.FORGET);
    }

    @Test
    void stopDuringALaunchGivesItUp() {
        world.happen(new Event.Wake());
        assertThat(world.happen(new Event.Stop())).containsExactly(Action.CANCEL_LAUNCH);
        assertThat(world.happen(new Event.StartFailed("given up"))).containsExactly(Action.FORGET);
    }

    @Test
    void stopThatComesTooLateForALaunchEndsWhatWasStarted() {
        world.happen(new Event.Wake());
        world.happen(new Event.Stop());
        assertThat(world.happen(new Event.Started())).containsExactly(Action.SIGNAL);
    }

    @Test
    void restartStartsAgainAtOnce() {
        startHealthy();
        world.happen(new Event.Restart());
        world.ended(0);
        assertThat(world.happen(new Event.Cleared())).containsExactly(Action.LAUNCH);
        assertThat(world.life.restarts()).isZero();
        world.started();
        assertThat(world.life.goal()).isEqualTo(Goal.RUN);
    }

    @Test
    void stopOvertakesARestart() {
        startHealthy();
        world.happen(new Event.Restart());
        world.happen(new Event.Stop());
        world.ended(0);
        assertThat(world.happen(new Event.Cleared())).containsExactly(Action.FORGET);
    }

    @Test
    void neverStartsAgainWhatIsStartedOnce() {
        once(HEALTH);
        startHealthy();
        world.ended(1);
        assertThat(world.life.state()).isEqualTo(InstanceState.FAILED);
        assertThat(world.asked).endsWith(Action.CLEAR);
        world.happen(new Event.Cleared());
        assertThat(world.life.phase()).isInstanceOf(Phase.Failed.class);
        assertThat(world.wake()).isFalse();
        world.happen(new Event.Restart());
        assertThat(world.life.reason()).hasValue("ended by itself with exit status 1");
        assertThat(world.happen(new Event.Stop())).containsExactly(Action.FORGET);
        assertThat(world.asked).containsOnlyOnce(Action.LAUNCH);
    }

    @Test
    void failsWhenTheOnlyStartFails() {
        once(HEALTH);
        world.happen(new Event.Wake());
        world.happen(new Event.StartFailed("no port"));
        assertThat(world.life.state()).isEqualTo(InstanceState.FAILED);
        assertThat(world.life.reason()).hasValue("no port");
        assertThat(world.wake()).isFalse();
    }

    @Test
    void endsWhatTookMoreThanItMay() {
        once(HEALTH);
        startHealthy();
        assertThat(world.happen(new Event.Overdrawn("used too much")))
                .containsExactly(Action.CLEAR);
        world.ended(137);
        world.happen(new Event.Cleared());
        assertThat(world.life.state()).isEqualTo(InstanceState.FAILED);
        assertThat(world.life.reason()).hasValue("used too much");
    }

    @Test
    void neverEndsWhatIsStartedOnceForBeingUnhealthy() {
        once(HEALTH);
        startHealthy();
        fail(1000);
        assertThat(world.life.state()).isEqualTo(InstanceState.UNHEALTHY);
        assertThat(world.asked).doesNotContain(Action.SIGNAL, Action.CLEAR);
    }

    @Test
    void stopsWhatIsStartedOnceLikeAnyOther() {
        once(HEALTH);
        startHealthy();
        assertThat(world.happen(new Event.Stop())).containsExactly(Action.SIGNAL);
        world.ended(143);
        assertThat(world.life.state()).isEqualTo(InstanceState.STOPPED);
        assertThat(world.happen(new Event.Cleared())).containsExactly(Action.FORGET);
    }

    @Test
    void asksThePortOfWhatSomebodyWaitsForWithinFiftyMilliseconds() {
        once(HEALTH);
        start();
        world.wake();
        for (int i = 0; i < 1000; i++) {
            long asked = world.nanos;
            world.happen(new Event.ProbeFailed("refused"));
            world.wake();
            boolean early = asked < Duration.ofSeconds(9).toNanos();
            assertThat(Duration.ofNanos(world.nanos - asked))
                    .isLessThanOrEqualTo(Duration.ofMillis(early ? 25 : 50));
        }
    }

    private void once(Health health) {
        world = new World(new Supervision(health, Duration.ofSeconds(5), true));
    }

    private void start() {
        world.happen(new Event.Wake());
        world.started();
    }

    private void startHealthy() {
        start();
        world.wake();
        world.happen(new Event.ProbeOk());
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            world.wake();
            world.happen(new Event.ProbeFailed("refused"));
        }
    }
}
