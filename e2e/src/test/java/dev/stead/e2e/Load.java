package dev.stead.e2e;

import org.awaitility.Awaitility;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Asks for a path again and again from several threads, and keeps what failed. Bounded in count and
 * time.
 */
final class Load implements AutoCloseable {
    private static final int MOST = 20_000;
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Client client;
    private final String path;
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicReference<String> last = new AtomicReference<>("");
    private final List<Thread> threads = new ArrayList<>();
    private final int most;
    private final long deadline;
    private volatile boolean over;

    /** At most a minute and 20,000 requests. */
    Load(Client client, String path, int clients) {
        this(client, path, clients, MOST, LONGEST);
    }

    Load(Client client, String path, int clients, int most, Duration longest) {
        this.client = client;
        this.path = path;
        this.most = most;
        this.deadline = System.nanoTime() + longest.toNanos();
        for (int i = 0; i < clients; i++) {
            threads.add(Thread.ofPlatform().name("load-" + i).start(this::ask));
        }
    }

    private void ask() {
        while (!over && count.incrementAndGet() < most && System.nanoTime() < deadline) {
            try {
                Answer answer = client.get(path);
                last.set(answer.body());
                if (answer.status() != 200) {
                    failures.add(answer.status() + " " + answer.body());
                }
            } catch (IOException e) {
                failures.add(e.toString());
            }
        }
    }

    /** Waits until an answer starts like this. */
    void awaitAnswer(String start) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> String.valueOf(last.get()).startsWith(start));
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    int count() {
        return count.get();
    }

    @Override
    public void close() {
        over = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
