package dev.stead.control.engines;

import dev.stead.base.Scheduler;
import dev.stead.control.state.StateDatabase;

import org.jdbi.v3.core.Handle;

import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The rows of engines, with an image of them in memory that everybody may look at. Each change is
 * one transaction; afterwards those who follow are told. Thread-safe.
 */
final class Book {
    private final StateDatabase database;
    private final Scheduler scheduler;
    private final EngineTable table = new EngineTable();
    private volatile House house = House.EMPTY;
    private volatile Runnable follower = () -> {};

    Book(StateDatabase database, Scheduler scheduler) {
        this.database = database;
        this.scheduler = scheduler;
    }

    /** What is to be done after each change; the image is new by then. */
    void tell(Runnable who) {
        follower = who;
    }

    /** What is on record; a snapshot. */
    House now() {
        return house;
    }

    /** Takes up what is on record. */
    void open() {
        house = database.read(table::load);
    }

    /** Reads what is not in the image. */
    <T> T read(Function<Handle, T> work) {
        return database.read(work);
    }

    /** Changes rows; returns after those who follow have been told. */
    <T> T change(Function<Draft, T> work) {
        // Transactions come one after the other, so the image is what this one begins with.
        T result = database.change(h -> noting(h, house, work));
        follower.run();
        return result;
    }

    /** Changes rows within somebody else's transaction; those who follow are told soon after it. */
    void change(Handle h, Predicate<Draft> work) {
        // The same transaction may have changed rows before.
        if (noting(h, table.load(h), work::test)) {
            var _ = h.afterCommit(() -> scheduler.execute(() -> follower.run()));
        }
    }

    private <T> T noting(Handle h, House before, Function<Draft, T> work) {
        Draft draft = new Draft(h, table, before);
        T result = work.apply(draft);
        House after = draft.house();
        var _ = h.afterCommit(() -> house = after);
        return result;
    }
}
