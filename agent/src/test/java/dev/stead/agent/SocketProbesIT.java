package dev.stead.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.base.VirtualScheduler;
import dev.stead.model.Health;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

class SocketProbesIT {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(200);

    private final VirtualScheduler scheduler = new VirtualScheduler("test", System::nanoTime);
    private final SocketProbes probes = new SocketProbes(scheduler);
    private final AtomicReference<String> asked = new AtomicReference<>("");

    @AfterEach
    void close() {
        scheduler.close();
    }

    @Test
    void takes200To399ForHealthy() throws Exception {
        assertThat(get("HTTP/1.1 200 OK\r\n\r\nfine").failure()).isEmpty();
        assertThat(get("HTTP/1.0 302 Found\r\n\r\n").failure()).isEmpty();
        assertThat(get("HTTP/1.1 204\r\n\r\n").failure()).isEmpty();
        assertThat(get("HTTP/1.1 503 Busy\r\n\r\n").failure()).hasValue("GET /health answered 503");
        assertThat(get("HTTP/1.1 404 No\r\n\r\n").failure()).hasValue("GET /health answered 404");
        assertThat(asked.get())
                .startsWith("GET /health HTTP/1.1\r\nHost: 127.0.0.1:")
                .contains("Connection: close");
    }

    @Test
    void takesNothingElseForAnAnswer() throws Exception {
        assertThat(get("SSH-2.0-OpenSSH\r\n").failure())
                .hasValue("GET /health was not answered in HTTP/1.1");
        assertThat(get("HTTP/1.1 2x0 OK\r\n").failure()).isPresent();
        assertThat(get("").failure()).isPresent();
        assertThat(get("HTTP/1.1 200 " + "x".repeat(1_000_000)).failure()).isEmpty();
    }

    @Test
    void givesTheBodyOfAGoodAnswerAndNoOther() throws Exception {
        assertThat(body("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbusy and more"))
                .hasValue("busy");
        assertThat(body("HTTP/1.0 200\r\nA: b\r\n\r\nto its end")).hasValue("to its end");
        assertThat(body("HTTP/1.1 404 No\r\n\r\nbusy")).isEmpty();
        assertThat(body("HTTP/1.1\r\n\r\nbusy")).isEmpty();
        assertThat(asked.get()).startsWith("GET /status HTTP/1.0\r\nHost: 127.0.0.1:");
        assertThatThrownBy(() -> body("SSH-2.0-OpenSSH\r\n")).isInstanceOf(IOException.class);
        try (ServerSocket silent = serve(socket -> {})) {
            assertThatThrownBy(() -> probes.get(silent.getLocalPort(), "/", SHORT))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("did not answer within 200 ms");
        }
    }

    @Test
    void doesNotWaitLongerThanItMay() throws Exception {
        try (ServerSocket silent = serve(socket -> {})) {
            int port = silent.getLocalPort();
            assertThat(probes.http(port, "/", SHORT).failure())
                    .hasValue("port " + port + " did not answer within 200 ms");
        }
        try (ServerSocket slow = serve(SocketProbesIT::half)) {
            int port = slow.getLocalPort();
            assertThat(probes.http(port, "/", SHORT).failure())
                    .hasValue("port " + port + " did not answer within 200 ms");
        }
    }

    @Test
    void tellsARefusedConnection() throws Exception {
        int port;
        try (ServerSocket server = serve(socket -> {})) {
            port = server.getLocalPort();
            assertThat(probes.tcp(port, LONG).failure()).isEmpty();
        }
        // Another one: the first is still open as long as a thread is in its accept.
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
        }
        assertThat(probes.tcp(port, LONG).failure())
                .hasValue("port " + port + ": connection refused");
    }

    @Test
    void exchangesBytes() throws Exception {
        Health.Exchange ping = new Health.Exchange("PING\r\n", "+PONG");
        assertThat(exchange("+PONG\r\n", ping).failure()).isEmpty();
        assertThat(exchange("-LOADING\r\n", ping).failure().orElse(""))
                .endsWith("answered \"-LOAD\", not what was expected");
        assertThat(
                        exchange("\u00ff\u0000", new Health.Exchange("\u00fe", "\u00ff\u0000"))
                                .failure())
                .isEmpty();
    }

    private ProbeResult get(String answer) throws IOException {
        try (ServerSocket server = serve(socket -> answer(socket, answer))) {
            return probes.http(server.getLocalPort(), "/health", LONG);
        }
    }

    private Optional<String> body(String answer) throws IOException {
        try (ServerSocket server = serve(socket -> answer(socket, answer))) {
            return probes.get(server.getLocalPort(), "/status", LONG);
        }
    }

    private ProbeResult exchange(String answer, Health.Exchange exchange) throws IOException {
        try (ServerSocket server = serve(socket -> answer(socket, answer))) {
            return probes.exchange(server.getLocalPort(), exchange, LONG);
        }
    }

    private void answer(Socket socket, String answer) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] request = new byte[4096];
        int length = in.read(request);
        asked.set(new String(request, 0, Math.max(0, length), StandardCharsets.ISO_8859_1));
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        socket.close();
    }

    private static void half(Socket socket) throws IOException {
        socket.getOutputStream().write("HTTP/1.1 200".getBytes(StandardCharsets.ISO_8859_1));
    }

    private static ServerSocket serve(Talk talk) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual()
                .start(() -> {
                    while (!server.isClosed()) {
                        try {
                            talk.with(server.accept());
                        } catch (IOException e) {
                            return;
                        }
                    }
                });
        return server;
    }

    @FunctionalInterface
    private interface Talk {
        void with(Socket socket) throws IOException;
    }
}
