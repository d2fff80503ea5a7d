package dev.stead.api;

import java.util.Locale;

/** How much room a file system has left, from good to bad. */
public enum DiskLevel {
    /** Nothing has to be done. */
    PLENTY(0),
    /** What can be done without is deleted. */
    LOW(1),
    /** Changes that need space are refused. */
    CRITICAL(2),
    /** State is written from the reserve. */
    FULL(3);

    private final int need;

    DiskLevel(int need) {
        this.need = need;
    }

    /** 0 when all is well, more the worse it is; as metrics have it. */
    public int need() {
        return need;
    }

    /** As people read it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is this bad or worse. */
    public boolean isAtLeast(DiskLevel other) {
        return compareTo(other) >= 0;
    }
}
