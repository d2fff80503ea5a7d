package dev.stead.gateway;

import dev.stead.api.RouteTable;
import dev.stead.api.RouteTable.Endpoint;
import dev.stead.api.RouteTable.Entry;
import dev.stead.api.RouteTable.Instances;
import dev.stead.api.RouteTable.Listeners;
import dev.stead.api.RouteTable.LocalAuthority;
import dev.stead.api.RouteTable.OwnPages;
import dev.stead.api.RouteTable.SiteFiles;
import dev.stead.api.Sessions;
import dev.stead.model.Access;
import dev.stead.model.AddressRules;
import dev.stead.model.CacheRules;
import dev.stead.model.ProxyRules;
import dev.stead.model.Route;
import dev.stead.model.TrafficRules;
import dev.stead.model.TrafficRules.PerAccount;
import dev.stead.model.TrafficRules.PerAddress;
import dev.stead.model.TrafficRules.Rate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A gateway on loopback with a local authority, and clients that trust it. */
final class TestGateway implements AutoCloseable {
    private static final Listeners ANY_PORT = new Listeners(List.of("127.0.0.1"), 0, 0);

    /** Everybody here asks from one address. */
    static final TrafficRules GENEROUS =
            new TrafficRules(
                    OptionalInt.empty(),
                    OptionalLong.empty(),
                    new PerAddress(
                            100_000, new Rate(1_000_000, 1_000_000), new Rate(100_000, 100_000)),
                    new PerAccount(new Rate(1_000_000, 1_000_000), new Rate(100_000, 100_000)),
                    AddressRules.ANY,
                    TrafficRules.DEFAULT.log());

    private final Path folder;
    private final GatewaySettings settings;
    private final NettyGateway gateway;

    TestGateway(Path folder) {
        this(folder, GatewaySettings.standard());
    }

    TestGateway(Path folder, GatewaySettings settings) {
        this(folder, settings, Sessions.NONE);
    }

    TestGateway(Path folder, GatewaySettings settings, Sessions sessions) {
        this.folder = folder;
        this.settings = settings;
        this.gateway =
                new NettyGateway(
                        settings,
                        InstantSource.system(),
                        new SplittableRandom(7),
                        sessions,
                        CertificateSettings.standard(),
                        new GatewayFiles(
                                Optional.empty(), Optional.of(folder.resolve("access.jsonl"))));
    }

    /** One that keeps answers, below the folder. */
    TestGateway(Path folder, Sessions sessions, InstantSource clock) {
        this.folder = folder;
        this.settings = GatewaySettings.standard().withThreads(2);
        this.gateway =
                new NettyGateway(
                        settings,
                        clock,
                        new SplittableRandom(7),
                        sessions,
                        CertificateSettings.standard(),
                        new GatewayFiles(Optional.of(folder.resolve("cache")), Optional.empty()));
    }

    /** One whose certificates go by another clock. */
    TestGateway(Path folder, CertificateSettings certificates, InstantSource clock) {
        this.folder = folder;
        this.settings = GatewaySettings.standard();
        this.gateway =
                new NettyGateway(
                        settings,
                        clock,
                        new SplittableRandom(7),
                        Sessions.NONE,
                        certificates,
                        GatewayFiles.NONE);
    }

    /** Short limits, for tests that wait for them. */
    static GatewaySettings impatient() {
        return new GatewaySettings(
                2,
                16,
                Duration.ofMillis(300),
                Duration.ofMillis(400),
                Duration.ofMillis(500),
                Duration.ofMillis(400),
                Duration.ofMillis(600),
                Duration.ofMillis(500),
                8,
                SessionLimits.standard());
    }

    NettyGateway gateway() {
        return gateway;
    }

    RouteTable table(Entry... entries) {
        return new RouteTable(
                ANY_PORT,
                new LocalAuthority(folder.resolve("tls"), List.of("localhost", "127.0.0.1")),
                Stream.of(entries).map(this::withTestRules).toList(),
                List.of(),
                Optional.empty(),
                GENEROUS);
    }

    /**
     * Where an entry has the usual rules, the limits of this gateway's settings, and no circuit
     * breaker: most tests want each request to be tried.
     */
    private Entry withTestRules(Entry entry) {
        return entry.target() instanceof Instances instances
                        && instances.proxy().equals(ProxyRules.DEFAULT)
                ? with(settings.ownRules(), entry)
                : entry;
    }

