package dev.stead.control.accounts;

import org.jdbi.v3.core.Handle;

import java.util.List;
import java.util.Optional;

/** Accounts as other parts of control need to know them. Within the caller's transaction. */
public final class People {
    private People() {}

    /**
     * An account that may sign in.
     *
     * @param groups sorted
     */
    public record Person(String name, List<String> groups) {
        /** As above. */
        public Person {
            groups = List.copyOf(groups);
        }
    }

    /** The account of this name; empty when there is none, or it is disabled. */
    public static Optional<Person> find(Handle h, String name) {
        return AccountTable.byName(h, AccountName.lower(name))
                .filter(a -> !a.disabled())
                .map(a -> new Person(a.name(), GroupTable.of(h, a.id())));
    }
}
