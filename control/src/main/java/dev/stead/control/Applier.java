package dev.stead.control;

import dev.stead.api.Agent;
import dev.stead.api.Event;
import dev.stead.api.Host;
import dev.stead.api.InstanceSpec;
import dev.stead.api.InstanceStatus;
import dev.stead.base.Code;
import dev.stead.base.Scheduler;
import dev.stead.base.SteadException;
import dev.stead.model.InstanceState;
import dev.stead.model.Plan;
import dev.stead.model.Step;
import dev.stead.model.Wanted;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Carries a plan out, wave by wave; the steps of a wave at the same time. One at a time, guarded by
 * its caller.
 *
 * <p>An instance gives way only when its successor is healthy; a successor that never becomes
 * healthy is taken away again, and the failure tells why, with its last lines.
 */
final class Applier {
    private static final int LAST_LINES = 12;
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final Agent agent;
    private final Host host;
    private final Router router;
    private final State state;
    private final Duration drain;
    private final Together together;

    Applier(
            Agent agent,
            Host host,
            Router router,
            State state,
            Duration drain,
            Scheduler scheduler) {
        this.agent = agent;
        this.host = host;
        this.router = router;
        this.state = state;
        this.drain = drain;
        this.together = new Together(scheduler);
    }

    /**
     * Goes on with stops that a former server had begun: such an instance neither counts as there
     * nor is its place free.
     */
    void finishStops(Progress progress) {
        together.run(
                agent.instances().stream()
                        .filter(i -> i.state() == InstanceState.STOPPED)
                        .<Runnable>map(i -> () -> stopNow(i, progress))
                        .toList());
    }

    /** Does everything but stopping what the file no longer names. */
    void execute(Plan plan, Blueprint blueprint, Progress progress) {
        Set<String> needed = needed(plan, blueprint);
        for (List<Step> wave : plan.waves()) {
            together.run(
                    wave.stream()
                            .filter(s -> s.action() != Step.Action.STOP)
                            .filter(s -> blueprint.isRun(s.component()))
                            .filter(s ->
                                    s.action() != Step.Action.KEEP
                                            || needed.contains(s.component()))
                            .<Runnable>map(s -> () -> execute(s, blueprint, progress))
                            .toList());
        }
    }

    /** What has to be healthy although it does not change: something that changes needs it. */
    private static Set<String> needed(Plan plan, Blueprint blueprint) {
        return plan.changes().stream()
                .flatMap(s -> blueprint.system().component(s.component()).stream())
                .flatMap(c -> c.needs().stream())
                .collect(Collectors.toSet());
    }

    /** Stops what the file no longer names. */
    void remove(Plan plan, Progress progress) {
        for (Step step : plan.changes()) {
            if (step.action() == Step.Action.STOP) {
                step.surplus().forEach(id -> stop(step.component(), id, progress));
                progress.done(step.component(), "stopped: " + step.why());
            }
        }
    }

    private void execute(Step step, Blueprint blueprint, Progress progress) {
        if (step.action() == Step.Action.KEEP) {
            keep(Set.of(step.component()), progress);
            return;
        }
        progress.step(
                step.component(),
                switch (step.action()) {
                    case REPLACE -> "replacing: " + step.why();
                    case SCALE -> "scaling: " + step.why();
                    default -> "starting";
                });
        Wanted.Replacement replacement =
                blueprint.workload(step.component()).orElseThrow().recipe().replacement();
        if (replacement == Wanted.Replacement.IN_PLACE) {
            step.stale().forEach(id -> stop(step.component(), id, progress));
            startAll(step, blueprint, progress);
        } else if (step.stale().isEmpty()) {
            startAll(step, blueprint, progress);
        } else {
            roll(step, blueprint, progress);
        }
        step.surplus().forEach(id -> stop(step.component(), id, progress));
        if (step.action() != Step.Action.SCALE) {
            // What the instances of before have answered may not be what these would.
            router.purge(step.component(), Optional.empty());
        }
        progress.done(step.component(), "healthy");
    }

    /** What is kept must be healthy before what needs it starts. */
    private void keep(Set<String> components, Progress progress) {
        together.run(
                agent.instances().stream()
                        .filter(i -> components.contains(i.component()))
                        .filter(i -> i.state() != InstanceState.HEALTHY)
                        .<Runnable>map(i -> () -> await(i.spec(), progress))
                        .toList());
    }

    private void await(InstanceSpec spec, Progress progress) {
        progress.step(spec.component(), "waiting for " + spec.id());
        settle(spec, progress);
    }

    /** Waits until what did not change is healthy too; whatever comes of it, all is in effect. */
    void awaitKept(Plan plan, Progress progress) {
        try {
            keep(
                    plan.waves().stream()
                            .flatMap(List::stream)
                            .filter(s -> s.action() == Step.Action.KEEP)
                            .map(Step::component)
                            .collect(Collectors.toSet()),
                    progress);
        } catch (SteadException e) {
            throw new SteadException(e.code(), e.what(), "the file is in effect; " + e.mend(), e);
        }
    }

    /** When one of them fails, a component that ran before has the instances of before. */
    private void startAll(Step step, Blueprint blueprint, Progress progress) {
        List<InstanceSpec> started = new ArrayList<>();
        for (int i = 0; i < step.start(); i++) {
            started.add(start(step.component(), blueprint, progress));
        }
        try {
            together.run(started.stream().<Runnable>map(s -> () -> settle(s, progress)).toList());
        } catch (SteadException e) {
            if (step.action() == Step.Action.SCALE) {
                started.forEach(s -> takeAway(s, e));
            }
            throw e;
        }
    }

