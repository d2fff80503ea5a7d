package dev.stead.control.engines;

import dev.stead.control.accounts.Asker;
import dev.stead.control.accounts.AuditLog;
import dev.stead.control.accounts.People;

import org.jdbi.v3.core.Handle;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BiFunction;

/** Lets others than its owner into an engine, which the audit log tells. Thread-safe. */
record Sharing(Book book, AuditLog log) {
    /** Lets exactly these accounts in beside its owner. */
    EngineRow share(Asker owner, EngineRow row, List<String> accounts) {
        return admit(owner, "engine share", row, (h, _) -> named(h, accounts, owner.name()));
    }

    /**
     * Lets an operator in, until it ends.
     *
     * @param me the operator's account
     */
    EngineRow enter(Asker operator, String me, EngineRow row) {
        return admit(
                operator,
                "engine enter",
                row,
                (h, now) -> {
                    List<String> guests = new ArrayList<>(now.guests());
                    guests.add(me);
                    return named(h, guests, now.key().account());
                });
    }

    private static List<String> named(Handle h, List<String> accounts, String owner) {
        TreeSet<String> names = new TreeSet<>();
        for (String account : accounts) {
            names.add(
                    People.find(h, account)
                            .orElseThrow(() -> Admittance.unknownAccount(account))
                            .name());
        }
        names.remove(owner);
        return List.copyOf(names);
    }

    private EngineRow admit(
            Asker asker,
            String action,
            EngineRow row,
            BiFunction<Handle, EngineRow, List<String>> guests) {
        return book.change(draft -> {
            EngineRow now =
                    draft.house()
                            .row(row.id())
                            .filter(EngineRow::isOpen)
                            .orElseThrow(() -> Desk.unknown(row.id()));
            List<String> names = guests.apply(draft.handle(), now);
            log.done(
                    draft.handle(),
                    asker,
                    action,
                    row.id() + " of " + row.key().account() + ": " + String.join(", ", names));
            return draft.admit(now, names);
        });
    }
}
