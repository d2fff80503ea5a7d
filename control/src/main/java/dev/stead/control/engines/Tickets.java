package dev.stead.control.engines;

import dev.stead.base.Scheduler;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Gives up the places of those who wait no more: who has not asked for a minute. A server that
 * starts gives everybody a minute. Thread-safe.
 */
final class Tickets {
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Scheduler scheduler;
    private final Book book;
    private final Map<Key, Long> seen = new ConcurrentHashMap<>();

    Tickets(Scheduler scheduler, Book book) {
        this.scheduler = scheduler;
        this.book = book;
    }

    /** Somebody asks for it, or has begun to wait for news of it. */
    void see(Ticket ticket) {
        seen.put(ticket.key(), scheduler.nanos());
    }

    /** Gives up those that nobody asks for. */
    void expire(House house) {
        long now = scheduler.nanos();
        List<Ticket> lost =
                house.queue().stream()
                        .filter(t ->
                                now - seen.computeIfAbsent(t.key(), _ -> now) > PATIENCE.toNanos())
                        .toList();
        if (!lost.isEmpty()) {
            book.change(draft -> {
                lost.forEach(draft::delete);
                return true;
            });
        }
        seen.keySet()
                .retainAll(house.queue().stream().map(Ticket::key).collect(Collectors.toSet()));
    }
}
