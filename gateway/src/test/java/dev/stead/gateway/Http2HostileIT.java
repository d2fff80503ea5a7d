package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

import javax.net.ssl.SSLContext;

/**
 * Nothing that breaks the rules of HTTP/2 gets past the gateway, harms others, or leaves something
 * behind.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class Http2HostileIT {
    private BufferLeaks leaks;
    private final Queue<String> complete = new ConcurrentLinkedQueue<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private TestGateway gateway;
    private BackEnd backEnd;
    private SSLContext trust;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        leaks = new BufferLeaks();
        backEnd = BackEnd.start("api-1", this::answer);
        gateway = new TestGateway(folder).serve(backEnd);
        trust = gateway.trust();
    }

    /** Keeps what it got as a whole; the rest was cut, as the gateway should. */
    private boolean answer(Http.Head head, InputStream in, OutputStream out) throws IOException {
        if (head.header("X-Hold").isPresent()) {
            StreamIT.awaitLatch(over);
            return false;
        }
        String body = Http.readBody(head, in);
        if (head.target().equals("/slow")) {
            // Whoever asks for it ends the stream before there is a reply.
            return in.read() >= 0;
        }
        complete.add(head.target() + " " + body);
        Http.reply(out, 200, "ok");
        return true;
    }

    @AfterAll
    void stop() throws IOException {
        over.countDown();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> gateway.gateway().inFlight("api") == 0);
        gateway.close();
        backEnd.close();
        leaks.close();
    }

    static List<Http2Hostile> messages() {
        return Http2Hostile.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void refuses(Http2Hostile message) throws IOException {
        complete.clear();
        try (H2Client client = H2Client.connect(gateway, trust)) {
            try {
                message.script().send(client);
            } catch (IOException e) {
                // The gateway has closed before it got everything.
            }
            if (message.expected().equals("served")) {
                client.get(101, "/served");
                assertThat(describe(client.outcome(101))).isEqualTo("200");
            } else {
                boolean all = message.expected().startsWith("connection");
                H2Client.Outcome outcome = client.outcome(all ? -1 : 1);
                assertThat(describe(outcome))
                        .as("%s", outcome)
                        .isIn(List.of(message.expected().split("\\|", -1)));
            }
        }
        assertThat(complete).allMatch("/served "::equals);
        servesOthers();
    }

    private static String describe(H2Client.Outcome outcome) {
        return switch (outcome) {
            case H2Client.Outcome.Reply reply -> "" + reply.status();
            case H2Client.Outcome.Reset(var error) -> "stream " + error;
            case H2Client.Outcome.GoneAway(var error, var _) -> "connection " + error;
            case H2Client.Outcome.Closed() -> "closed";
        };
    }

    private void servesOthers() throws IOException {
        complete.clear();
        try (H2Client other = H2Client.connect(gateway, trust)) {
            other.get(1, "/good");
            assertThat(other.reply(1).body()).isEqualTo("ok");
        }
        assertThat(complete).containsExactly("/good ");
    }

    @Test
    void hasAtLeastNinetyMessages() {
        assertThat(Http2Hostile.all().stream().map(Http2Hostile::name).distinct().count())
                .isEqualTo(Http2Hostile.all().size())
                .isGreaterThanOrEqualTo(90);
    }
}
