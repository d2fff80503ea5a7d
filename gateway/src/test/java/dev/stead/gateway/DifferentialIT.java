package dev.stead.gateway;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import javax.net.ssl.SSLContext;

/**
 * The hostile corpus and ordinary requests through Stead, nginx and HAProxy, which must answer with
 * the same statuses and forward the same requests: method, target, host and body. What differs is
 * on the list {@code hostile/differences.txt}, with the reason; nothing else may be on it.
 */
final class DifferentialIT {
    private static final String PROBE =
            "GET /probe HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    /** Marks what depends on how another proxy gets the bytes. */
    private static final String SOMETIMES = "sometimes ";

    /** One message of so many is sent. */
    private static final int STEP = TestGateway.count(5, 1);

    @TempDir Path folder;

    /** One proxy with an instance of its own behind it. */
    private record Side(String name, Connecting connecting, Recorder recorder) {
        interface Connecting {
            RawClient connect() throws IOException;
        }
    }

    @Test
    void differsFromOthersOnlyWhereItShould() throws Exception {
        List<HostileMessage> messages = messages();
        Map<String, String> found = differences(messages);
        Set<String> listed = listed(messages);
        Map<String, String> unlisted = new TreeMap<>(found);
        unlisted.keySet().removeIf(it -> listed.contains(it) || listed.contains(SOMETIMES + it));
        Set<String> outdated = new HashSet<>(listed);
        outdated.removeIf(it -> it.startsWith(SOMETIMES));
        outdated.removeAll(found.keySet());
        SoftAssertions.assertSoftly(softly -> {
            softly.assertThat(unlisted).as("differences that are not listed").isEmpty();
            softly.assertThat(outdated).as("listed, but no difference").isEmpty();
        });
    }

    private Map<String, String> differences(List<HostileMessage> messages) throws Exception {
        assumeTrue(Files.isExecutable(OtherProxy.NGINX), "nginx is not installed");
        assumeTrue(Files.isExecutable(OtherProxy.HAPROXY), "haproxy is not installed");
        try (Recorder ours = Recorder.start(LaxRequest::read);
                Recorder behindNginx = Recorder.start(LaxRequest::read);
                Recorder behindHaproxy = Recorder.start(LaxRequest::read);
                OtherProxy nginx = OtherProxy.nginx(folder(0), behindNginx.port());
                OtherProxy haproxy = OtherProxy.haproxy(folder(1), behindHaproxy.port());
                TestGateway gateway = new TestGateway(folder(2))) {
            gateway.serve(TestGateway.proxied("/", false, List.of(ours.endpoint())));
            SSLContext trust = gateway.trust();
            Side stead = new Side("stead", () -> gateway.connect(trust), ours);
            List<Side> others =
                    List.of(
                            new Side("nginx", nginx::connect, behindNginx),
                            new Side("haproxy", haproxy::connect, behindHaproxy));
            Map<String, String> found = new TreeMap<>();
            for (HostileMessage message : messages) {
                String wanted = outcome(stead, message);
                for (Side other : others) {
                    String got = outcome(other, message);
                    if (!got.equals(wanted)) {
                        found.put(other.name() + ": " + message.name(), got + " <> " + wanted);
                    }
                }
            }
            return found;
        }
    }

    /** The last statuses, and what went through. */
    private static String outcome(Side side, HostileMessage message) throws IOException {
        String statuses;
        try (RawClient client = side.connecting().connect()) {
            client.timeout(10_000);
            statuses = statuses(client, message);
        }
        return statuses
                + side.recorder().take().stream()
                        .map(DifferentialIT::summary)
                        .collect(Collectors.joining(", ", " [", "]"));
    }

    private static String statuses(RawClient client, HostileMessage message) throws IOException {
        try {
            client.send(message.bytes() + PROBE);
            if (message.field("ends").contains("client")) {
                client.endOutput();
            }
            return HostileOutcome.read(client.in(), message.isHead()).statuses().toString();
        } catch (SocketTimeoutException e) {
            return "silent";
        } catch (IOException e) {
            return "reset";
        }
    }

    private static String summary(StrictRequest request) {
        String host =
                request.headers().stream()
                        .filter(it -> it.startsWith("host:"))
                        .collect(Collectors.joining(","));
        return String.join(" ", request.method(), request.target(), host, request.body()).strip();
    }

    private static List<HostileMessage> messages() throws IOException {
        List<HostileMessage> all = new ArrayList<>(HostileMessage.requests());
        all.addAll(HostileMessage.read("ordinary.txt"));
        return IntStream.range(0, all.size() / STEP).mapToObj(i -> all.get(i * STEP)).toList();
    }

    private static Set<String> listed(List<HostileMessage> messages) throws IOException {
        Set<String> names = messages.stream().map(HostileMessage::name).collect(Collectors.toSet());
        try (InputStream in =
                Objects.requireNonNull(
                        DifferentialIT.class.getResourceAsStream("/hostile/differences.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .filter(line -> names.contains(line.substring(line.indexOf(": ") + 2)))
                    .collect(Collectors.toSet());
        }
    }

    private Path folder(int number) throws IOException {
        return Files.createDirectories(folder.resolve("" + number));
    }
}
