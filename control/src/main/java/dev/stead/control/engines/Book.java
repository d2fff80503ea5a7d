package dev.stead.control.engines;

import dev.stead.base.Scheduler;
import dev.stead.control.state.StateDatabase;

import org.jdbi.v3.core.Handle;

import java.util.function.BiFunction;

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

    EngineTable table() {
        return table;
    }

    /** Takes up what is on record. */
    void open() {
        house = database.read(table::load);
    }

    /** Reads what is not in the image. */
    <T> T read(java.util.function.Function<Handle, T> work) {
        return database.read(work);
    }

    /** Changes rows; returns after those who follow have been told. */
    <T> T change(BiFunction<Handle, House, T> work) {
        T result = database.change(h -> noting(h, work));
        follower.run();
        return result;
    }

    /** Changes rows within somebody else's transaction; those who follow are told soon after it. */
    void change(Handle h, BiFunction<Handle, House, Boolean> work) {
        if (noting(h, work)) {
            var _ = h.afterCommit(() -> scheduler.execute(() -> follower.run()));
        }
    }

    private <T> T noting(Handle h, BiFunction<Handle, House, T> work) {
        T result = work.apply(h, table.load(h));
        House after = table.load(h);
        var _ = h.afterCommit(() -> house = after);
        return result;
    }
}
