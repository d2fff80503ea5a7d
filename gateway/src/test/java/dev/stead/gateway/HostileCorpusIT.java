package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;

/**
 * Each message of the corpus, sent raw to a gateway with an instance behind it that reads strictly.
 * After each message the same connection brings an honest request, {@code /probe}, which must be
 * answered where the connection was to stay open, and must not be seen where it was to end; then
 * another client, on the same event loop and so on the same connections to the instance, gets its
 * own answer.
 */
final class HostileCorpusIT {
    private static final String PROBE =
            "GET /probe HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    private static final int WHOLE = 1 << 20;

    private static BufferLeaks leaks;
    @TempDir static Path folder;
    private static Recorder recorder;
    private static TestGateway gateway;
    private static SSLContext trust;
    private static int connections;
    private static RawClient honest;
    private static int honestRequests;

    @BeforeAll
    static void start() throws Exception {
        leaks = new BufferLeaks();
        recorder = Recorder.start(StrictRequest::read);
        recorder.answer(
                "/switch",
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n"
                        + "Upgrade: websocket\r\n\r\n",
                false);
        gateway =
                new TestGateway(folder, GatewaySettings.standard().withThreads(1))
                        .serve(TestGateway.proxied("/", false, List.of(recorder.endpoint())));
        trust = gateway.trust();
        honest = gateway.connect(trust);
    }

