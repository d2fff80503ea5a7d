package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Everybody else while something heavy goes on: a public page, ten times a second. */
final class Others implements AutoCloseable {
    private static final long BEAT_MILLIS = 100;
    private static final long PATIENCE_MILLIS = 2000;

    private final Client client;
    private final Queue<Long> millis = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread visitor;

    Others(TestSystem system) {
        this.client = new Client(system);
        this.visitor = Thread.ofPlatform().name("others").start(this::visit);
    }

    private void visit() {
        try {
            while (!over.await(BEAT_MILLIS, TimeUnit.MILLISECONDS)) {
                long begun = System.nanoTime();
                Answer answer = client.get("/open/x");
                millis.add((System.nanoTime() - begun) / 1_000_000);
                if (answer.status() != 200) {
                    failures.add(answer.head());
                }
            }
        } catch (IOException e) {
            failures.add(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How long a public page took. */
    String figures() {
        return "a public page took at most " + most() + " ms in " + millis.size() + " tries";
    }

    /** Demands that everything was answered, and soon. */
    void assertUndisturbed() {
        assertThat(failures).isEmpty();
        assertThat(millis).isNotEmpty();
        assertThat(most()).as("milliseconds for a public page").isLessThan(PATIENCE_MILLIS);
    }

    private long most() {
        return millis.stream().mapToLong(Long::longValue).max().orElse(0);
    }

    @Override
    public void close() {
        over.countDown();
        try {
            visitor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