    /** The same entry with other rules. */
    static Entry with(ProxyRules rules, Entry entry) {
        Instances target = (Instances) entry.target();
        return new Entry(
                entry.route(),
                new Instances(
                        target.component(),
                        target.endpoints(),
                        rules,
                        target.cache(),
                        target.speaks()));
    }

    /** Serves with Stead's own pages at stead.localhost. */
    TestGateway serveWithOwn(Path socket, Entry... entries) {
        RouteTable table = table(entries);
        gateway.serve(
                new RouteTable(
                        table.listeners(),
                        table.certificate(),
                        table.entries(),
                        List.of(),
                        Optional.of(new OwnPages("stead.localhost", socket)),
                        GENEROUS));
        return this;
    }

    /** Serves by other rules than the generous ones. */
    TestGateway serve(TrafficRules traffic, Entry... entries) {
        RouteTable table = table(entries);
        gateway.serve(
                new RouteTable(
                        table.listeners(),
                        table.certificate(),
                        table.entries(),
                        List.of(),
                        Optional.empty(),
                        traffic));
        return this;
    }

    /** The access log as it is on disk. */
    Path accessLog() {
        return folder.resolve("access.jsonl");
    }

    TestGateway serve(Entry... entries) {
        gateway.serve(table(entries));
        return this;
    }

    /** Serves these endpoints at the root of localhost. */
    TestGateway serve(BackEnd... backEnds) {
        return serve(proxied("/", backEnds));
    }

    static Entry proxied(String path, BackEnd... backEnds) {
        return proxied(path, false, Stream.of(backEnds).map(BackEnd::endpoint).toList());
    }

    static Entry proxied(String path, boolean strip, List<Endpoint> endpoints) {
        return new Entry(
                new Route("localhost", path, strip, new Access.Public()),
                new Instances("api", endpoints));
    }

    static Entry guarded(String path, Access access, BackEnd... backEnds) {
        return new Entry(
                new Route("localhost", path, false, access),
                new Instances("api", Stream.of(backEnds).map(BackEnd::endpoint).toList()));
    }

    /** A component whose answers are kept. */
    static Entry kept(String path, Access access, CacheRules rules, BackEnd... backEnds) {
        return new Entry(
                new Route("localhost", path, false, access),
                new Instances(
                        "api",
                        Stream.of(backEnds).map(BackEnd::endpoint).toList(),
                        ProxyRules.DEFAULT,
                        Optional.of(rules)));
    }

    static Entry site(String path, Path folder, Optional<String> fallback) {
        return new Entry(
                new Route("localhost", path, true, new Access.Public()),
                new SiteFiles("ui", folder, fallback));
    }

    URI uri(String path) {
        return URI.create("https://localhost:" + gateway.ports().https() + path);
    }

    HttpClient client() {
        return HttpClient.newBuilder()
                .sslContext(trust())
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    RawClient connect() throws IOException {
        return connect(trust());
    }

    /** As above, cheaper when done often. */
    RawClient connect(SSLContext trust) throws IOException {
        return new RawClient(
                trust.getSocketFactory()
                        .createSocket(InetAddress.getLoopbackAddress(), gateway.ports().https()));
    }

    /** To the door for TLS, of which nothing is done yet. */
    RawClient connectWithoutTls() throws IOException {
        return new RawClient(new Socket(InetAddress.getLoopbackAddress(), gateway.ports().https()));
    }

    RawClient connectPlain() throws IOException {
        return new RawClient(new Socket(InetAddress.getLoopbackAddress(), gateway.ports().http()));
    }

    SSLContext trust() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry(
                    "ca",
                    Pem.certificates(Files.readString(folder.resolve("tls/ca.pem"))).getFirst());
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            // It would keep 20,480, of each connection of the test, beside the gateway's memory.
            context.getClientSessionContext().setSessionCacheSize(64);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A count that is small in the gate and full under {@code -Pfull}. */
    static int count(int small, int full) {
        return System.getProperty("stead.counts", "small").equals("full") ? full : small;
    }

    @Override
    public void close() {
        gateway.close();
    }
}
