package dev.stead.gateway;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** Holds the watch of a connection's request under way, if there is one. */
final class WatchSlot {
    private @Nullable Watch watch;

    void set(Watch next) {
        end();
        watch = next;
    }

    /** Gives the watch away, to go on with what the connection becomes. */
    Optional<Watch> take() {
        Watch taken = watch;
        watch = null;
        return Optional.ofNullable(taken);
    }

    void end() {
        if (watch != null) {
            watch.end();
            watch = null;
        }
    }

    void used() {
        if (watch != null) {
            watch.used();
        }
    }

    void check(long now) {
        if (watch != null) {
            watch.checkDeadlines(now);
        }
    }
}
