package dev.stead.api;

import dev.stead.base.Exposition;

/** Figures of a role, for those who watch the system. Thread-safe; does not wait for anything. */
public interface Metrics {
    /** Adds families whose names begin with {@code stead_} and the role. */
    void addTo(Exposition all);
}
