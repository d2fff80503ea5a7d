package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** What comes of guessing passwords, and of many people who sign in at once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GuessesIT {
    private static final int GUESSERS = 8;
    private static final int ACCOUNTS = 12;
    private static final int AT_ONCE = 200;

    private final TestSystem system = TestSystem.of("guess");
    private final People people = new People(system);

    @BeforeAll
    void up() throws IOException {
        Echo.write(system);
        system.up();
        for (int i = 0; i < ACCOUNTS; i++) {
            people.add("victim" + i, "user");
            people.add("quiet" + i, "user");
        }
        people.add("busy", "user");
        people.add("other", "user");
    }

    @AfterAll
    void down() throws IOException {
        system.close();
    }

    private Request guess(String name, String password) {
        return Request.form(
                system.own() + "/sign-in", Map.of("name", name, "password", password, "to", "/"));
    }

    /** One of many. */
    private static String address(int number) {
        return "127.0." + (1 + number / 250 % 250) + "." + (1 + number % 250);
    }

    private static boolean signedIn(Answer answer) {
        return answer.headers("Set-Cookie").stream()
                .anyMatch(
                        cookie -> cookie.startsWith(Client.SESSION + "=") && cookie.length() > 60);
    }

    @Test
    void manyGuessesFromManyAddressesAreRefusedWhileOthersWork() throws Exception {
        int count = Counts.of(300, 10_000);
        Client client = new Client(system);
        AtomicInteger next = new AtomicInteger();
        AtomicInteger in = new AtomicInteger();
        AtomicInteger unseen = new AtomicInteger();
        try (Others others = new Others(system);
                ExecutorService guessers = Executors.newFixedThreadPool(GUESSERS)) {
            List<Future<Boolean>> ends = new ArrayList<>();
            for (int i = 0; i < GUESSERS; i++) {
                Random random = new Random(i);
                ends.add(
                        guessers.submit(() -> {
                            for (int n = next.getAndIncrement();
                                    n < count;
                                    n = next.getAndIncrement()) {
                                String name = "victim" + random.nextInt(ACCOUNTS);
                                Answer answer =
                                        client.stranger()
                                                .from(address(n))
                                                .send(guess(name, "guess number " + n));
                                in.addAndGet(signedIn(answer) ? 1 : 0);
                                unseen.addAndGet(answer.status() == 429 ? 1 : 0);
                            }
                            return true;
                        }));
            }
            long begun = System.nanoTime();
            Client other = new Client(system, "127.0.0.77");
            other.signIn("other", People.PASSWORD);
            Duration waited = Duration.ofNanos(System.nanoTime() - begun);
            assertThat(system.state("web")).as("meanwhile").isEqualTo("healthy");
            for (Future<Boolean> end : ends) {
                assertThat(end.get()).isTrue();
            }

            System.out.printf(
                    "%d guesses: %d refused unseen; somebody else signed in after %d ms; %s%n",
                    count, unseen.get(), waited.toMillis(), others.figures());
            assertThat(in.get()).isZero();
            assertThat(unseen.get()).as("lock-out").isGreaterThan(count / 2);
            assertThat(waited).isLessThan(Duration.ofSeconds(10));
            others.assertUndisturbed();
        }
    }

    /** Medians of single tries, each from an address of its own, known and unknown in turn. */
    @Test
    void neitherTextNorTimeTellsWhetherANameExists() throws Exception {
        Client client = new Client(system);
        List<Long> known = new ArrayList<>();
        List<Long> unknown = new ArrayList<>();
        for (int i = 0; i < ACCOUNTS; i++) {
            String name = "quiet" + i;
            String none = "nobody" + i;
            Answer one = timed(known, client.stranger().from("127.1.1." + (i + 1)), name);
            Answer two = timed(unknown, client.stranger().from("127.1.2." + (i + 1)), none);
            assertThat(two.status()).isEqualTo(one.status());
            assertThat(two.body().replace(none, "NAME"))
                    .isEqualTo(one.body().replace(name, "NAME"));
        }

        double ratio = (double) median(known) / median(unknown);
        System.out.printf(
                "a wrong password takes %d ms for a name that exists, %d ms for one that does"
                        + " not%n",
                median(known) / 1_000_000, median(unknown) / 1_000_000);
        assertThat(ratio).isBetween(0.7, 1.4);
    }

    private Answer timed(List<Long> times, Client client, String name) throws IOException {
        try (Line line = client.line("stead." + system.domain())) {
            Request request = guess(name, "not the right one").with("Connection: close");
            long begun = System.nanoTime();
            line.send(request);
            Answer answer = line.readAll(request.url());
            times.add(System.nanoTime() - begun);
            return answer;
        }
    }

    private static long median(List<Long> times) {
        return times.stream().sorted().skip(times.size() / 2).findFirst().orElse(0L);
    }

    @Test
    void manySignInsAtOnceAreServedInOrderWithoutStarvingOthers() throws Exception {
        Client client = new Client(system);
        AtomicInteger served = new AtomicInteger();
        List<Line> lines = new ArrayList<>();
        try (Others others = new Others(system);
                ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < AT_ONCE; i++) {
                lines.add(client.from("127.2.0." + (i + 1)).line("stead." + system.domain()));
            }
            List<Future<Integer>> ranks = new ArrayList<>();
            long begun = System.nanoTime();
            for (Line line : lines) {
                Request request = guess("busy", People.PASSWORD).with("Connection: close");
                line.send(request);
                ranks.add(readers.submit(rank(line, request, served)));
            }
            assertThat(system.state("web")).as("meanwhile").isEqualTo("healthy");
            List<Integer> order = new ArrayList<>();
            for (Future<Integer> rank : ranks) {
                order.add(rank.get());
            }
            assertThat(order).as("-1: not signed in").doesNotContain(-1);
            long millis = (System.nanoTime() - begun) / 1_000_000;

            int latest = IntStream.range(0, AT_ONCE).map(i -> order.get(i) - i).max().orElse(0);
            System.out.printf(
                    "%d sign-ins at once: all served in %d ms, none more than %d places late; %s%n",
                    AT_ONCE, millis, latest, others.figures());
            // They come in within milliseconds by two event loops, each of which passes its own
            // half
            // on in bursts. Without an order the latest would be near the end.
            assertThat(latest).as("places behind its turn").isLessThan(AT_ONCE / 2);
            others.assertUndisturbed();
        } finally {
            lines.forEach(Line::close);
        }
    }

    /** As the how many-th it is signed in; -1 when it is not. */
    private static Callable<Integer> rank(Line line, Request request, AtomicInteger served) {
        return () -> {
            Answer answer = line.readAll(request.url());
            int rank = served.getAndIncrement();
            return signedIn(answer) ? rank : -1;
        };
    }
}
