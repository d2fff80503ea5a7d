package dev.stead.gateway;

import static org.awaitility.Awaitility.await;

import dev.stead.api.RouteTable.PemFiles;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Debian's pebble, the ACME server that is made for tests: strict, with a fifth of the nonces
 * refused, with a DNS server beside it that has 127.0.0.1 for every name.
 */
final class Pebble implements AutoCloseable {
    private final Path folder;
    private final PemFiles own;
    private final int port = freePort();
    private final int management = freePort();
    private final int names = freePort();
    private final List<Process> processes = new ArrayList<>();

    /**
     * @param http port at which names are checked by HTTP-01
     * @param tls port at which names are checked by TLS-ALPN-01
     */
    Pebble(Path folder, TestAuthority authority, int http, int tls) throws Exception {
        this.folder = folder;
        this.own = authority.write("pebble", "localhost");
        Files.writeString(folder.resolve("trust.pem"), Pem.encode(authority.authority().leaf()));
        Files.writeString(
                folder.resolve("pebble.json"),
                """
                {"pebble": {"listenAddress": "127.0.0.1:%d",
                  "managementListenAddress": "127.0.0.1:%d",
                  "certificate": "%s", "privateKey": "%s",
                  "httpPort": %d, "tlsPort": %d}}
                """
                        .formatted(port, management, own.certificate(), own.key(), http, tls));
    }

    Pebble start() throws IOException {
        run(
                "pebble-challtestsrv",
                "-defaultIPv6",
                "",
                "-dns01",
                "127.0.0.1:" + names,
                "-http01",
                "",
                "-https01",
                "",
                "-tlsalpn01",
                "",
                "-management",
                "127.0.0.1:" + freePort());
        run(
                "pebble",
                "-strict",
                "-config",
                folder.resolve("pebble.json").toString(),
                "-dnsserver",
                "127.0.0.1:" + names);
        await().until(() -> answers(port) && answers(names));
        return this;
    }

    private void run(String... words) throws IOException {
        Path log = log(words[0]);
        ProcessBuilder builder =
                new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment()
                .putAll(Map.of("PEBBLE_VA_NOSLEEP", "1", "PEBBLE_WFE_NONCEREJECT", "20"));
        processes.add(builder.start());
    }

    private Path log(String program) {
        return folder.resolve(program + ".log");
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    URI directory() {
        return URI.create("https://localhost:" + port + "/dir");
    }

    Path trust() {
        return folder.resolve("trust.pem");
    }

    /** How many certificates it has issued. */
    long issued() throws IOException {
        return lines("Issued certificate serial");
    }

    private long lines(String with) throws IOException {
        try (var lines = Files.lines(log("pebble"))) {
            return lines.filter(line -> line.contains(with)).count();
        }
    }

    String log() throws IOException {
        return Files.readString(log("pebble"));
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        for (Process process : processes) {
            process.destroy();
            process.onExit().join();
        }
        processes.clear();
    }
}