    /** One at a time: the new one healthy, then one old one drained and stopped. */
    private void roll(Step step, Blueprint blueprint, Progress progress) {
        List<String> stale = new ArrayList<>(step.stale());
        Trial trial = new Trial(agent);
        for (int i = 0; i < step.start(); i++) {
            InstanceSpec next = start(step.component(), blueprint, progress);
            try {
                InstanceStatus healthy = settle(next, progress);
                if (!stale.isEmpty()) {
                    stand(trial, healthy);
                }
            } catch (SteadException e) {
                takeAway(next, e);
                throw new SteadException(
                        e.code(),
                        e.what(),
                        stale.isEmpty()
                                ? e.mend()
                                : e.mend() + "; " + String.join(", ", stale) + " still serves",
                        e);
            }
            if (!stale.isEmpty()) {
                stop(step.component(), stale.removeFirst(), progress);
            }
        }
        stale.forEach(id -> stop(step.component(), id, progress));
    }

    /** Stops what failed; that it failed is what is told, also when it cannot be stopped. */
    private void takeAway(InstanceSpec failed, SteadException why) {
        try {
            agent.stop(failed.id());
        } catch (SteadException e) {
            why.addSuppressed(e);
        }
    }

    private InstanceSpec start(String component, Blueprint blueprint, Progress progress) {
        String id = state.nextId(component, highest(component));
        InstanceSpec spec =
                blueprint.define(component, id, OptionalInt.of(port(component, blueprint)));
        progress.step(component, "starting " + id);
        agent.run(spec);
        return spec;
    }

    private int highest(String component) {
        return agent.instances().stream()
                .filter(i -> i.component().equals(component))
                .mapToInt(i -> Integer.parseInt(i.id().substring(component.length() + 1)))
                .max()
                .orElse(0);
    }

    private int port(String component, Blueprint blueprint) {
        if (blueprint.workload(component).orElseThrow().recipe().stablePort()) {
            return state.port(component).orElseThrow();
        }
        return host.freePort(takenPorts());
    }

    /** Ports that are, or will be again, an instance's. */
    List<Integer> takenPorts() {
        List<Integer> taken = new ArrayList<>(state.ports());
        agent.instances().forEach(i -> i.spec().port().ifPresent(taken::add));
        return taken;
    }

    /** While a predecessor still serves. */
    private void stand(Trial trial, InstanceStatus healthy) {
        Optional<InstanceStatus> fallen = trial.fallen(healthy);
        if (fallen.isPresent()) {
            throw failed(fallen.get(), "did not stay healthy");
        }
    }

    private InstanceStatus settle(InstanceSpec spec, Progress progress) {
        InstanceStatus status = agent.awaitSettled(spec.id(), spec.health().start().plus(MARGIN));
        if (status.state() == InstanceState.HEALTHY) {
            progress.done(spec.component(), spec.id() + " is healthy");
            return status;
        }
        throw failed(status, "did not become healthy");
    }

    private SteadException failed(InstanceStatus status, String how) {
        List<String> last = agent.lastLines(status.id(), LAST_LINES);
        return new SteadException(
                Code.COMPONENT,
                status.id()
                        + " "
                        + how
                        + ": "
                        + status.reason().orElse(status.state().word())
                        + (last.isEmpty()
                                ? "; it wrote nothing"
                                : "; its last lines:\n  " + String.join("\n  ", last)),
                "mend it and run stead up again");
    }

    /**
     * Restarts instances one at a time; where two may run side by side, the new one is healthy
     * before the old one goes.
     */
    void restart(List<InstanceStatus> instances, Wanted.Replacement how, Progress progress) {
        for (InstanceStatus instance : instances) {
            InstanceSpec spec = instance.spec();
            progress.step(spec.component(), "restarting " + spec.id());
            if (how == Wanted.Replacement.IN_PLACE) {
                agent.restart(spec.id());
                settle(spec, progress);
            } else {
                String id = state.nextId(spec.component(), highest(spec.component()));
                replace(spec, spec.as(id, OptionalInt.of(host.freePort(takenPorts()))), progress);
            }
        }
    }

    private void replace(InstanceSpec old, InstanceSpec next, Progress progress) {
        agent.run(next);
        try {
            stand(new Trial(agent), settle(next, progress));
        } catch (SteadException e) {
            takeAway(next, e);
            throw e;
        }
        stop(old.component(), old.id(), progress);
    }

    /** Stops every instance of these components at the same time. */
    void stopAll(List<String> components, Progress progress) {
        together.run(
                agent.instances().stream()
                        .filter(i -> components.contains(i.component()))
                        .<Runnable>map(i -> () -> stopNow(i, progress))
                        .toList());
    }

    private void stopNow(InstanceStatus instance, Progress progress) {
        progress.step(instance.component(), "stopping " + instance.id());
        agent.stop(instance.id());
        progress.done(instance.component(), instance.id() + " is stopped");
    }

    /** Drains, stops, forgets; what cannot be stopped gets requests again. */
    void stop(String component, String id, Progress progress) {
        progress.step(component, "stopping " + id);
        if (!router.drain(id, drain)) {
            progress.say(
                    Event.Level.WARNING,
                    component,
                    id + " still had open connections after " + drain.toSeconds() + " s");
        }
        try {
            agent.stop(id);
        } catch (RuntimeException e) {
            router.takeBack(id);
            throw e;
        }
        router.forget(id);
    }
}
