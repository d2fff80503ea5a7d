package dev.stead.gateway;

import static dev.stead.gateway.TestGateway.proxied;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.api.RouteTable;
import dev.stead.model.AddressRules;
import dev.stead.model.Cidr;
import dev.stead.model.FrontProxy;
import dev.stead.model.FrontProxy.By;
import dev.stead.model.TrafficRules;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;

/** The proxy before the gateway is 127.0.0.2; visitors without one come from 127.0.0.1. */
final class FrontIT {
    private static final String PROXY = "127.0.0.2";
    private static final String VISITOR = "127.0.0.1";
    private static final byte[] SIGNATURE = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a");

    @TempDir Path folder;
    private TestGateway gateway;
    private BackEnd backEnd;
    private SSLContext trust;

    @BeforeEach
    void start() throws Exception {
        backEnd = BackEnd.saying("api-1", "ok");
        gateway = new TestGateway(folder);
        serve(By.PROXY_PROTOCOL);
        trust = gateway.trust();
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        backEnd.close();
    }

    private void serve(By by) {
        serve(by, TestGateway.GENEROUS);
    }

    private void serve(By by, TrafficRules traffic) {
        RouteTable table = gateway.table(proxied("/", backEnd));
        FrontProxy front =
                new FrontProxy(
                        Stream.of("127.0.0.2/31", "10.9.0.0/16")
                                .map(range -> Cidr.parse(range).orElseThrow())
                                .toList(),
                        by);
        gateway.gateway()
                .serve(
                        new RouteTable(
                                new RouteTable.Listeners(
                                        table.listeners().addresses(), 0, 0, Optional.of(front)),
                                table.certificate(),
                                table.entries(),
                                List.of(),
                                Optional.empty(),
                                traffic));
    }

    private static byte[] text(String line) {
        return line.getBytes(StandardCharsets.US_ASCII);
    }

    /** A header of version 2 (proxy-protocol.txt, 2.2). */
    private static byte[] binary(int command, int family, byte[] rest) {
        return ByteBuffer.allocate(SIGNATURE.length + 4 + rest.length)
                .put(SIGNATURE)
                .put((byte) command)
                .put((byte) family)
                .putShort((short) rest.length)
                .put(rest)
                .array();
    }

    private static byte[] addresses(String from, String to, int fromPort, int toPort, int extra) {
        byte[] source = InetAddress.ofLiteral(from).getAddress();
        byte[] target = InetAddress.ofLiteral(to).getAddress();
        return ByteBuffer.allocate(source.length + target.length + 4 + extra)
                .put(source)
                .put(target)
                .putShort((short) fromPort)
                .putShort((short) toPort)
                .array();
    }

    private static byte[] mapped() {
        byte[] block = addresses("::", "2001:db8::2", 4711, 443, 0);
        System.arraycopy(HexFormat.of().parseHex("ffffc6336407"), 0, block, 10, 6);
        return block;
    }

    static Stream<byte[]> goodHeaders() {
        return Stream.of(
                text("PROXY TCP4 198.51.100.7 192.0.2.1 4711 443\r\n"),
                text("PROXY TCP6 ::ffff:198.51.100.7 2001:db8::2 4711 443\r\n"),
                binary(0x21, 0x11, addresses("198.51.100.7", "192.0.2.1", 4711, 443, 0)),
                binary(0x21, 0x21, mapped()),
                // With an addition of a type that nobody knows, of 97 bytes.
                binary(0x21, 0x11, withAddition()));
    }

    private static byte[] withAddition() {
        byte[] block = addresses("198.51.100.7", "192.0.2.1", 4711, 443, 100);
        block[12] = (byte) 0xe0;
        block[14] = 97;
        return block;
    }

    private Socket connect(String from, int port) throws IOException {
        Socket socket =
                new Socket(
                        InetAddress.ofLiteral("127.0.0.1"), port, InetAddress.ofLiteral(from), 0);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        return socket;
    }

