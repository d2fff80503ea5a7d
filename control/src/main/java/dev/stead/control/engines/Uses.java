package dev.stead.control.engines;

import dev.stead.api.Engines.Use;
import dev.stead.base.Scheduler;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What engines were used by whom. Thread-safe. */
record Uses(Book book, Pulses pulses, Scheduler scheduler) {
    /** Seconds since 1970 that are as good as never. */
    private static final long FAR = 1L << 40;

    /**
     * What was open between these moments, and still is; {@code EPOCH} and {@code MAX} bound
     * nothing.
     */
    List<Use> between(Instant from, Instant to) {
        long first = from.getEpochSecond() <= 0 ? 0 : from.toEpochMilli();
        long end = to.getEpochSecond() >= FAR ? Long.MAX_VALUE : to.toEpochMilli();
        List<Use> uses = new ArrayList<>();
        book.read(h -> UseTable.between(h, first, end)).forEach(p -> uses.add(use(p)));
        book.now().rows().stream()
                .filter(r -> !r.isWarm() && r.began() < end)
                .sorted(Comparator.comparingLong(EngineRow::began))
                .forEach(r -> uses.add(use(r)));
        return List.copyOf(uses);
    }

    private static Use use(UseTable.Past past) {
        return new Use(
                past.id(),
                past.key().component(),
                Optional.of(past.key().resource()).filter(r -> !r.isEmpty()),
                past.key().account(),
                Instant.ofEpochMilli(past.began()),
                Optional.of(Instant.ofEpochMilli(past.ended())),
                Optional.of(past.reason()),
                past.cpuMillis() / 1000.0,
                past.mostMemory());
    }

    private Use use(EngineRow row) {
        Pulses.Pulse pulse = pulses.of(row.id(), scheduler.nanos());
        return new Use(
                row.id(),
                row.component(),
                Optional.of(row.key().resource()).filter(r -> !r.isEmpty()),
                row.key().account(),
                Instant.ofEpochMilli(row.began()),
                Optional.empty(),
                Optional.empty(),
                pulse.cpuSeconds(),
                pulse.mostMemory());
    }
}
