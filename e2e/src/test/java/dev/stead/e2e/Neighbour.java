package dev.stead.e2e;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A visitor who asks for a path some twenty times a second, each time with a connection of its own,
 * and keeps how long the slowest answer took and what failed.
 */
final class Neighbour implements AutoCloseable {
    private static final long PACE = Duration.ofMillis(50).toNanos();
    private static final Duration LONGEST = Duration.ofMinutes(40);

    private final Client client;
    private final String path;
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong slowest = new AtomicLong();
    private final Crowd crowd = new Crowd(LONGEST);

    Neighbour(Client client, String path) {
        this.client = client;
        this.path = path;
        crowd.start("neighbour", 1, this::ask);
    }

    private void ask() {
        long begun = System.nanoTime();
        try {
            Answer answer = client.get(path);
            if (answer.status() != 200) {
                failures.add(answer.status() + " " + answer.body());
            }
        } catch (IOException e) {
            failures.add(e.toString());
        }
        slowest.accumulateAndGet(System.nanoTime() - begun, Math::max);
        count.incrementAndGet();
        LockSupport.parkNanos(PACE);
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    int count() {
        return count.get();
    }

    Duration slowest() {
        return Duration.ofNanos(slowest.get());
    }

    @Override
    public void close() {
        crowd.close();
    }
}
