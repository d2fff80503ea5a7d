package dev.stead.agent;

import dev.stead.api.InstanceSpec;
import dev.stead.api.InstanceStatus;
import dev.stead.base.Code;
import dev.stead.base.SteadException;
import dev.stead.driver.Exit;
import dev.stead.driver.Handle;
import dev.stead.model.InstanceState;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * One instance: does what {@link Supervision} decides. Every event is handled in its mailbox, one
 * after the other; what blocks runs in a task of its own and comes back as an event. What is
 * decided is on record before it is done. Thread-safe.
 */
final class Instance {
    private static final Logger LOG = LoggerFactory.getLogger(Instance.class);
    private static final Duration FORGET_RETRY = Duration.ofSeconds(5);

    private final InstanceSpec spec;
    private final Workshop shop;
    private final Tasks tasks;
    private final Supervision supervision;
    private final Inbox inbox;
    private final Bulletin bulletin;
    private final UsageMeter usage;
    private final Consumer<Instance> whenGone;
    private final Callers callers = new Callers();
    private final AtomicBoolean counting = new AtomicBoolean();

    private volatile Optional<Handle> process = Optional.empty();
    private volatile CompletableFuture<Boolean> launchOver =
            CompletableFuture.completedFuture(true);

    // Only touched in the mailbox.
    private final Ledger ledger;
    private Life life;
    private CompletableFuture<Boolean> giveUp = new CompletableFuture<>();
    private boolean forgotten;

    /**
     * @param onRecord whether the record is on disk already
     * @param whenGone called once when nothing of it is left
     */
    Instance(
            InstanceRecord record,
            boolean onRecord,
            Workshop shop,
            List<Consumer<InstanceStatus>> listeners,
            Consumer<Instance> whenGone) {
        this.spec = record.spec();
        this.shop = shop;
        this.whenGone = whenGone;
        this.tasks = new Tasks(spec, shop);
        this.supervision =
                new Supervision(spec.health(), spec.stopGrace(), spec.enclosure().isPresent());
        this.inbox = new Inbox(spec.id(), shop.around().scheduler());
        this.usage = new UsageMeter(shop.driver(), shop.around().scheduler());
        this.ledger = new Ledger(shop.records(), record, onRecord);
        Life counted = Life.fresh(now().nanos()).counting(record.restarts(), record.ends());
        this.life =
                record.intent() == InstanceRecord.Intent.STOP
                        ? Supervision.beingStopped(counted)
                        : counted;
        this.bulletin = new Bulletin(spec, life, shop.around().clock(), listeners);
    }

    InstanceSpec spec() {
        return spec;
    }

    InstanceStatus status() {
        return bulletin.status();
    }

    /** The status with a look at what it uses now. */
    InstanceStatus measured() {
        return bulletin.with(process.map(usage::read).orElse(UsageMeter.Reading.NONE));
    }

    boolean hasProcess() {
        return process.isPresent();
    }

    boolean beingStopped() {
        return status().state() == InstanceState.STOPPED;
    }

    /** Completes when it is healthy, has failed or is gone. */
    CompletableFuture<InstanceStatus> settled() {
        return bulletin.settled();
    }

    /** Completes when it is anything but healthy. */
    CompletableFuture<InstanceStatus> troubled() {
        return bulletin.troubled();
    }

    /** Gives up a wait for {@link #settled} or {@link #troubled}. */
    void nobodyWaits(CompletableFuture<InstanceStatus> change) {
        bulletin.forget(change);
    }

    /** Puts it on record and starts it; completes when that was tried. */
    CompletableFuture<Boolean> begin() {
        return inbox.command(
                callers::awaitStart,
                () -> {
                    try {
                        shop.launcher().runFolder(spec).make();
                    } catch (IOException e) {
                        whenGone.accept(this);
                        throw unwritable(e);
                    }
                    handle(new Event.Wake());
                });
    }

    /** Takes it up after a restart of the server, its process being there. */
    void adopt(Handle handle) {
        inbox.post(() -> {
            life = supervision.adopted(now()).counting(life.restarts(), life.ends());
            ledger.running(handle);
            watch(handle);
            goOn();
        });
    }

