package dev.stead.agent;

import dev.stead.model.Health;
import dev.stead.model.InstanceState;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Decides what becomes of an instance: a pure function of what is so, what happened and when.
 *
 * <pre>
 *             launch              started                probe ok
 * Waiting ------------> Launching ---------> Running --------------> (healthy)
 *    ^                     | failed             | ended by itself, or unhealthy for too long
 *    |                     |                    |                     or stop, restart: signal
 *    |                     |                    v
 *    +---- back-off -------+                 Stopping (only when signalled)
 *    |                                          | ended, or its grace is over
 *    |        cleared                           v
 *    +---------------------------------------- Clearing <----> Stuck (tried again)
 *                                               | cleared and to be stopped
 *                                               v
 *                                              Gone
 * </pre>
 *
 * <p>What is started <i>once</i> (an {@link dev.stead.api.Enclosure}) has no way back to Waiting:
 * where another would be launched again it has failed, is cleared, and rests in Failed until it is
 * stopped. It is not ended for being unhealthy, since a program that calculates may answer nothing
 * for long; whoever asked for it decides that.
 *
 * <p>Nothing is launched before everything of the launch before is gone. What users see is the
 * {@link InstanceState}: an instance that ended is <i>starting</i> while it waits, and
 * <i>crash-loop</i> once it ended {@link #CRASH_LOOP} times without a healthy minute between.
 */
final class Supervision {
    static final int CRASH_LOOP = 5;
    static final Duration STUCK_RETRY = Duration.ofSeconds(5);

    private final Vigil vigil;
    private final Duration stopGrace;
    private final boolean once;

    /**
     * @param once whether it is never launched again
     */
    Supervision(Health health, Duration stopGrace, boolean once) {
        this.vigil = new Vigil(health, once);
        this.stopGrace = stopGrace;
        this.once = once;
    }

    /** Of an instance whose process was found running. */
    Life adopted(Now now) {
        return Life.fresh(now.nanos()).with(new Phase.Running(vigil.adopted(now)));
    }

    Step decide(Life life, Event event, Now now) {
        return switch (life.phase()) {
            case Phase.Waiting waiting -> waiting(life, waiting, event, now);
            case Phase.Launching _ -> launching(life, event, now);
            case Phase.Running running -> running(life, running.watch(), event, now);
            case Phase.Stopping stopping -> stopping(life, stopping, event, now);
            case Phase.Clearing _ -> clearing(life, event, now);
            case Phase.Stuck stuck -> stuck(life, stuck, event, now);
            case Phase.Failed _ -> event instanceof Event.Stop ? gone(life) : Step.of(life);
            case Phase.Gone _ -> Step.of(life);
        };
    }

    /** When a {@link Event.Wake} is wanted next, if at all. */
    OptionalLong wake(Life life) {
        return switch (life.phase()) {
            case Phase.Waiting waiting -> OptionalLong.of(waiting.until());
            case Phase.Running running -> Vigil.wake(running.watch());
            case Phase.Stopping stopping -> OptionalLong.of(stopping.until());
            case Phase.Stuck stuck -> OptionalLong.of(stuck.until());
            case Phase.Launching _, Phase.Clearing _, Phase.Failed _, Phase.Gone _ ->
                    OptionalLong.empty();
        };
    }

    private static Step waiting(Life life, Phase.Waiting waiting, Event event, Now now) {
        return switch (event) {
            case Event.Wake _ when reached(waiting.until(), now) -> launch(life);
            case Event.Restart _ -> launch(life);
            case Event.Stop _ -> gone(life);
            default -> Step.of(life);
        };
    }

    private Step launching(Life life, Event event, Now now) {
        boolean unwanted = life.goal() == Goal.STOP;
        return switch (event) {
            case Event.Started _ when unwanted -> signal(life, now);
            case Event.Started _ -> Step.of(life.with(new Phase.Running(vigil.started(now))));
            case Event.StartFailed _ when unwanted -> gone(life);
            case Event.StartFailed failed -> goOn(failedOnceMore(life, failed.reason()), now);
            case Event.Stop _ -> Step.of(beingStopped(life), Action.CANCEL_LAUNCH);
            default -> Step.of(life);
        };
    }

    private Step running(Life life, Watch watch, Event event, Now now) {
        return switch (event) {
            case Event.Ended ended ->
                    Step.of(
                            failedOnceMore(life, Words.of(ended.exit())).with(new Phase.Clearing()),
                            Action.CLEAR);
            case Event.Stop _ -> signal(beingStopped(life), now);
            case Event.Overdrawn over when once -> clear(failedOnceMore(life, over.reason()));
            case Event.Restart _ when !once -> signal(beingRestarted(life), now);
            case Event.Wake _ -> vigil.due(life, watch, now);
            case Event.ProbeOk _ -> vigil.answered(life, watch, now);
            case Event.ProbeFailed failed when !once && vigil.hopeless(watch, now) ->
                    signal(failedOnceMore(life, vigil.sickness(failed.reason())), now);
            case Event.ProbeFailed failed -> vigil.failed(life, watch, failed.reason(), now);
            default -> Step.of(life);
        };
    }

    private static Step stopping(Life life, Phase.Stopping stopping, Event event, Now now) {
        return switch (event) {
            case Event.Ended _ -> clear(life);
            case Event.Wake _ when reached(stopping.until(), now) -> clear(life);
            case Event.Stop _ -> Step.of(beingStopped(life));
            default -> Step.of(life);
        };
    }

    private Step clearing(Life life, Event event, Now now) {
        return switch (event) {
            case Event.Cleared _ ->
                    switch (life.goal()) {
                        case STOP -> gone(life);
                        case RESTART -> launch(life);
                        case RUN -> goOn(life, now);
                    };
            case Event.ClearFailed failed ->
                    Step.of(
                            life.with(new Phase.Stuck(now.nanos() + STUCK_RETRY.toNanos()))
                                    .showing(life.state(), Optional.of(failed.reason())));
            case Event.Stop _ -> Step.of(beingStopped(life));
            case Event.Restart _ when !once && life.goal() == Goal.RUN ->
                    Step.of(life.aiming(Goal.RESTART));
            default -> Step.of(life);
        };
    }

    private static Step stuck(Life life, Phase.Stuck stuck, Event event, Now now) {
        return switch (event) {
            case Event.Wake _ when reached(stuck.until(), now) -> clear(life);
            case Event.Stop _ -> clear(beingStopped(life));
            default -> Step.of(life);
        };
    }

    private Step signal(Life life, Now now) {
        long until = now.nanos() + stopGrace.toNanos();
        return Step.of(life.with(new Phase.Stopping(until)), Action.SIGNAL);
    }

    private static Step clear(Life life) {
        return Step.of(life.with(new Phase.Clearing()), Action.CLEAR);
    }

    private static Step launch(Life life) {
        Life launched =
                life.aiming(Goal.RUN)
                        .with(new Phase.Launching())
                        .showing(InstanceState.STARTING, life.reason());
        return Step.of(launched, Action.LAUNCH);
    }

    private Step goOn(Life life, Now now) {
        if (once) {
            return Step.of(
                    life.with(new Phase.Failed()).showing(InstanceState.FAILED, life.reason()));
        }
        Duration pause = Backoff.after(life.ends(), now.chance());
        return Step.of(life.with(new Phase.Waiting(now.nanos() + pause.toNanos())));
    }

    private static Step gone(Life life) {
        return Step.of(
                life.aiming(Goal.STOP)
                        .with(new Phase.Gone())
                        .showing(InstanceState.STOPPED, Optional.empty()),
                Action.FORGET);
    }

    private Life failedOnceMore(Life life, String reason) {
        Life counted = life.endedOnceMore(reason);
        if (once) {
            return counted.showing(InstanceState.FAILED, Optional.of(reason));
        }
        boolean looping = counted.ends() >= CRASH_LOOP;
        return counted.showing(
                looping ? InstanceState.CRASH_LOOP : InstanceState.STARTING, Optional.of(reason));
    }

    static Life beingStopped(Life life) {
        return life.aiming(Goal.STOP)
                .showing(InstanceState.STOPPED, Optional.of("is being stopped"));
    }

    private static Life beingRestarted(Life life) {
        return life.aiming(Goal.RESTART)
                .showing(InstanceState.STARTING, Optional.of("is being restarted"));
    }

    static boolean reached(long time, Now now) {
        return now.nanos() - time >= 0;
    }
}
