package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stead.api.RouteTable;
import dev.stead.api.RouteTable.Entry;
import dev.stead.model.Access;
import dev.stead.model.AddressRules;
import dev.stead.model.Cidr;
import dev.stead.model.Route;
import dev.stead.model.TrafficRules;
import dev.stead.model.TrafficRules.PerAccount;
import dev.stead.model.TrafficRules.PerAddress;
import dev.stead.model.TrafficRules.Rate;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What visitors may not take, and what they are told. */
final class TrafficIT {
    private static final Rate MANY = new Rate(1_000_000, 1_000_000);
    private static final Rate FEW = new Rate(1, 3);
    private static final PerAddress ADDRESS = new PerAddress(1_000, MANY, MANY);
    private static final PerAccount ACCOUNT = new PerAccount(MANY, MANY);

    private final FakeSessions sessions =
            new FakeSessions().with("ann-secret", "ann").with("bob-secret", "bob");
    @TempDir Path folder;
    private TestGateway gateway;
    private BackEnd backEnd;

    @BeforeEach
    void start() throws IOException {
        gateway = new TestGateway(folder, GatewaySettings.standard(), sessions);
        backEnd = BackEnd.saying("api-1", "ok");
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        backEnd.close();
    }

    @Test
    void takesNoConnectionFromADeniedAddress() throws Exception {
        gateway.serve(from(AddressRules.ANY), TestGateway.proxied("/", backEnd));
        try (RawClient early = gateway.connect();
                RawClient plain = gateway.connectPlain()) {
            assertThat(early.get("/").status()).isEqualTo(200);
            gateway.serve(from(denied("127.0.0.0/8")), TestGateway.proxied("/", backEnd));
            RawClient.Reply refused = early.get("/");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.body()).contains("127.0.0.1");
            assertThat(plain.get("/").status()).isEqualTo(403);
            try (RawClient late = gateway.connectPlain()) {
                assertThat(late.read().status()).isEqualTo(503);
            }
            assertThat(refusedConnections("address")).isPositive();
        }
    }

    @Test
    void aRouteMayBeForSomeAddressesOnly() throws Exception {
        gateway.serve(
                TestGateway.proxied("/", backEnd),
                only("/ops", denied("127.0.0.1")),
                only("/in", new AddressRules(List.of(cidr("127.0.0.1")), List.of())),
                only("/out", new AddressRules(List.of(cidr("10.0.0.0/8")), List.of())));
        try (RawClient client = gateway.connect()) {
            assertThat(client.get("/").status()).isEqualTo(200);
            assertThat(client.get("/ops").status()).isEqualTo(403);
            assertThat(client.get("/in").status()).isEqualTo(200);
            RawClient.Reply refused = client.get("/out", "Accept: text/html\r\n");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.body()).contains("Not from this address", "127.0.0.1");
            assertThat(refused.header("Retry-After")).isEmpty();
        }
    }

    /** Components all have one address, which nobody's limit is for. */
    @Test
    void countsNothingThatOtherComponentsAskFor() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var door =
                new RouteTable.InnerDoor(
                        port, new RouteTable.Instances("api", List.of(backEnd.endpoint())));
        serveFew(List.of(door));
        List<RawClient> inside = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            inside.add(new RawClient(new Socket(InetAddress.getLoopbackAddress(), port)));
            assertThat(inside.getLast().get("/").status()).isEqualTo(200);
        }
        serveFew(List.of());
        for (RawClient client : inside) {
            assertThat(client.get("/").status()).isEqualTo(404);
            client.close();
        }
    }

    private void serveFew(List<RouteTable.InnerDoor> doors) {
        RouteTable table = gateway.table();
        gateway.gateway()
                .serve(
                        new RouteTable(
                                table.listeners(),
                                table.certificate(),
                                table.entries(),
                                doors,
                                Optional.empty(),
                                rules(new PerAddress(1_000, FEW, MANY), ACCOUNT)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ops;x/", "/OPS", "/ops%5cx", "/%2Fops"})
    void givesNoPathToAComponentThatMayTakeItForOneOfOtherAddresses(String path) throws Exception {
        gateway.serve(TestGateway.proxied("/", backEnd), only("/ops", denied("127.0.0.1")));
        try (RawClient client = gateway.connect()) {
            assertThat(client.get(path).status()).isEqualTo(400);
            assertThat(client.get("/other;x").status()).isEqualTo(200);
        }
        assertThat(backEnd.requests()).hasSize(1);
    }

    @Test
    void takesSoManyConnectionsFromAnAddress() throws Exception {
        gateway.serve(
                rules(new PerAddress(5, MANY, MANY), ACCOUNT), TestGateway.proxied("/", backEnd));
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            RawClient client = gateway.connect();
            clients.add(client);
            assertThat(client.get("/").status()).isEqualTo(200);
        }
        try (RawClient plain = gateway.connectPlain()) {
            RawClient.Reply refused = plain.get("/");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isEqualTo("5");
            assertThat(plain.closed()).isTrue();
        }
        for (RawClient client : clients) {
            client.close();
        }
        await().ignoreExceptions()
                .until(() -> {
                    try (RawClient client = gateway.connect()) {
                        return client.get("/").status() == 200;
                    }
                });
        assertThat(refusedConnections("address-connections")).isPositive();
    }

    @Test
    void tellsAnAddressThatAsksTooMuchWhenToComeAgain() throws Exception {
        gateway.serve(
                rules(new PerAddress(1_000, FEW, MANY), ACCOUNT),
                TestGateway.proxied("/", backEnd),
                TestGateway.guarded("/in", new Access.SignedIn(), backEnd));
        try (RawClient client = gateway.connect()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.get("/").status()).isEqualTo(200);
            }
            RawClient.Reply refused = client.get("/", "Accept: text/html\r\n");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(refused.body()).contains("your address, 127.0.0.1", "signed in");
            assertThat(client.get("/in", AccessIT.ANN + "\r\n").status())
                    .as("who is signed in is counted alone")
                    .isEqualTo(200);
            assertThat(client.get("/in", "Cookie: __Host-Http-stead=nobody\r\n").status())
                    .as("a cookie alone is no session")
                    .isEqualTo(429);
            assertThat(client.get("/.stead/session").status()).isEqualTo(429);
        }
        assertThat(metric("stead_gateway_requests_refused_total{reason=\"address-requests\"}"))
                .isPositive();
    }

    @Test
    void asksControlAboutMadeUpSessionsAsOftenAsAnAddressMayAsk() throws Exception {
        gateway.serve(
                rules(new PerAddress(1_000, FEW, MANY), ACCOUNT),
                TestGateway.guarded("/", new Access.SignedIn(), backEnd));
        try (RawClient client = gateway.connect()) {
            assertThat(client.get("/", AccessIT.ANN + "\r\n").status()).isEqualTo(200);
            for (int i = 0; i < 50; i++) {
                client.get("/", "Cookie: __Host-Http-stead=made-up-" + i + "\r\n");
                client.get("/.stead/session", "Cookie: __Host-Http-stead=too-" + i + "\r\n");
            }
            assertThat(client.get("/", "Cookie: __Host-Http-stead=last\r\n").status())
                    .isEqualTo(429);
            assertThat(sessions.asked()).hasSizeLessThan(50);
            sessions.changed();
            assertThat(client.get("/", AccessIT.ANN + "\r\n").status())
                    .as("who was signed in is asked about all the same")
                    .isEqualTo(200);
        }
    }

    @Test
    void countsCodesAndWhatElseTheGatewayKeepsForItself() throws Exception {
        gateway.serve(
                rules(new PerAddress(1_000, FEW, MANY), ACCOUNT),
                TestGateway.guarded("/", new Access.SignedIn(), backEnd));
        try (RawClient client = gateway.connect()) {
            for (int i = 0; i < 50; i++) {
                client.get("/.stead/enter?to=/&code=c" + i);
            }
            assertThat(client.get("/.stead/enter?to=/&code=c").status()).isEqualTo(429);
            assertThat(client.get("/.stead/nothing").status()).isEqualTo(429);
            assertThat(client.get("/.stead/session", AccessIT.ANN + "\r\n").status())
                    .isEqualTo(200);
        }
        assertThat(sessions.redeemed).hasSizeLessThan(25);
    }

    @Test
    void countsAnAccountWhereverItAsksFrom() throws Exception {
        gateway.serve(
                rules(ADDRESS, new PerAccount(FEW, MANY)),
                TestGateway.guarded("/", new Access.SignedIn(), backEnd));
        try (RawClient one = gateway.connect();
                RawClient other = gateway.connect()) {
            for (int i = 0; i < 3; i++) {
                RawClient client = i % 2 == 0 ? one : other;
                assertThat(client.get("/", AccessIT.ANN + "\r\n").status()).isEqualTo(200);
            }
            RawClient.Reply refused = one.get("/", AccessIT.ANN + "\r\n");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.body()).contains("your account, ann");
            assertThat(other.get("/", "Cookie: __Host-Http-stead=bob-secret\r\n").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void countsUpgradesApart() throws Exception {
        gateway.serve(
                rules(new PerAddress(1_000, MANY, new Rate(1, 1)), ACCOUNT),
                TestGateway.proxied("/", backEnd));
        String ask = "Connection: Upgrade\r\nUpgrade: chat\r\n";
        try (RawClient client = gateway.connect()) {
            assertThat(client.get("/", ask).status()).isEqualTo(200);
            assertThat(client.get("/", ask).status()).isEqualTo(429);
            assertThat(client.get("/").status()).isEqualTo(200);
        }
    }

    @Test
    void takesNothingNewWhileBuffersAreFull() throws Exception {
        gateway.serve(TestGateway.proxied("/", backEnd));
        try (RawClient client = gateway.connect()) {
            assertThat(client.get("/").status()).isEqualTo(200);
            gateway.serve(memory(1), TestGateway.proxied("/", backEnd));
            RawClient.Reply refused = client.get("/");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isEqualTo("5");
            try (RawClient plain = gateway.connectPlain()) {
                assertThat(plain.read().status()).isEqualTo(503);
            }
            gateway.serve(memory(1L << 40), TestGateway.proxied("/", backEnd));
            assertThat(client.get("/").status()).isEqualTo(200);
        }
        assertThat(refusedConnections("memory")).isPositive();
    }

    @Test
    void holdsABodyBackWhileBuffersAreFull() throws Exception {
        BackEnd.Handler sink =
                (head, in, out) -> {
                    Http.reply(out, 200, "" + Http.readBody(head, in).length());
                    return true;
                };
        try (BackEnd taking = BackEnd.start("api-1", sink);
                RawClient client = gatewayOf(taking).connect()) {
            client.send("PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\n\r\nabc");
            await().until(() -> !taking.requests().isEmpty());
            gateway.serve(memory(1), TestGateway.proxied("/", taking));
            gateway.serve(memory(1L << 40), TestGateway.proxied("/", taking));
            client.send("def");
            assertThat(client.read().body()).isEqualTo("6");
        }
    }

    @Test
    void holdsTheBodyOfAStreamBackWhileBuffersAreFull() throws Exception {
        BackEnd.Handler sink =
                (head, in, out) -> {
                    Http.reply(out, 200, "" + Http.readBody(head, in).length());
                    return true;
                };
        try (BackEnd taking = BackEnd.start("api-1", sink);
                H2Client client = H2Client.connect(gatewayOf(taking))) {
            client.request(1, false, H2Client.head("PUT", "/", "content-length", "50000"));
            await().until(() -> !taking.requests().isEmpty());
            gateway.serve(memory(1), TestGateway.proxied("/", taking));
            for (int i = 0; i < 5; i++) {
                client.data(1, i == 4, "x".repeat(10_000));
            }
            client.frame(H2Client.PING, 0, 0, new byte[8]);
            for (H2Client.Frame next = client.read();
                    next.type() != H2Client.PING;
                    next = client.read()) {
                assertThat(next.type() == H2Client.WINDOW_UPDATE && next.stream() == 1)
                        .as("taken")
                        .isFalse();
            }
            gateway.serve(memory(1L << 40), TestGateway.proxied("/", taking));
            assertThat(client.reply(1).body()).isEqualTo("50000");
        }
    }

    @Test
    void refusesHeadsOfTooManyHeaders() throws Exception {
        gateway.serve(TestGateway.proxied("/", backEnd));
        try (RawClient client = gateway.connect()) {
            assertThat(client.get("/", "A: b\r\n".repeat(255)).status()).isEqualTo(200);
            assertThat(client.get("/", "A: b\r\n".repeat(256)).status()).isEqualTo(431);
        }
        assertThat(metric("stead_gateway_requests_refused_total{reason=\"head-too-large\"}"))
                .isEqualTo(1);
    }

    private TestGateway gatewayOf(BackEnd taking) {
        return gateway.serve(TestGateway.proxied("/", taking));
    }

    private double refusedConnections(String reason) {
        return metric("stead_gateway_connections_refused_total{reason=\"" + reason + "\"}");
    }

    private double metric(String name) {
        return PrometheusText.of(gateway.gateway().metrics()).value(name);
    }

    private static TrafficRules from(AddressRules from) {
        return new TrafficRules(
                OptionalInt.empty(),
                OptionalLong.empty(),
                ADDRESS,
                ACCOUNT,
                from,
                TrafficRules.DEFAULT.log());
    }

    private static TrafficRules rules(PerAddress address, PerAccount account) {
        return new TrafficRules(
                OptionalInt.empty(),
                OptionalLong.empty(),
                address,
                account,
                AddressRules.ANY,
                TrafficRules.DEFAULT.log());
    }

    private static TrafficRules memory(long bytes) {
        return new TrafficRules(
                OptionalInt.empty(),
                OptionalLong.of(bytes),
                ADDRESS,
                ACCOUNT,
                AddressRules.ANY,
                TrafficRules.DEFAULT.log());
    }

    private Entry only(String path, AddressRules from) {
        return new Entry(
                new Route("localhost", path, false, new Access.Public(), from),
                new RouteTable.Instances("api", List.of(backEnd.endpoint())));
    }

    private static AddressRules denied(String range) {
        return new AddressRules(List.of(), List.of(cidr(range)));
    }

    private static Cidr cidr(String text) {
        return Cidr.parse(text).orElseThrow();
    }
}
