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
 * work and puts it on the audit log. A refusal is put on the log too, within {@link Refusals}.
 * Thread-safe.
 */
final class Commands implements Guard {
    private final StateDatabase database;
    private final Identification identification;
    private final AuditLog log;
    private final RefusalLog refusals;

    Commands(
            StateDatabase database,
            Identification identification,
            AuditLog log,
            RefusalLog refusals) {
        this.database = database;
        this.identification = identification;
        this.log = log;
        this.refusals = refusals;
    }

    /** What is done once it is clear who asks. */
    interface Work<T> {
        T run(Handle h, Known by);
    }

    /**
     * What a command does, for the audit log.
     *
     * @param target empty: the account of whoever asks
     */
    record Action(String words, Optional<String> target) {
        Action(String words, String target) {
            this(words, Optional.of(target));
        }

        /** Something that people do with their own account. */
        static Action own(String words) {
            return new Action(words, Optional.empty());
        }

        /** What it is done to when this one asks. */
        String by(String who) {
            return target.orElse(who);
        }
    }

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

    /** The same for what is wanted; a refusal says so. */
    void demand(Caller caller, Permission permission, Action action) {
        var _ = run(caller, permission, action, (h, by) -> by.asker());
    }

    /** Looks, without an entry in the audit log. */
    <T> T see(Caller caller, Permission permission, Work<T> work) {
        String words = permission.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return run(caller, permission, new Action(words, ""), work);
    }

    /** Puts on record that somebody else refused this, which is no use of a session or token. */
    void refused(Caller caller, String words, String why) {
        Optional<Asker> asker =
                database.read(h -> identification.look(h, caller)).map(Known::asker);
        record(caller, asker, new Action(words, ""), why);
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
                action.by(asker.name()),
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
        if (why.code() == Code.FORBIDDEN || wrongToken) {
            record(caller, asker, action, why.what());
        }
    }

    private void record(Caller caller, Optional<Asker> asker, Action action, String why) {
        String who = asker.map(Asker::name).orElse(AuditLog.UNKNOWN);
        String from = AuditLog.clipped(address(caller));
        String network = ClientAddress.network(from);
        // Of somebody unknown one entry for each network is enough, whatever they try; and who
        // tries the same at one target after the other is put on record once, too.
        refusals.write(
                asker.isEmpty() ? network : who + "\n" + network + "\n" + action.words(),
                AuditLog.Event.of(
                        who,
                        from,
                        action.words(),
                        action.by(asker.map(Asker::name).orElse("")),
                        AuditLog.REFUSED,
                        why));
    }

    private static String address(Caller caller) {
        return switch (caller) {
            case Caller.Owner(String _) -> Known.SOCKET;
            case Caller.Session session -> session.address();
            case Caller.Token token -> token.address();
        };
    }
}