    /** Takes it up after a restart of the server, its process being gone. */
    void resume() {
        inbox.post(() -> {
            Optional<Handle> last = ledger.record().handle();
            if (spec.enclosure().isPresent() && ledger.record().launch().isPresent()) {
                fail(last);
            } else if (last.isPresent()) {
                process = last;
                life =
                        life.counting(life.restarts() + 1, life.ends())
                                .with(new Phase.Clearing())
                                .showing(
                                        InstanceState.STARTING,
                                        Optional.of("ended while Stead did not run"));
                act(Action.CLEAR);
            }
            goOn();
        });
    }

    /** What is started once was launched, and does not run. */
    private void fail(Optional<Handle> last) {
        String why =
                ledger.record()
                        .last()
                        .map(InstanceRecord.LastEnd::reason)
                        .orElse(
                                last.isPresent()
                                        ? "ended while Stead did not run"
                                        : "Stead ended while it started");
        life = life.showing(InstanceState.FAILED, Optional.of(why));
        process = last;
        if (last.isPresent()) {
            life = life.with(new Phase.Clearing());
            act(Action.CLEAR);
        } else {
            life = life.with(new Phase.Failed());
        }
    }

    /** Completes when nothing of it is left; fails when that does not come about. */
    CompletableFuture<Boolean> stop() {
        return inbox.command(
                callers::awaitStop,
                () -> {
                    if (life.phase() instanceof Phase.Gone) {
                        forgetAgain();
                        return;
                    }
                    if (ledger.exists()) {
                        ledger.stopping();
                    }
                    handle(new Event.Stop());
                });
    }

    /** Completes when it has the home of this name. */
    CompletableFuture<Boolean> endow(String home) {
        List<CompletableFuture<Boolean>> caller = new ArrayList<>();
        return inbox.command(
                caller::add,
                () -> {
                    if (!(life.phase() instanceof Phase.Running)) {
                        throw new SteadException(
                                Code.CONFLICT,
                                spec.id() + " does not run, so it cannot have the home " + home,
                                "open another engine");
                    }
                    shop.dwellings().endow(spec, home);
                    shop.allowances().begin(spec);
                    caller.getFirst().complete(true);
                });
    }

    /** Ends what is started once when it takes more than it may. */
    void checkAllowance() {
        if (counting.getAndSet(true)) {
            return;
        }
        shop.around()
                .scheduler()
                .execute(() -> {
                    try {
                        shop.allowances().excess(spec).ifPresent(this::overdrawn);
                    } finally {
                        counting.set(false);
                    }
                });
    }

    private void overdrawn(String reason) {
        inbox.post(() -> {
            if (life.phase() instanceof Phase.Running) {
                handle(new Event.Overdrawn(reason));
            }
        });
    }

    /** Completes when it was started again, or that was tried. */
    CompletableFuture<Boolean> restart() {
        return inbox.command(callers::awaitStart, () -> handle(new Event.Restart()));
    }

    /**
     * Does nothing any more, and leaves what runs; completes when nothing is under way that could
     * still start something.
     */
    CompletableFuture<Boolean> release() {
        return inbox.close(
                        () -> {
                            giveUp.complete(true);
                            callers.fail(Inbox.ending());
                        })
                .thenCompose(_ -> launchOver);
    }

    private void goOn() {
        if (ledger.record().intent() == InstanceRecord.Intent.STOP) {
            handle(new Event.Stop());
        } else {
            handle(new Event.Wake());
        }
    }

    private void handle(Event event) {
        Step step = supervision.decide(life, event, now());
        life = step.life();
        if (event instanceof Event.Ended(Exit exit)) {
            note(LogMarks.ENDED + Words.of(exit));
        }
        if (!(life.phase() instanceof Phase.Gone)) {
            ledger.counting(life, firstEnd() ? lastEnd(event) : Optional.empty());
        }
        step.actions().forEach(this::act);
        inbox.wakeAt(supervision.wake(life), () -> handle(new Event.Wake()));
        bulletin.publish(life, process);
        callers.told(event);
        if (forgotten) {
            forgotten = false;
            whenGone.accept(this);
            callers.gone();
        }
    }