    private RawClient secure(Socket socket) throws IOException {
        return new RawClient(
                trust.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true));
    }

    private Http.Head seenAfter(byte[] header, String from, String... headers) throws IOException {
        Socket socket = connect(from, gateway.gateway().ports().https());
        socket.getOutputStream().write(header);
        try (RawClient client = secure(socket)) {
            assertThat(client.get("/", lines(headers)).body()).isEqualTo("ok");
        }
        return backEnd.requests().remove();
    }

    private static String lines(String... headers) {
        return Stream.of(headers).map(header -> header + "\r\n").reduce("", String::concat);
    }

    @ParameterizedTest
    @MethodSource("goodHeaders")
    void aProxySaysWhomItSpeaksFor(byte[] header) throws Exception {
        Http.Head seen = seenAfter(header, PROXY, "X-Forwarded-For: 6.6.6.6");
        assertThat(seen.all("X-Forwarded-For")).containsExactly("198.51.100.7");
        assertThat(seen.all("X-Forwarded-Port")).containsExactly("443");
        assertThat(seen.all("X-Forwarded-Proto")).containsExactly("https");
    }

    @ParameterizedTest
    @MethodSource("goodHeaders")
    void aHeaderMayComeByteByByte(byte[] header) throws Exception {
        Socket socket = connect(PROXY, gateway.gateway().ports().https());
        for (byte b : header) {
            socket.getOutputStream().write(b);
            socket.getOutputStream().flush();
        }
        try (RawClient client = secure(socket)) {
            assertThat(client.get("/").body()).isEqualTo("ok");
        }
        assertThat(backEnd.requests().remove().all("X-Forwarded-For"))
                .containsExactly("198.51.100.7");
    }

    static Stream<byte[]> headersForTheProxyItself() {
        return Stream.of(
                text("PROXY UNKNOWN\r\n"),
                text("PROXY UNKNOWN ffff::1 ffff::2 65535 65535\r\n"),
                binary(0x20, 0x00, new byte[0]),
                binary(0x20, 0x11, addresses("198.51.100.7", "192.0.2.1", 1, 2, 0)),
                binary(0x21, 0x00, new byte[5]),
                binary(0x21, 0x31, new byte[216]));
    }

    /** So do load balancers ask for health. */
    @ParameterizedTest
    @MethodSource("headersForTheProxyItself")
    void aProxyMaySpeakForItself(byte[] header) throws Exception {
        Http.Head seen = seenAfter(header, PROXY);
        assertThat(seen.all("X-Forwarded-For")).containsExactly(PROXY);
        assertThat(seen.all("X-Forwarded-Port"))
                .containsExactly("" + gateway.gateway().ports().https());
    }

    @Test
    void whoeverElseConnectsIsAVisitor() throws Exception {
        Http.Head seen = seenAfter(new byte[0], VISITOR, "X-Forwarded-For: 6.6.6.6");
        assertThat(seen.all("X-Forwarded-For")).containsExactly(VISITOR);
    }

    static Stream<byte[]> badHeaders() {
        byte[] tooMuch = addresses("198.51.100.7", "192.0.2.1", 1, 2, 60_000);
        byte[] overrun = withAddition();
        overrun[13] = 1;
        return Stream.of(
                text("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
                text("PROXY TCP4 198.51.100.7 192.0.2.1 4711\r\n"),
                text("PROXY TCP4 198.51.100.777 192.0.2.1 4711 443\r\n"),
                text("PROXY TCP4 198.51.100.7 192.0.2.1 4711 70000\r\n"),
                text("PROXY TCP4 ::1 ::1 4711 443\r\n"),
                text("PROXY TCP5 198.51.100.7 192.0.2.1 4711 443\r\n"),
                text("proxy TCP4 198.51.100.7 192.0.2.1 4711 443\r\n"),
                text("PROXY TCP4 x\r\nPROXY TCP4 198.51.100.7 192.0.2.1 4711 443\r\n"),
                text("PROXY TCP4 " + "1".repeat(120)),
                binary(0x11, 0x11, addresses("198.51.100.7", "192.0.2.1", 1, 2, 0)),
                binary(0x2f, 0x11, addresses("198.51.100.7", "192.0.2.1", 1, 2, 0)),
                binary(0x21, 0x77, addresses("198.51.100.7", "192.0.2.1", 1, 2, 0)),
                binary(0x21, 0x21, addresses("198.51.100.7", "192.0.2.1", 1, 2, 0)),
                binary(0x21, 0x11, tooMuch),
                binary(0x21, 0x11, overrun));
    }

    @ParameterizedTest
    @MethodSource("badHeaders")
    void aConnectionWithABadHeaderIsClosedUnanswered(byte[] header) throws Exception {
        for (int port : ports()) {
            try (RawClient client = new RawClient(connect(PROXY, port))) {
                sendQuietly(client, header);
                assertThat(client.closed()).isTrue();
            }
        }
        assertThat(backEnd.requests()).isEmpty();
    }

    /** The gateway may close before everything has left. */
    private static void sendQuietly(RawClient client, byte[] bytes) {
        try {
            client.out().write(bytes);
        } catch (IOException e) {
            assertThat(e).hasMessageMatching("(?i).*(reset|pipe).*");
        }
    }

    private List<Integer> ports() {
        return List.of(gateway.gateway().ports().https(), gateway.gateway().ports().http());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 12, 13, 20, 27})
    void aTruncatedHeaderIsNotWaitedForLonger(int length) throws Exception {
        gateway.close();
        gateway = new TestGateway(folder, TestGateway.impatient());
        serve(By.PROXY_PROTOCOL);
        byte[] whole = binary(0x21, 0x11, addresses("198.51.100.7", "192.0.2.1", 1, 2, 0));
        byte[] line = text("PROXY TCP4 198.51.100.7 192.0.2.1 4711 443\r\n");
        for (byte[] header : List.of(whole, line)) {
            try (RawClient client = new RawClient(connect(PROXY, ports().getFirst()))) {
                client.out().write(header, 0, length);
                assertThat(client.closed()).isTrue();
            }
        }
    }

    @Test
    void theHeaderOfAVisitorIsNoTlsAndNoHttp() throws Exception {
        byte[] header = text("PROXY TCP4 198.51.100.7 192.0.2.1 4711 443\r\n");
        try (RawClient client = new RawClient(connect(VISITOR, ports().getFirst()))) {
            client.out().write(header);
            assertThat(client.closed()).isTrue();
        }
        try (RawClient client = new RawClient(connect(VISITOR, ports().getLast()))) {
            client.out().write(header);
            assertThat(client.read().status()).isEqualTo(400);
        }
    }

    @Test
    void theDoorThatSendsToTlsKnowsTheProxyToo() throws Exception {
        byte[] header = text("PROXY TCP4 198.51.100.7 192.0.2.1 4711 80\r\n");
        ByteArrayOutputStream together = new ByteArrayOutputStream();
        together.write(header);
        together.write(text("GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        try (RawClient client = new RawClient(connect(PROXY, ports().getLast()))) {
            client.out().write(together.toByteArray());
            assertThat(client.read().status()).isEqualTo(308);
            assertThat(client.get("/b").status()).isEqualTo(308);
        }
        try (RawClient client = new RawClient(connect(PROXY, ports().getLast()))) {
            client.out().write(header);
            assertThat(client.get("/b").status()).isEqualTo(308);
        }
    }

    @Test
    void aVisitorThatIsRefusedIsToldSoBehindAProxyToo() throws Exception {
        TrafficRules usual = TestGateway.GENEROUS;
        serve(
                By.PROXY_PROTOCOL,
                new TrafficRules(
                        usual.connections(),
                        usual.memory(),
                        usual.address(),
                        usual.account(),
                        new AddressRules(
                                List.of(), List.of(Cidr.parse("198.51.100.0/24").orElseThrow())),
                        usual.log()));
        try (RawClient client = new RawClient(connect(PROXY, ports().getLast()))) {
            client.out().write(text("PROXY TCP4 198.51.100.7 192.0.2.1 4711 80\r\n"));
            assertThat(client.get("/").status()).isEqualTo(503);
            assertThat(client.closed()).isTrue();
        }
        try (RawClient client = new RawClient(connect(PROXY, ports().getLast()))) {
            client.out().write(text("PROXY TCP4 203.0.113.7 192.0.2.1 4711 80\r\n"));
            assertThat(client.get("/").status()).isEqualTo(308);
        }
    }

    @Test
    void aChangeOfTheTableIsForTheNextConnections() throws Exception {
        serve(By.FORWARDED_FOR);
        Http.Head seen = seenAfter(new byte[0], PROXY, "X-Forwarded-For: 198.51.100.7");
        assertThat(seen.all("X-Forwarded-For")).containsExactly("198.51.100.7");
    }

    @Test
    void eachRequestOfAProxyMayBeForAnotherVisitor() throws Exception {
        serve(By.FORWARDED_FOR);
        Socket socket = connect(PROXY, ports().getFirst());
        try (RawClient client = secure(socket)) {
            client.get("/1", "X-Forwarded-For: 6.6.6.6, 198.51.100.7, 10.9.8.7\r\n");
            client.get("/2", "X-Forwarded-For: 6.6.6.6\r\nx-forwarded-for: 2001:db8::7\r\n");
            client.get("/3");
        }
        assertThat(backEnd.requests())
                .extracting(head -> head.header("X-Forwarded-For").orElse(""))
                .containsExactly("198.51.100.7", "2001:db8:0:0:0:0:0:7", PROXY);
    }

    @Test
    void whatAVisitorSaysAboutItselfIsNotBelieved() throws Exception {
        serve(By.FORWARDED_FOR);
        Http.Head seen =
                seenAfter(
                        new byte[0],
                        VISITOR,
                        "X-Forwarded-For: 198.51.100.7",
                        "Forwarded: for=198.51.100.7");
        assertThat(seen.all("X-Forwarded-For")).containsExactly(VISITOR);
        assertThat(seen.lines().toString()).doesNotContain("198.51.100.7");
    }
}
