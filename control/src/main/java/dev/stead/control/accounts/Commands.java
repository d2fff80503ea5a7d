package dev.stead.control.accounts;

import dev.stead.api.Caller;
import dev.stead.api.Permission;
import dev.stead.base.Code;
import dev.stead.base.SteadException;
import dev.stead.control.state.StateDatabase;

import org.jdbi.v3.core.Handle;

import java.util.Locale;
import java.util.Optional;

/**
 * What every command goes through: one transaction finds out who asks, whether they may, does the
 * work and puts it on the audit log. A refusal is put on the log, the same one once a minute.
 * Thread-safe.
 */
final class Commands implements Guard {
    private final StateDatabase database;
    private final Identification identification;
    private final AuditLog log;
    private final SteadyClock clock;
    private final Refusals refusals = new Refusals();

    Commands(
            StateDatabase database,
            Identification identification,
            AuditLog log,
            SteadyClock clock) {
        this.database = database;
        this.identification = identification;
        this.log = log;
        this.clock = clock;
    }

    /** What is done once it is clear who asks. */
    interface Work<T> {
        T run(Handle h, Known by);
    }

    /** What a command does, for the audit log. */
    record Action(String words, String target) {}

    /** What came of a change. */
    record Changed<T>(T result, String before, String after) {
        static <T> Changed<T> to(T result, String after) {
            return new Changed<>(result, "", after);
        }
    }

    @Override
    public Asker demand(Caller caller, Permission permission) {
        return see(caller, permission, (h, by) -> by.asker());
    }

    /** Looks, without an entry in the audit log. */
    <T> T see(Caller caller, Permission permission, Work<T> work) {
        String words = permission.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return run(caller, permission, new Action(words, ""), work);
    }

    /** Changes something, with an entry in the audit log. */
    <T> T change(Caller caller, Permission permission, Action action, Work<Changed<T>> work) {
        return run(
                caller,
                permission,
                action,
                (h, by) -> {
                    Changed<T> changed = work.run(h, by);
                    log.write(h, done(by.asker(), action, changed));
                    return changed.result();
                });
    }

    private static AuditLog.Event done(Asker asker, Action action, Changed<?> changed) {
        return new AuditLog.Event(
                asker.name(),
                asker.from(),
                action.words(),
                action.target(),
                AuditLog.DONE,
                "",
                changed.before(),
                changed.after());
    }

    /** Who asked, as far as that was found out before something failed. */
    private static final class Found {
        private Optional<Asker> asker = Optional.empty();
    }

    private <T> T run(Caller caller, Permission permission, Action action, Work<T> work) {
        Found found = new Found();
        try {
            return database.change(h -> {
                Known by = identification.of(h, caller);
                found.asker = Optional.of(by.asker());
                Identification.permit(by, permission);
                return work.run(h, by);
            });
        } catch (SteadException e) {
            refused(caller, found.asker, action, e);
            throw e;
        }
    }

    private void refused(Caller caller, Optional<Asker> asker, Action action, SteadException why) {
        boolean wrongToken = why.code() == Code.UNAUTHENTICATED && caller instanceof Caller.Token;
        if (why.code() != Code.FORBIDDEN && !wrongToken) {
            return;
        }
        String who = asker.map(Asker::name).orElse("");
        String from =
                caller instanceof Caller.Token token
                        ? token.address()
                        : asker.map(Asker::from).orElse("");
        // Of somebody unknown one entry for each address is enough, whatever they try.
        String same = asker.isEmpty() ? from : who + "\n" + action.words() + "\n" + action.target();
        if (refusals.isNew(same, clock.now())) {
            log.write(
                    AuditLog.Event.of(
                            who,
                            from,
                            action.words(),
                            action.target(),
                            AuditLog.REFUSED,
                            why.what()));
        }
    }
}
