package dev.stead.bench;

import dev.stead.api.RouteTable;
import dev.stead.api.RouteTable.Endpoint;
import dev.stead.api.RouteTable.Entry;
import dev.stead.api.RouteTable.Instances;
import dev.stead.api.RouteTable.Listeners;
import dev.stead.api.RouteTable.LocalAuthority;
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
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * The gateway against nginx: TLS, kept connections on both sides, answers of 1 KiB from the same
 * back end, one thread each, in turns. Prints medians and ratios as a Markdown table.
 */
public final class GatewayBench {
    private static final int BYTES = 1024;
    private static final int WARM_UP_SECONDS = 6;

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
            Contender ours =
                    new Contender(
                            "gateway",
                            ProcessHandle.current().pid(),
                            "https://127.0.0.1:" + gateway.ports().https() + "/");
            Contender theirs =
                    new Contender("nginx", nginx.pid(), "https://127.0.0.1:" + nginx.port() + "/");
            ours.warmUp(connections, WARM_UP_SECONDS);
            theirs.warmUp(connections, 1);
            for (int i = 0; i < rounds; i++) {
                ours.measure(connections, seconds);
                theirs.measure(connections, seconds);
            }
            print(ours, theirs, connections, rounds, seconds);
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
                        standard.withThreads(1), InstantSource.system(), new SplittableRandom());
        gateway.serve(
                new RouteTable(
                        new Listeners(List.of("127.0.0.1"), 0, 0),
                        new LocalAuthority(folder.resolve("tls"), List.of("localhost")),
                        List.of(
                                new Entry(
                                        new Route("localhost", "/", false, new Access.Public()),
                                        new Instances(
                                                "api",
                                                List.of(
                                                        new Endpoint(
                                                                "api-1",
                                                                "127.0.0.1",
                                                                backEnd)))))));
        return gateway;
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
