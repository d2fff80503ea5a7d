package dev.stead.bench;

import dev.stead.api.RouteTable;
import dev.stead.api.RouteTable.Endpoint;
import dev.stead.api.RouteTable.Entry;
import dev.stead.api.RouteTable.InnerDoor;
import dev.stead.api.RouteTable.Instances;
import dev.stead.api.RouteTable.Listeners;
import dev.stead.api.RouteTable.PemFiles;
import dev.stead.api.RouteTable.SiteFiles;
import dev.stead.gateway.CertificateSettings;
import dev.stead.gateway.GatewayFiles;
import dev.stead.gateway.GatewaySettings;
import dev.stead.gateway.NettyGateway;
import dev.stead.model.Access;
import dev.stead.model.CacheRules;
import dev.stead.model.ProxyRules;
import dev.stead.model.Route;
import dev.stead.model.TrafficRules;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A gateway by itself, for {@code bench/edge.py}: one event loop, serves until it is ended. Hosts:
 * {@code localhost} is public, {@code in.localhost} needs a session, {@code files.localhost} is a
 * site, {@code kept.localhost} keeps answers; the first is at an inner door, without TLS, too.
 */
public final class GatewayServer {
    private GatewayServer() {}

    /**
     * Arguments: port of the back end, port of TLS, port without TLS, certificate, key, folder of
     * the site, {@code on} or {@code off} for the access log, port of the echo server and port
     * where it is without TLS.
     */
    public static void main(String[] args) throws Exception {
        Instances api = instances("api", Integer.parseInt(args[0]));
        Instances kept =
                new Instances(
                        "kept",
                        api.endpoints(),
                        ProxyRules.DEFAULT,
                        Optional.of(new CacheRules(32 << 20, 0)));
        RouteTable table =
                new RouteTable(
                        new Listeners(List.of("127.0.0.1"), Integer.parseInt(args[1]), 0),
                        new PemFiles(Path.of(args[3]), Path.of(args[4])),
                        List.of(
                                new Entry(route("localhost", new Access.Public()), api),
                                new Entry(route("in.localhost", new Access.SignedIn()), api),
                                new Entry(route("kept.localhost", new Access.Public()), kept),
                                new Entry(
                                        route("files.localhost", new Access.Public()),
                                        new SiteFiles(
                                                "files", Path.of(args[5]), Optional.empty()))),
                        List.of(
                                new InnerDoor(Integer.parseInt(args[2]), api),
                                new InnerDoor(
                                        Integer.parseInt(args[8]),
                                        instances("echo", Integer.parseInt(args[7])))),
                        Optional.empty(),
                        traffic(args[6].equals("on")));
        NettyGateway gateway =
                new NettyGateway(
                        GatewaySettings.standard().withThreads(1),
                        InstantSource.system(),
                        new SplittableRandom(),
                        new BenchSessions(),
                        CertificateSettings.standard(),
                        new GatewayFiles(
                                Optional.empty(),
                                Optional.of(Path.of(args[5], "../access.jsonl"))));
        gateway.serve(table);
        System.out.println("ready");
        Thread.currentThread().join();
    }

    private static Instances instances(String component, int port) {
        return new Instances(component, List.of(new Endpoint(component + "-1", "127.0.0.1", port)));
    }

    private static Route route(String host, Access access) {
        return new Route(host, "/", false, access);
    }

    /** Limits stand, but so high that one address may be all visitors. */
    private static TrafficRules traffic(boolean log) {
        TrafficRules high = Unlimited.RULES;
        return new TrafficRules(
                high.connections(),
                high.memory(),
                high.address(),
                high.account(),
                high.from(),
                new TrafficRules.LogRules(log, List.of(), 64 << 20));
    }
}
