package dev.stead.e2e;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that ask again and again, each on one connection as long as the other side keeps it, and
 * at most forty minutes. A connection is opened anew only where an answer said that it ends.
 */
final class KeptConnections implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(40);

    private final Client client;
    private final String url;
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final Crowd crowd = new Crowd(LONGEST);

    KeptConnections(TestSystem system, String path, int clients) {
        this.client = new Client(system);
        this.url = system.url() + path;
        crowd.start("kept", clients, () -> use(system.domain()));
    }

    /** A connection as long as it lasts. */
    private void use(String host) {
        try (Line line = client.line(host)) {
            boolean kept = true;
            while (kept && crowd.goesOn()) {
                kept = ask(line);
            }
        } catch (IOException e) {
            failures.add(e.toString());
        }
    }

    private boolean ask(Line line) throws IOException {
        line.send(Request.get(url));
        Answer head = line.readHead(url);
        if (head.status() != 200) {
            failures.add(head.status() + " " + head.head());
            return false;
        }
        line.skip(Integer.parseInt(head.header("Content-Length")));
        count.incrementAndGet();
        return !head.header("Connection").equalsIgnoreCase("close");
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    int count() {
        return count.get();
    }

    @Override
    public void close() {
        crowd.close();
    }
}