    private void act(Action action) {
        switch (action) {
            case LAUNCH -> launch();
            case CANCEL_LAUNCH -> giveUp.complete(true);
            case PROBE -> process.ifPresent(handle -> tasks.probe(handle, answer()));
            case SIGNAL -> process.ifPresent(tasks::signal);
            case CLEAR -> process.ifPresent(handle -> tasks.clear(handle, answer()));
            case FORGET -> forget();
        }
    }

    private void launch() {
        String mark = shop.around().ids().get();
        try {
            ledger.launching(mark);
        } catch (SteadException e) {
            if (!ledger.exists()) {
                callers.refuse(e);
            }
            inbox.post(() -> handle(new Event.StartFailed(e.what() + "; " + e.mend())));
            return;
        }
        process = Optional.empty();
        usage.reset();
        giveUp = new CompletableFuture<>();
        CompletableFuture<Boolean> over = new CompletableFuture<>();
        launchOver = over;
        tasks.launch(
                mark,
                giveUp,
                launched -> {
                    over.complete(true);
                    inbox.post(() -> launched(launched));
                });
    }

    private void launched(Tasks.Launched launched) {
        launched.handle()
                .ifPresent(handle -> {
                    ledger.running(handle);
                    watch(handle);
                });
        launched.refusal().ifPresent(callers::refuse);
        handle(launched.event());
    }

    private void watch(Handle handle) {
        process = Optional.of(handle);
        Consumer<Event> answer = answer();
        shop.driver().onExit(handle).thenAccept(exit -> answer.accept(new Event.Ended(exit)));
    }

    /** Takes an event of the launch that is current now, when it still is when the event comes. */
    private Consumer<Event> answer() {
        Optional<String> mark = ledger.record().launch();
        return event ->
                inbox.post(() -> {
                    if (ledger.record().launch().equals(mark)) {
                        handle(event);
                    }
                });
    }

    private void forget() {
        try {
            leave();
            ledger.delete();
        } catch (SteadException e) {
            callers.fail(e);
            shop.around().scheduler().after(FORGET_RETRY, () -> inbox.post(this::forgetAgain));
            return;
        }
        process = Optional.empty();
        usage.reset();
        shop.fence().dismiss(spec.id());
        shop.allowances().forget(spec.id());
        try {
            shop.launcher().runFolder(spec).delete();
        } catch (IOException e) {
            LOG.warn("the folder of {} cannot be deleted: {}", spec.id(), Words.of(e));
        }
        shop.logs().forget(spec.id());
        forgotten = true;
    }

    private void leave() {
        try {
            shop.dwellings().leave(spec);
        } catch (IOException e) {
            throw new SteadException(
                    Code.EXTERNAL,
                    "the home of " + spec.id() + " cannot be shut: " + Words.of(e),
                    "see whether its file system can be written; it is tried again",
                    e);
        }
    }

    private void forgetAgain() {
        forget();
        handle(new Event.Wake());
    }

    private void note(String text) {
        try {
            shop.logs().of(spec.id()).mark(text);
        } catch (IOException e) {
            LOG.warn("the log of {} cannot be written: {}", spec.id(), Words.of(e));
        }
    }

    /** Of what is started once the first end tells why; others are of what is cleared then. */
    private boolean firstEnd() {
        return spec.enclosure().isEmpty() || ledger.record().last().isEmpty();
    }

    private Optional<InstanceRecord.LastEnd> lastEnd(Event event) {
        Instant at = shop.around().clock().instant();
        return switch (event) {
            case Event.Ended(Exit exit) ->
                    Optional.of(new InstanceRecord.LastEnd(Words.of(exit), at));
            case Event.StartFailed(String reason) ->
                    Optional.of(new InstanceRecord.LastEnd(reason, at));
            case Event.Overdrawn(String reason) ->
                    Optional.of(new InstanceRecord.LastEnd(reason, at));
            default -> Optional.empty();
        };
    }

    private Now now() {
        return new Now(shop.around().scheduler().nanos(), shop.around().random().nextDouble());
    }

    private SteadException unwritable(IOException e) {
        return new SteadException(
                Code.EXTERNAL,
                "the folder of " + spec.id() + " cannot be made: " + Words.of(e),
                "make the state folder writable, with space left",
                e);
    }
}
