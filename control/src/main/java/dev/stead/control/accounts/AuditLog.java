package dev.stead.control.accounts;

import dev.stead.control.state.StateDatabase;

import org.jdbi.v3.core.Handle;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Writes the audit log. No text may hold a secret. Thread-safe. */
public final class AuditLog {
    static final String BEGUN = "begun";
    static final String DONE = "done";
    static final String REFUSED = "refused";

    /** Who did something when nobody can say it. */
    static final String UNKNOWN = "-";

    private static final Duration KEPT = Duration.ofDays(400);
    private static final int LONGEST = 300;

    private final StateDatabase database;
    private final InstantSource wall;
    private final Mint mint;
    private final AtomicInteger count = new AtomicInteger();

    AuditLog(StateDatabase database, InstantSource wall, Mint mint) {
        this.database = database;
        this.wall = wall;
        this.mint = mint;
    }

    /**
     * What happened; {@link dev.stead.api.Audit.Entry} says what each word means.
     *
     * @param from an address, or {@code socket}
     */
    record Event(
            String who,
            String from,
            String action,
            String target,
            String outcome,
            String detail,
            String before,
            String after) {
        static Event of(
                String who,
                String from,
                String action,
                String target,
                String outcome,
                String detail) {
            return new Event(who, from, action, target, outcome, detail, "", "");
        }

        static Event of(Asker asker, String action, String target, String outcome, String detail) {
            return of(asker.name(), asker.from(), action, target, outcome, detail);
        }
    }

    /** Puts something that was done on record. */
    public void done(Asker asker, String action, String target) {
        database.write(h -> done(h, asker, action, target));
    }

    /** Puts something that is done on record, within the transaction in which it is. */
    public void done(Handle h, Asker asker, String action, String target) {
        write(h, Event.of(asker, action, target, DONE, ""));
    }

    /** Puts a command that takes a while on record; returns its id, for {@link #finish}. */
    public String begin(Asker asker, String action, String target) {
        return database.change(h -> write(h, Event.of(asker, action, target, BEGUN, "")));
    }

    /**
     * Says how a command on record ended.
     *
     * @param outcome {@code done}, {@code failed} or {@code refused}
     */
    public void finish(String id, String outcome, String detail) {
        database.write(h ->
                h.createUpdate(
                                "UPDATE audit SET outcome = :outcome, detail = :detail"
                                        + " WHERE id = :id")
                        .bind("outcome", outcome)
                        .bind("detail", clipped(detail))
                        .bind("id", id)
                        .execute());
    }

    /** Writes an entry within the caller's transaction; returns its id. */
    String write(Handle h, Event event) {
        long at = wall.millis();
        String id = id(at);
        h.createUpdate(
                        "INSERT INTO audit (id, at, who, from_address, action, target, outcome,"
                            + " detail, before_value, after_value) VALUES (:id, :at, :who, :from,"
                            + " :action, :target, :outcome, :detail, :before, :after)")
                .bind("id", id)
                .bind("at", at)
                .bind("who", clipped(event.who()))
                .bind("from", clipped(event.from()))
                .bind("action", clipped(event.action()))
                .bind("target", clipped(event.target()))
                .bind("outcome", event.outcome())
                .bind("detail", clipped(event.detail()))
                .bind("before", clipped(event.before()))
                .bind("after", clipped(event.after()))
                .execute();
        return id;
    }

    /** Writes an entry in a transaction of its own. */
    void write(Event event) {
        database.write(h -> write(h, event));
    }

    /** Ids of one moment are in the order in which they were made. */
    private String id(long at) {
        return String.format(
                Locale.ROOT, "%012x%08x%s", at, count.incrementAndGet(), mint.id().substring(0, 6));
    }

    /** Removes what is old. */
    void trim(Handle h) {
        h.createUpdate("DELETE FROM audit WHERE at < :before")
                .bind("before", wall.millis() - KEPT.toMillis())
                .execute();
    }

    /** What others chose, fit to be kept: on one line, not long. */
    static String clipped(String text) {
        return PlainText.of(text, " ", LONGEST);
    }
}
