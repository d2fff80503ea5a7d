package dev.stead.bench;

import dev.stead.api.RouteTable;
import dev.stead.api.RouteTable.Endpoint;
import dev.stead.api.RouteTable.Entry;
import dev.stead.api.RouteTable.Instances;
import dev.stead.api.RouteTable.Listeners;
import dev.stead.api.RouteTable.LocalAuthority;
import dev.stead.api.Sessions;
import dev.stead.gateway.CertificateSettings;
import dev.stead.gateway.CheckBench;
import dev.stead.gateway.GatewayFiles;
import dev.stead.gateway.GatewaySettings;
import dev.stead.gateway.NettyGateway;
import dev.stead.model.Access;
import dev.stead.model.Route;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * The gateway against nginx: TLS, kept connections on both sides, answers of 1 KiB from the same
 * back end, one thread each, in turns. In the same run: the gateway's public route against one that
 * needs a session, by requests of the same length. Prints medians and ratios as Markdown tables.
 */
public final class GatewayBench {
    private static final int BYTES = 1024;
    private static final int WARM_UP_SECONDS = 6;
    private static final String NO_COOKIE = "Accept: */*";
    private static final String OTHER = "Cookie: other-than-stead=" + "o".repeat(43);

    private GatewayBench() {}

    /** Arguments: rounds, seconds of a run, connections; all may be left out. */
    public static void main(String[] args) throws Exception {
        int rounds = number(args, 0, 5);
        int seconds = number(args, 1, 4);
        int connections = number(args, 2, 64);
        Path folder = Files.createTempDirectory("stead-bench");
        try (Nginx backEnd = Nginx.backEnd(folder.resolve("back"), BYTES);
                NettyGateway gateway = gateway(folder, backEnd.port());
                Nginx nginx =
                        Nginx.proxy(
                                folder.resolve("front"),
                                folder.resolve("tls/cert.pem"),
                                folder.resolve("tls/key.pem"),
                                backEnd.port())) {
            long self = ProcessHandle.current().pid();
            String own = "https://127.0.0.1:" + gateway.ports().https();
            Contender ours = new Contender("gateway", self, own + "/", NO_COOKIE);
            Contender theirs =
                    new Contender(
                            "nginx",
                            nginx.pid(),
                            "https://127.0.0.1:" + nginx.port() + "/",
                            NO_COOKIE);
            List<Contender> access =
                    List.of(
                            new Contender("public route, another cookie", self, own + "/", OTHER),
                            new Contender(
                                    "session, hardly any identity",
                                    self,
                                    own + "/in",
                                    cookie(BenchSessions.BRIEF)),
                            new Contender(
                                    "session, real identity",
                                    self,
                                    own + "/in",
                                    cookie(BenchSessions.REAL)));
            ours.warmUp(connections, WARM_UP_SECONDS);
            theirs.warmUp(connections, 1);
            for (Contender one : access) {
                one.warmUp(connections, 2);
            }
            for (int i = 0; i < rounds; i++) {
                ours.measure(connections, seconds);
                theirs.measure(connections, seconds);
                for (Contender one : access) {
                    one.measure(connections, seconds);
                }
            }
            print(ours, theirs, connections, rounds, seconds);
            printAccess(access);
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static NettyGateway gateway(Path folder, int backEnd) {
        GatewaySettings standard = GatewaySettings.standard();
        NettyGateway gateway =
                new NettyGateway(
                        standard.withThreads(1),
                        InstantSource.system(),
                        new SplittableRandom(),
                        new BenchSessions(),
                        CertificateSettings.standard(),
                        new GatewayFiles(
                                Optional.empty(), Optional.of(folder.resolve("access.jsonl"))));
        gateway.serve(
                new RouteTable(
                        new Listeners(List.of("127.0.0.1"), 0, 0),
                        new LocalAuthority(folder.resolve("tls"), List.of("localhost")),
                        List.of(
                                route("/", new Access.Public(), backEnd),
                                route("/in", new Access.SignedIn(), backEnd)),
                        List.of(),
                        Optional.empty(),
                        Unlimited.RULES));
        return gateway;
    }

    private static Entry route(String path, Access access, int backEnd) {
        return new Entry(
                new Route("localhost", path, false, access),
                new Instances("api", List.of(new Endpoint("api-1", "127.0.0.1", backEnd))));
    }

    private static String cookie(String secret) {
        return "Cookie: __Host-Http-stead=" + secret;
    }

    private static void printAccess(List<Contender> access) {
        Contender open = access.getFirst();
        System.out.println("\n| | requests/s | CPU µs/request | requests/s, ratio | CPU, ratio |");
        System.out.println("|---|---|---|---|---|");
        for (Contender one : access) {
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.0f | %.1f | %.3f | %.3f |%n",
                    one.name(),
                    one.rate(),
                    one.cpu(),
                    one.rate() / open.rate(),
                    one.cpu() / open.cpu());
        }
        Sessions sessions = new BenchSessions();
        double check = CheckBench.nanoseconds(sessions, BenchSessions.REAL, new Access.SignedIn());
        double none = CheckBench.nanoseconds(sessions, "", new Access.Public());
        System.out.printf(
                Locale.ROOT,
                "%nThe check alone, without a socket: %.0f ns with a session in the cache, %.0f ns"
                        + " without a cookie; %.2f %% and %.2f %% of the CPU time of a request to a"
                        + " public route%n",
                check,
                none,
                check / open.cpu() / 10,
                none / open.cpu() / 10);
    }

    private static void print(
            Contender ours, Contender theirs, int connections, int rounds, int seconds)
            throws IOException {
        System.out.printf(
                "TLS keep-alive, %d bytes, %d connections, medians of %d runs of %d s, in"
                        + " turns%n%n",
                BYTES, connections, rounds, seconds);
        System.out.println("| | requests/s | p99 ms | CPU µs/request | resident MiB |");
        System.out.println("|---|---|---|---|---|");
        for (Contender one : List.of(ours, theirs)) {
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.0f | %.2f | %.1f | %.0f |%n",
                    one.name(),
                    one.rate(),
                    one.p99(),
                    one.cpu(),
                    one.memory());
        }
        System.out.printf(
                Locale.ROOT,
                "| ratio | %.2f | %.2f | %.2f | %.1f |%n",
                ours.rate() / theirs.rate(),
                ours.p99() / theirs.p99(),
                ours.cpu() / theirs.cpu(),
                ours.memory() / theirs.memory());
    }

    private static int number(String[] args, int index, int fallback) {
        return args.length > index ? Integer.parseInt(args[index]) : fallback;
    }
}
