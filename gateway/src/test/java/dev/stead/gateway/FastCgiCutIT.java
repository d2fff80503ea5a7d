package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.api.RouteTable.Endpoint;
import dev.stead.api.RouteTable.Entry;
import dev.stead.api.RouteTable.FastCgi;
import dev.stead.api.RouteTable.Instances;
import dev.stead.model.Access;
import dev.stead.model.Route;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Programs that die in the middle of an answer. */
final class FastCgiCutIT {
    private static final int STDIN = 5;
    private static final int STDOUT = 6;

    private final AtomicInteger asked = new AtomicInteger();
    @TempDir Path folder;
    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = new TestGateway(folder);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void asksNobodyElseForAnAnswerThatHasBegun() throws Exception {
        String begun = "Content-Type: text/plain\r\nContent-Length: 10\r\n\r\nhello";
        assertThat(answerOf(begun)).startsWith("HTTP/1.1 200 ").endsWith("hello");
        assertThat(asked).hasValue(1);
    }

    @Test
    void asksNobodyElseAfterAByteOfTheAnswer() throws Exception {
        assertThat(answerOf("Content-Ty")).startsWith("HTTP/1.1 502 ");
        assertThat(asked).hasValue(1);
    }

    @Test
    void asksAnotherOneWhereNothingWasHeard() throws Exception {
        assertThat(answerOf("")).startsWith("HTTP/1.1 502 ");
        assertThat(asked).hasValue(2);
    }

    /** What a client gets from two instances that both say only this, then hang up. */
    private String answerOf(String said) throws IOException {
        Path web = Files.createDirectories(folder.resolve("web"));
        Files.writeString(web.resolve("a.php"), "");
        try (ServerSocket one = instance(said);
                ServerSocket two = instance(said)) {
            gateway.serve(
                    new Entry(
                            new Route("localhost", "/", false, new Access.Public()),
                            new Instances(
                                    "shop",
                                    List.of(endpoint("shop-1", one), endpoint("shop-2", two)),
                                    Rules.usual().rules(),
                                    Optional.empty(),
                                    new FastCgi(web, Optional.empty(), Optional.empty()))));
            try (RawClient client = gateway.connect()) {
                client.send("GET /a.php HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
                return new String(client.in().readAllBytes(), StandardCharsets.ISO_8859_1);
            }
        }
    }

    private static Endpoint endpoint(String name, ServerSocket server) {
        return new Endpoint(name, "127.0.0.1", server.getLocalPort());
    }

    private ServerSocket instance(String said) throws IOException {
        ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> serve(server, said));
        return server;
    }

    private void serve(ServerSocket server, String said) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                readRequest(new DataInputStream(socket.getInputStream()));
                asked.incrementAndGet();
                if (!said.isEmpty()) {
                    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                    byte[] bytes = said.getBytes(StandardCharsets.ISO_8859_1);
                    out.write(new byte[] {1, STDOUT, 0, 1});
                    out.writeShort(bytes.length);
                    out.writeShort(0);
                    out.write(bytes);
                    out.flush();
                }
            } catch (IOException e) {
                // The test is over.
            }
        }
    }

    /** Up to the record that ends the body. */
    private static void readRequest(DataInputStream in) throws IOException {
        int type;
        int length;
        do {
            in.readByte();
            type = in.readByte();
            in.readShort();
            length = in.readUnsignedShort();
            int padding = in.readUnsignedByte();
            in.readByte();
            in.skipNBytes(length + padding);
        } while (type != STDIN || length > 0);
    }
}
