package dev.stead.control.disk;

import dev.stead.base.ByteCount;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What was deleted to make room: all of it for metrics, that of the last day for people. */
final class Freed {
    private static final Duration TOLD = Duration.ofDays(1);

    private final InstantSource clock;
    private final Map<String, Long> totals = new TreeMap<>();
    private final Map<String, Note> notes = new TreeMap<>();

    /** What was freed on a disk in one time of need. */
    private record Note(Instant last, Map<String, Long> parts) {
        long sum() {
            return parts.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    Freed(InstantSource clock) {
        this.clock = clock;
    }

    /** Puts down that something gave up bytes. */
    synchronized void add(String mount, String what, long bytes) {
        totals.merge(what, bytes, Long::sum);
        forgetOld();
        Map<String, Long> parts =
                new TreeMap<>(
                        Optional.ofNullable(notes.get(mount)).map(Note::parts).orElse(Map.of()));
        parts.merge(what, bytes, Long::sum);
        notes.put(mount, new Note(clock.instant(), parts));
    }

    /** Bytes since the server's start, by what gave them up. */
    synchronized Map<String, Long> totals() {
        return Map.copyOf(totals);
    }

    /** A sentence for each disk that something was deleted on. */
    synchronized List<String> words() {
        forgetOld();
        List<String> words = new ArrayList<>();
        notes.forEach((mount, note) -> {
            List<String> parts = new ArrayList<>();
            note.parts().forEach((what, bytes) -> parts.add(new ByteCount(bytes) + " of " + what));
            words.add(
                    "Stead freed "
                            + new ByteCount(note.sum())
                            + " on the disk "
                            + mount
                            + ", the last at "
                            + note.last().truncatedTo(ChronoUnit.SECONDS)
                            + ": "
                            + String.join(", ", parts));
        });
        return words;
    }

    private void forgetOld() {
        Instant old = clock.instant().minus(TOLD);
        notes.values().removeIf(note -> note.last().isBefore(old));
    }
}
