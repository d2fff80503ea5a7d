package dev.stead.control.accounts;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which refusals were put on record within the last minute: the same one is not again, so that
 * nobody can fill the audit log. Bounded. Thread-safe.
 */
final class Refusals {
    private static final long SAME_MILLIS = 60_000;
    private static final int MOST = 1_000;

    private final LinkedHashMap<String, Long> latest =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                    return size() > MOST;
                }
            };

    /**
     * Whether this one is to be put on record.
     *
     * @param now milliseconds of a clock that does not jump
     */
    synchronized boolean isNew(String refusal, long now) {
        Long before = latest.get(refusal);
        if (before != null && now - before < SAME_MILLIS) {
            return false;
        }
        latest.remove(refusal);
        latest.put(refusal, now);
        return true;
    }
}
