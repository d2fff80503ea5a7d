package dev.stead.gateway;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** Holds the watch of a connection's request under way, if it is a signed-in visitor's. */
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

    void moved() {
        if (watch != null) {
            watch.moved();
        }
    }

    void check(long now) {
        if (watch != null) {
            watch.checkDeadlines(now);
        }
    }
}
