package dev.stead.agent;

import dev.stead.model.Health;
import dev.stead.model.InstanceState;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Judges a running process by its probes; part of {@link Supervision}.
 *
 * <pre>
 * never healthy: probed every 50 ms, growing to 250 ms; after {@link Health#start} unhealthy, and it stays running;
 *                somebody waits for what is started once: its port is asked again after an eighth of the time that
 *                it has taken so far, 3 ms to 25 ms, and after 10 s every 50 ms
 * healthy:       probed every {@link Health#every}; {@link Health#failures} in a row make it unhealthy
 * unhealthy:     one good probe makes it healthy; restarted when it stays so for ten times the time that made it so
 * </pre>
 */
final class Vigil {
    static final Duration FIRST_GAP = Duration.ofMillis(50);
    static final Duration WIDEST_GAP = Duration.ofMillis(250);

    /** Gaps for whom somebody waits. */
    static final Duration LEAST_GAP = Duration.ofMillis(3);

    static final Duration EAGER_GAP = Duration.ofMillis(25);

    static final Duration PATIENT_GAP = Duration.ofMillis(50);
    static final Duration EAGER = Duration.ofSeconds(10);
    private static final int PART = 8;

    /** How long a process must live to count as able to work where nothing else can be asked. */
    static final Duration ALIVE = Duration.ofSeconds(1);

    /** How long it must be healthy until its earlier ends no longer count. */
    static final Duration PROVEN = Duration.ofSeconds(60);

    private static final int HOPELESS_WINDOWS = 10;
    private static final double JITTER = 0.05;

    private final Health health;
    private final boolean eager;

    /**
     * @param awaited whether somebody waits for it to be healthy
     */
    Vigil(Health health, boolean awaited) {
        this.health = health;
        // A command costs too much to be run that often.
        this.eager =
                awaited
                        && switch (health.probe()) {
                            case Health.Http _, Health.Tcp _, Health.Exchange _ -> true;
                            case Health.Command _, Health.Alive _ -> false;
                        };
    }

    Watch started(Now now) {
        boolean onlyLives = health.probe() instanceof Health.Alive;
        long first = now.nanos() + (onlyLives ? ALIVE.toNanos() : 0);
        return Watch.from(now.nanos(), first, firstGap());
    }

    Watch adopted(Now now) {
        return Watch.from(now.nanos(), now.nanos(), firstGap());
    }

    private long firstGap() {
        return (eager ? LEAST_GAP : FIRST_GAP).toNanos();
    }

    static OptionalLong wake(Watch watch) {
        return watch.probing() ? OptionalLong.empty() : OptionalLong.of(watch.next());
    }

    Step due(Life life, Watch watch, Now now) {
        if (watch.probing() || !Supervision.reached(watch.next(), now)) {
            return Step.of(life);
        }
        return Step.of(life.with(new Phase.Running(watch.underProbe())), Action.PROBE);
    }

    Step answered(Life life, Watch watch, Now now) {
        Watch well = watch.answered(now.nanos(), nextRegular(now));
        boolean proven = now.nanos() - well.healthySince().orElse(now.nanos()) >= PROVEN.toNanos();
        Life counted = proven ? life.proven() : life;
        // An end that is soon mended would otherwise never be seen.
        Optional<String> why = counted.lastEnd().map(end -> "its last end: " + end);
        return Step.of(counted.with(new Phase.Running(well)).showing(InstanceState.HEALTHY, why));
    }

    Step failed(Life life, Watch watch, String reason, Now now) {
        if (watch.healthySince().isPresent()) {
            return failedWhileHealthy(life, watch, reason, now);
        }
        if (watch.everHealthy()) {
            return Step.of(still(life, watch, now).showing(InstanceState.UNHEALTHY, of(reason)));
        }
        if (now.nanos() - watch.started() >= health.start().toNanos()) {
            String late = "not healthy within " + Words.of(health.start()) + ": " + reason;
            return Step.of(still(life, watch, now).showing(InstanceState.UNHEALTHY, of(late)));
        }
        Watch on = watch.failed(now.nanos() + watch.gap(), nextGap(watch, now));
        String why = life.ends() > 0 ? life.reason().orElse(reason) : reason;
        return Step.of(life.with(new Phase.Running(on)).showing(InstanceState.STARTING, of(why)));
    }

    private long nextGap(Watch watch, Now now) {
        if (eager) {
            long taken = now.nanos() - watch.started();
            return taken < EAGER.toNanos()
                    ? Math.clamp(taken / PART, LEAST_GAP.toNanos(), EAGER_GAP.toNanos())
                    : PATIENT_GAP.toNanos();
        }
        return Math.min(watch.gap() * 3 / 2, WIDEST_GAP.toNanos());
    }

    /** Whether one more failed probe is one too many. */
    boolean hopeless(Watch watch, Now now) {
        return watch.sickSince().isPresent()
                && now.nanos() - watch.sickSince().getAsLong() >= patience().toNanos();
    }

    String sickness(String reason) {
        return "was restarted because it was unhealthy for " + Words.of(patience()) + ": " + reason;
    }

    private Step failedWhileHealthy(Life life, Watch watch, String reason, Now now) {
        Watch worse = watch.failed(nextRegular(now), watch.gap());
        if (worse.failures() < health.failures()) {
            return Step.of(life.with(new Phase.Running(worse)));
        }
        return Step.of(
                life.with(new Phase.Running(worse.fellSick(now.nanos())))
                        .showing(InstanceState.UNHEALTHY, of(reason)));
    }

    private Life still(Life life, Watch watch, Now now) {
        return life.with(new Phase.Running(watch.failed(nextRegular(now), watch.gap())));
    }

    private Duration patience() {
        return health.every().multipliedBy((long) health.failures() * HOPELESS_WINDOWS);
    }

    private long nextRegular(Now now) {
        double factor = 1 - JITTER + 2 * JITTER * now.chance();
        return now.nanos() + (long) (health.every().toNanos() * factor);
    }

    private static Optional<String> of(String reason) {
        return Optional.of(reason);
    }
}
