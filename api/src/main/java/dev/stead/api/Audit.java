package dev.stead.api;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** The audit log. Thread-safe; methods block. */
public interface Audit {
    /** Entries that match, the latest first; permission SEE_ACCOUNTS. */
    Page entries(Caller caller, Query query);

    /**
     * What is null does not matter.
     *
     * @param who a whole name
     * @param action a whole one, or its first words, such as {@code account}
     * @param target a whole one
     * @param outcome a whole one
     * @param since entries of that moment and later
     * @param until entries before that moment
     * @param before the {@code next} of the page before
     * @param limit 1 to 1000; null means 100
     */
    record Query(
            @Nullable String who,
            @Nullable String action,
            @Nullable String target,
            @Nullable String outcome,
            @Nullable Instant since,
            @Nullable Instant until,
            @Nullable String before,
            @Nullable Integer limit) {
        /** The latest ones. */
        public static final Query LATEST =
                new Query(null, null, null, null, null, null, null, null);
    }

    /**
     * @param next what the query for the following page gives as {@code before}; null: there is
     *     none
     */
    record Page(List<Entry> entries, @Nullable String next) {
        public Page {
            entries = List.copyOf(entries);
        }
    }

    /**
     * @param who an account, or a user of the machine
     * @param from an address, or {@code socket}
     * @param action such as {@code apply}, {@code sign-in}, {@code account disable}
     * @param target what it was done to
     * @param outcome {@code begun}, {@code done}, {@code failed} or {@code refused}
     * @param detail why it failed or was refused
     * @param before what was changed, as it was; empty when that means nothing
     * @param after as it is now
     */
    record Entry(
            String id,
            Instant at,
            String who,
            String from,
            String action,
            String target,
            String outcome,
            String detail,
            String before,
            String after) {}
}
