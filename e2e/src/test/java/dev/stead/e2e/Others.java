package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Everybody else while something heavy goes on: a public page and the sign-in page, ten times a
 * second each.
 */
final class Others implements AutoCloseable {
    private static final long BEAT_MILLIS = 100;
    private static final long PATIENCE_MILLIS = 2000;

    private final Client client;
    private final List<String> pages;
    private final Queue<Long> millis = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread visitor;

    Others(TestSystem system) {
        this.client = new Client(system);
        this.pages = List.of(system.url() + "/open/x", system.own() + "/sign-in");
        this.visitor = Thread.ofPlatform().name("others").start(this::visit);
    }

    private void visit() {
        try {
            while (!over.await(BEAT_MILLIS, TimeUnit.MILLISECONDS)) {
                for (String page : pages) {
                    look(page);
                }
            }
        } catch (IOException e) {
            failures.add(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(String page) throws IOException {
        long begun = System.nanoTime();
        Answer answer = client.get(page);
        millis.add((System.nanoTime() - begun) / 1_000_000);
        if (answer.status() != 200) {
            failures.add(page + " " + answer.head());
        }
    }

    /** How long a page took. */
    String figures() {
        return "a page took at most " + most() + " ms in " + millis.size() + " tries";
    }

    /** Demands that everything was answered, and soon. */
    void assertUndisturbed() {
        assertThat(failures).isEmpty();
        assertThat(millis).isNotEmpty();
        assertThat(most()).as("milliseconds for a page").isLessThan(PATIENCE_MILLIS);
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
