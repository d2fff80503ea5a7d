package dev.stead.agent;

import dev.stead.driver.Exit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** What a decision acts on, without any process: remembers what was asked for and what runs. */
final class World {
    final Supervision supervision;
    final List<Action> asked = new ArrayList<>();
    final Set<Action> open = EnumSet.noneOf(Action.class);
    Life life;
    long nanos;
    double chance = 0.5;
    int running;

    World(Supervision supervision) {
        this.supervision = supervision;
        this.life = Life.fresh(0);
    }

    void pass(Duration duration) {
        nanos += duration.toNanos();
    }

    /** Lets time pass until the next wake and wakes. */
    boolean wake() {
        OptionalLong wake = supervision.wake(life);
        if (wake.isEmpty()) {
            return false;
        }
        nanos = Math.max(nanos, wake.getAsLong());
        happen(new Event.Wake());
        return true;
    }

    List<Action> happen(Event event) {
        answer(event);
        Step step = supervision.decide(life, event, new Now(nanos, chance));
        life = step.life();
        step.actions().forEach(this::ask);
        return step.actions();
    }

    void started() {
        happen(new Event.Started());
    }

    void ended(int status) {
        happen(new Event.Ended(new Exit(OptionalInt.of(status), false)));
    }

    private void answer(Event event) {
        switch (event) {
            case Event.Started _ -> {
                need(open.remove(Action.LAUNCH), "nothing was launched");
                running++;
            }
            case Event.StartFailed _ -> need(open.remove(Action.LAUNCH), "nothing was launched");
            case Event.ProbeOk _, Event.ProbeFailed _ -> open.remove(Action.PROBE);
            case Event.Ended _ -> running--;
            case Event.Cleared _ -> {
                open.remove(Action.CLEAR);
                running = 0;
            }
            case Event.ClearFailed _ -> open.remove(Action.CLEAR);
            case Event.Wake _, Event.Stop _, Event.Restart _, Event.Overdrawn _ -> {}
        }
    }

    private void ask(Action action) {
        asked.add(action);
        switch (action) {
            case LAUNCH -> {
                need(running == 0, "launched beside what runs");
                // What a probe of the launch before says is not heard any more.
                open.remove(Action.PROBE);
                need(open.isEmpty(), "launched during " + open);
                open.add(action);
            }
            case PROBE, CLEAR -> need(open.add(action), action + " twice at once");
            case FORGET -> need(running == 0 && !open.contains(Action.LAUNCH), "forgot what runs");
            case SIGNAL -> need(running == 1, "signalled what does not run");
            case CANCEL_LAUNCH -> need(open.contains(Action.LAUNCH), "nothing to give up");
        }
    }

    private static void need(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
