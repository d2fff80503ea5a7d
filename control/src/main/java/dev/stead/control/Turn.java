package dev.stead.control;

import dev.stead.base.Code;
import dev.stead.base.SteadException;
import dev.stead.control.accounts.Asker;
import dev.stead.control.accounts.AuditLog;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Lets one change happen at a time, and puts each on record, with how it ended. */
final class Turn {
    private final AuditLog log;
    private final InstantSource clock;
    private final AtomicReference<Optional<Holder>> holder =
            new AtomicReference<>(Optional.empty());

    Turn(AuditLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    /** Who changes something now. */
    private record Holder(Asker who, String command, Instant since) {}

    /**
     * Does a change.
     *
     * @throws SteadException CONFLICT, naming who it is, when another change is under way
     */
    void take(Asker who, String command, String target, Runnable change) {
        Holder me = new Holder(who, command, clock.instant());
        Optional<Holder> before = holder.getAndUpdate(h -> h.isPresent() ? h : Optional.of(me));
        if (before.isPresent()) {
            SteadException held = held(before.get());
            log.finish(log.begin(who, command, target), "refused", held.what());
            throw held;
        }
        try {
            recorded(who, command, target, change);
        } finally {
            holder.set(Optional.empty());
        }
    }

    private void recorded(Asker who, String command, String target, Runnable change) {
        String id = log.begin(who, command, target);
        try {
            change.run();
        } catch (RuntimeException e) {
            failed(id, e);
            throw e;
        }
        log.finish(id, "done", "");
    }

    private void failed(String id, RuntimeException why) {
        String what =
                why instanceof SteadException known
                        ? known.what()
                        : "a mistake of Stead: " + why.getClass().getSimpleName();
        try {
            log.finish(id, "failed", what);
        } catch (SteadException e) {
            why.addSuppressed(e);
        }
    }

    private static SteadException held(Holder by) {
        return new SteadException(
                Code.CONFLICT,
                "another "
                        + by.command()
                        + " is under way, by "
                        + by.who().name()
                        + " since "
                        + by.since(),
                "wait until it is done; stead status shows how far it is");
    }
}