    @AfterAll
    static void stop() throws Exception {
        honest.close();
        gateway.close();
        recorder.close();
        leaks.close();
        assertThat(recorder.takeUnclear()).isEmpty();
        assertThat(recorder.take()).as("late requests").isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> requests() throws IOException {
        return HostileMessage.requests().stream()
                .map(it -> DynamicTest.dynamicTest(it.name(), () -> check(it, WHOLE, WHOLE)));
    }

    @TestFactory
    Stream<DynamicTest> requestsByteByByte() throws IOException {
        return sample(TestGateway.count(30, 2_000))
                .map(it -> DynamicTest.dynamicTest(it.name(), () -> check(it, 1, 1)));
    }

    @TestFactory
    Stream<DynamicTest> requestsInTwoParts() throws IOException {
        Random random = new Random(11);
        int cuts = TestGateway.count(1, 40);
        return sample(TestGateway.count(80, 2_000))
                .map(it ->
                        DynamicTest.dynamicTest(
                                it.name(),
                                () -> {
                                    for (int i = 0; i < cuts; i++) {
                                        check(it, 1 + random.nextInt(it.bytes().length()), WHOLE);
                                    }
                                }));
    }

    @TestFactory
    Stream<DynamicTest> replies() throws IOException {
        return HostileMessage.replies().stream()
                .map(it -> DynamicTest.dynamicTest(it.name(), () -> checkReply(it)));
    }

    @Test
    void keepsMemoryFlat() throws Exception {
        List<HostileMessage> some = sample(TestGateway.count(80, 2_000)).toList();
        send(some);
        long heap = usedHeap();
        long direct = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
        for (int i = 0; i < TestGateway.count(2, 20); i++) {
            send(some);
        }
        assertThat(usedHeap() - heap).isLessThan(4 << 20);
        assertThat(PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() - direct)
                .isLessThan(8 << 20);
    }

    private static void send(List<HostileMessage> messages) throws Exception {
        for (HostileMessage message : messages) {
            exchange(message, WHOLE, WHOLE);
        }
        recorder.take();
        assertThat(recorder.takeUnclear()).isEmpty();
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Short messages, spread over the corpus. */
    private static Stream<HostileMessage> sample(int count) throws IOException {
        List<HostileMessage> all =
                HostileMessage.requests().stream().filter(it -> it.bytes().length() < 600).toList();
        int step = Math.max(1, all.size() / count);
        return IntStream.range(0, all.size() / step).mapToObj(i -> all.get(i * step));
    }

    private static void check(HostileMessage message, int first, int step) throws Exception {
        HostileOutcome outcome = exchange(message, first, step);
        List<String> wanted = new ArrayList<>(message.statuses());
        List<String> forwards = new ArrayList<>(message.forwards());
        if (!message.closed()) {
            wanted.add("200");
            forwards.add("GET /probe");
        }
        honestClientIsServed();
        List<StrictRequest> seen = seen();
        assertThat(recorder.takeUnclear()).isEmpty();
        checkStatuses(message, outcome, wanted);
        assertThat(seen.stream().map(HostileCorpusIT::summary).toList())
                .as(message.why())
                .isEqualTo(forwards);
        seen.stream()
                .limit(message.forwards().size())
                .forEach(request -> checkFields(message, request));
    }

    private static void checkReply(HostileMessage message) throws Exception {
        recorder.answer("/reply", message.reply(), message.field("ends").contains("instance"));
        HostileOutcome outcome = exchange(message, WHOLE, WHOLE);
        List<String> wanted = new ArrayList<>(message.statuses());
        if (!message.closed()) {
            wanted.add("200");
        }
        honestClientIsServed();
        recorder.take();
        assertThat(recorder.takeUnclear()).isEmpty();
        checkStatuses(message, outcome, wanted);
        if (!message.field("cut").isEmpty()) {
            assertThat(outcome.cut() || outcome.statuses().isEmpty()).isTrue();
        } else {
            assertThat(outcome.cut()).as("cut").isFalse();
        }
        List<String> gets = message.field("gets");
        assertThat(outcome.bodies().subList(0, gets.size())).isEqualTo(gets);
        assertThat(outcome.bodies()).noneMatch(body -> body.contains("forged"));
    }

    private static void checkStatuses(
            HostileMessage message, HostileOutcome outcome, List<String> wanted) {
        assertThat(fits(outcome.statuses(), wanted))
                .as("%s: %s is not %s", message.why(), outcome.statuses(), wanted)
                .isTrue();
    }

    private static void checkFields(HostileMessage message, StrictRequest request) {
        for (String field : message.field("with")) {
            assertThat(request.headers()).contains(Escaped.decode(field));
        }
        for (String name : message.field("without")) {
            assertThat(request.headers()).noneMatch(it -> it.startsWith(name + ":"));
        }
        for (String text : message.field("lacks")) {
            assertThat(request.headers()).noneMatch(it -> it.contains(text));
        }
        for (String trailers : message.field("trailer")) {
            assertThat(request.trailers())
                    .isEqualTo(trailers.isEmpty() ? List.of() : List.of(trailers));
        }
    }

    private static HostileOutcome exchange(HostileMessage message, int first, int step)
            throws Exception {
        if (++connections % 500 == 0) {
            // The JDK's client keeps every session that was resumed from one, as long as that one.
            trust = gateway.trust();
        }
        try (RawClient client = gateway.connect(trust)) {
            String bytes = message.bytes() + PROBE;
            int at = Math.min(first, bytes.length());
            client.send(bytes.substring(0, at));
            while (at < bytes.length()) {
                int end = Math.min(bytes.length(), at + Math.min(step, WHOLE));
                client.send(bytes.substring(at, end));
                at = end;
            }
            if (message.field("ends").contains("client")) {
                client.endOutput();
            }
            return HostileOutcome.read(client.in(), message.isHead());
        }
    }

    private static void honestClientIsServed() throws IOException {
        String target = "/honest/" + honestRequests++;
        RawClient.Reply reply = honest.get(target);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(target);
    }

    private static List<StrictRequest> seen() {
        return recorder.take().stream().filter(it -> !it.target().startsWith("/honest/")).toList();
    }

    private static String summary(StrictRequest request) {
        String start = request.method() + " " + request.target();
        return request.body().isEmpty() ? start : start + " " + request.body();
    }

    private static boolean fits(List<Integer> statuses, List<String> wanted) {
        if (statuses.isEmpty() && wanted.size() == 1) {
            return wanted.getFirst().endsWith("|none");
        }
        return statuses.size() == wanted.size()
                && IntStream.range(0, statuses.size())
                        .allMatch(i ->
                                List.of(wanted.get(i).split("\\|", -1))
                                        .contains(
                                                String.format(
                                                        Locale.ROOT, "%03d", statuses.get(i))));
    }
}
