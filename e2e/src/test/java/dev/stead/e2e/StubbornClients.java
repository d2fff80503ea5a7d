package dev.stead.e2e;

import org.awaitility.Awaitility;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that connect again until somebody takes the connection, and that send each request once.
 * What was sent and got no answer is <i>cut</i>; an answer other than 200 is <i>wrong</i>.
 */
final class StubbornClients implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final long PAUSE = Duration.ofMillis(20).toNanos();

    private final Client client;
    private final Request request;
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Queue<String> cut = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicReference<String> last = new AtomicReference<>("");
    private final Crowd crowd = new Crowd(LONGEST);

    StubbornClients(TestSystem system, String path, int clients) {
        this.client = new Client(system);
        this.request = Request.get(system.url() + path).with("Connection: close");
        crowd.start("stubborn", clients, this::connect);
    }

    private void connect() {
        try (Line line = client.line(request.host())) {
            ask(line);
        } catch (IOException e) {
            LockSupport.parkNanos(PAUSE); // Nobody was there: nothing was sent.
        }
    }

    private void ask(Line line) {
        try {
            line.send(request);
            Answer answer = line.readAll(request.url());
            if (answer.status() == 200) {
                answered.incrementAndGet();
                last.set(answer.body());
            } else if (answer.status() == 0) {
                cut.add("no answer");
            } else {
                wrong.add(answer.head() + "\n" + answer.body());
            }
        } catch (IOException e) {
            cut.add(e.toString());
        }
    }

    /** Waits until an answer starts like this. */
    void awaitAnswer(String start) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> String.valueOf(last.get()).startsWith(start));
    }

    List<String> wrong() {
        return List.copyOf(wrong);
    }

    List<String> cut() {
        return List.copyOf(cut);
    }

    int answered() {
        return answered.get();
    }

    @Override
    public void close() {
        crowd.close();
    }
}
