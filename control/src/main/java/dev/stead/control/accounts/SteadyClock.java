package dev.stead.control.accounts;

import dev.stead.control.state.StateDatabase;

import org.jdbi.v3.core.Handle;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Milliseconds that only ever go on, at the speed of a clock on the wall: the kernel's time since
 * boot plus an offset, which is on record with the boot's id. A new boot takes the wall clock, but
 * never less than the highest time on record. While a machine is off, only the wall clock can tell
 * how long. Thread-safe after {@link #start}.
 */
final class SteadyClock {
    private final StateDatabase database;
    private final InstantSource wall;
    private final LongSupplier uptime;
    private final String boot;
    private volatile long ahead;

    SteadyClock(StateDatabase database, InstantSource wall, LongSupplier uptime, String boot) {
        this.database = database;
        this.wall = wall;
        this.uptime = uptime;
        this.boot = boot;
    }

    private record Mark(String boot, long ahead, long highest) {}

    /** Takes up what is on record. */
    void start() {
        database.write(h -> {
            Optional<Mark> mark =
                    h.createQuery("SELECT boot, ahead, highest FROM steady_clock WHERE id = 1")
                            .map((r, c) ->
                                    new Mark(
                                            r.getString("boot"),
                                            r.getLong("ahead"),
                                            r.getLong("highest")))
                            .findOne();
            ahead =
                    mark.filter(m -> m.boot().equals(boot))
                            .map(Mark::ahead)
                            .orElseGet(() -> newBoot(mark.map(Mark::highest).orElse(0L)));
            h.execute("DELETE FROM steady_clock");
            h.createUpdate(
                            "INSERT INTO steady_clock (id, boot, ahead, highest)"
                                    + " VALUES (1, :boot, :ahead, :highest)")
                    .bind("boot", boot)
                    .bind("ahead", ahead)
                    .bind("highest", now())
                    .execute();
        });
    }

    private long newBoot(long highest) {
        return Math.max(wall.millis(), highest) - uptime.getAsLong();
    }

    /** Milliseconds; comparable with all that this clock ever said for this system. */
    long now() {
        return uptime.getAsLong() + ahead;
    }

    /** When a moment of this clock was, or will be, as the wall clock tells it now. */
    Instant onTheWall(long moment) {
        return wall.instant().plusMillis(moment - now());
    }

    /** Puts on record how far it got. */
    void mark(Handle h) {
        h.createUpdate("UPDATE steady_clock SET highest = :now WHERE id = 1")
                .bind("now", now())
                .execute();
    }
}
