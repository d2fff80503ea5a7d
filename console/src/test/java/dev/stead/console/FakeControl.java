package dev.stead.console;

import dev.stead.api.Agent;
import dev.stead.api.Caller;
import dev.stead.api.Control;
import dev.stead.api.Diagnosis;
import dev.stead.api.Event;
import dev.stead.api.Permission;
import dev.stead.api.SystemStatus;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** Shows a sample, and keeps what it was asked to do. */
final class FakeControl implements Control {
    final Sample sample;
    final List<String> done = new CopyOnWriteArrayList<>();
    final CountDownLatch logsEnded = new CountDownLatch(1);

    FakeControl(Sample sample) {
        this.sample = sample;
    }

    @Override
    public SystemStatus status(Caller caller) {
        Who.must(caller, Permission.SEE_SYSTEM);
        return sample.status();
    }

    @Override
    public Diagnosis doctor(Caller caller, Optional<Path> file) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Application> applications(Caller caller) {
        Who.must(caller, Permission.SEE_OWN);
        return sample.applications();
    }

    @Override
    public SystemText file(Caller caller) {
        Who.must(caller, Permission.SEE_SYSTEM);
        return new SystemText("/srv/stead.yaml", "system: planning" + sample.spice(), true);
    }

    @Override
    public PlanView planApplied(Caller caller) {
        Who.must(caller, Permission.SEE_SYSTEM);
        return sample.plan();
    }

    @Override
    public PlanView plan(Caller caller, PlanRequest request) {
        Who.must(caller, Permission.CHANGE_SYSTEM);
        String content = request.content().orElse("");
        if (content.startsWith("wrong")) {
            throw new SteadException(
                    Code.WRONG_FILE,
                    "line 3: componets is no key here; did you mean components?" + sample.spice(),
                    "Correct the text");
        }
        done.add("plan " + content.length());
        return sample.plan();
    }

    @Override
    public void apply(Caller caller, ApplyRequest request, Consumer<Event> progress) {
        Who.must(caller, Permission.CHANGE_SYSTEM);
        done.add("apply " + request.installPackages());
        tell(progress, Event.Level.STEP, "budget", "starting budget-4");
        tell(progress, Event.Level.OUTPUT, "budget", "Collecting dash==3.2.0");
        tell(progress, Event.Level.DONE, "budget", "budget-4 is healthy");
        tell(progress, Event.Level.WARNING, "forecast", "took 38 s to start" + sample.spice());
        tell(progress, Event.Level.ERROR, "simulation", "never became healthy");
        throw new SteadException(
                Code.COMPONENT,
                "simulation never became healthy" + sample.spice(),
                "See its logs; what ran before still runs");
    }

    @Override
    public Purged purge(Caller caller, String component, Optional<String> path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void restart(Caller caller, String component, Consumer<Event> progress) {
        Who.must(caller, Permission.CHANGE_SYSTEM);
        done.add("restart " + component);
        tell(progress, Event.Level.STEP, component, "replacing " + component + "-1");
        tell(progress, Event.Level.DONE, component, component + "-2 is healthy");
    }

    private static void tell(
            Consumer<Event> progress, Event.Level level, String component, String text) {
        progress.accept(new Event(Sample.NOW, level, Optional.of(component), text));
    }

    @Override
    public void logs(Caller caller, LogQuery query, Consumer<Agent.LogLine> sink) {
        Who.must(caller, Permission.SEE_SYSTEM);
        sample.logs().forEach(sink);
        if (query.follow()) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                logsEnded.countDown();
            }
        }
    }

    @Override
    public void down(Caller caller, Consumer<Event> progress) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void handOver(Caller caller) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void dismiss(Caller caller) {
        throw new UnsupportedOperationException();
    }
}
