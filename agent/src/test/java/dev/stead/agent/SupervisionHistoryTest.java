package dev.stead.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.stead.driver.Exit;
import dev.stead.model.Health;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;

/** Random histories: whatever happens in whatever order, nothing runs twice and a stop ends. */
class SupervisionHistoryTest {
    private static final int EVENTS = 200;

    @Test
    void anyHistoryKeepsTheRules() {
        for (long seed = 0; seed < Counts.of(5_000, 500_000); seed++) {
            long thisSeed = seed;
            assertThatCode(() -> history(new Random(thisSeed)))
                    .as("seed %d", seed)
                    .doesNotThrowAnyException();
        }
    }

    private static void history(Random random) {
        Health.Probe probe = random.nextBoolean() ? new Health.Alive() : new Health.Tcp();
        boolean once = random.nextBoolean();
        World world = new World(new Supervision(Health.of(probe), Duration.ofSeconds(5), once));
        for (int i = 0; i < EVENTS && !(world.life.phase() instanceof Phase.Gone); i++) {
            world.chance = random.nextDouble();
            List<Event> possible = possible(world);
            if (random.nextInt(40) == 0) {
                possible.add(new Event.Restart());
            }
            if (random.nextInt(100) == 0) {
                possible.add(new Event.Stop());
            }
            if (random.nextInt(50) == 0) {
                possible.add(new Event.Overdrawn("too much"));
            }
            if (world.life.phase() instanceof Phase.Failed) {
                assertThat(world.running).isZero();
                possible.add(new Event.Stop());
            }
            boolean canWake = world.supervision.wake(world.life).isPresent();
            assertThat(canWake || !possible.isEmpty()).as("it waits for something").isTrue();
            if (canWake && (possible.isEmpty() || random.nextInt(3) == 0)) {
                world.wake();
            } else if (!possible.isEmpty()) {
                world.pass(Duration.ofMillis(random.nextInt(100)));
                world.happen(possible.get(random.nextInt(possible.size())));
            }
        }
        end(world);
        long launches = world.asked.stream().filter(Action.LAUNCH::equals).count();
        assertThat(launches).isLessThanOrEqualTo(once ? 1 : EVENTS);
    }

    /** What the world may answer now. */
    private static List<Event> possible(World world) {
        List<Event> events = new ArrayList<>();
        for (Action open : world.open) {
            switch (open) {
                case LAUNCH -> {
                    events.add(new Event.Started());
                    events.add(new Event.StartFailed("no"));
                }
                case PROBE -> {
                    events.add(new Event.ProbeOk());
                    events.add(new Event.ProbeFailed("no"));
                }
                case CLEAR -> {
                    events.add(new Event.Cleared());
                    events.add(new Event.ClearFailed("no"));
                }
                case SIGNAL, CANCEL_LAUNCH, FORGET -> {}
            }
        }
        if (world.running == 1) {
            events.add(new Event.Ended(new Exit(OptionalInt.of(1), false)));
        }
        return events;
    }

    /** A stop comes to its end when the world does its part. */
    private static void end(World world) {
        world.happen(new Event.Stop());
        for (int i = 0; i < 20 && !(world.life.phase() instanceof Phase.Gone); i++) {
            if (world.open.contains(Action.LAUNCH)) {
                world.happen(new Event.StartFailed("given up"));
            } else if (world.open.contains(Action.CLEAR)) {
                world.happen(new Event.Cleared());
            } else {
                world.wake();
            }
        }
        assertThat(world.life.phase()).isInstanceOf(Phase.Gone.class);
        assertThat(world.running).isZero();
    }
}
