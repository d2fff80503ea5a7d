package dev.stead.control.accounts;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which refusals were put on record within the last minute: the same one is not again, and so many
 * at most of one source, so that nobody can fill the audit log. Bounded. Thread-safe.
 */
final class Refusals {
    static final int MOST_OF_ONE = 60;
    private static final long MINUTE = 60_000;
    private static final int MOST = 10_000;

    private final Bounded<Long> latest = new Bounded<>();
    private final Bounded<Window> sources = new Bounded<>();

    /** What is to be put on record. */
    enum Note {
        /** Nothing. */
        NOTHING,
        /** This refusal. */
        THIS,
        /** Once, that there were more. */
        MORE
    }

    /** How many of a source were put on record since then. */
    private record Window(long began, int count) {}

    private static final class Bounded<V> extends LinkedHashMap<String, V> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > MOST;
        }
    }

    /**
     * What is to be put on record of this one.
     *
     * @param source where it came from: a network
     * @param same tells it from others
     * @param now milliseconds of a clock that does not jump
     */
    synchronized Note note(String source, String same, long now) {
        Long before = latest.get(same);
        if (before != null && now - before < MINUTE) {
            return Note.NOTHING;
        }
        Window window = sources.get(source);
        if (window == null || now - window.began() >= MINUTE) {
            window = new Window(now, 0);
        }
        if (window.count() > MOST_OF_ONE) {
            return Note.NOTHING;
        }
        sources.remove(source);
        sources.put(source, new Window(window.began(), window.count() + 1));
        if (window.count() == MOST_OF_ONE) {
            return Note.MORE;
        }
        latest.remove(same);
        latest.put(same, now);
        return Note.THIS;
    }
}
