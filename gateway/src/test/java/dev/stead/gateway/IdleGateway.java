package dev.stead.gateway;

import dev.stead.api.RouteTable;
import dev.stead.api.RouteTable.Endpoint;
import dev.stead.api.RouteTable.Entry;
import dev.stead.api.RouteTable.Instances;
import dev.stead.api.RouteTable.Listeners;
import dev.stead.api.RouteTable.LocalAuthority;
import dev.stead.api.Sessions;
import dev.stead.model.Access;
import dev.stead.model.Route;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.logging.Logger;

/**
 * A gateway in a process of its own, so that its memory and its descriptors can be looked at. Says
 * its port and how many connections it takes; ends with its input.
 */
final class IdleGateway {
    private IdleGateway() {}

    /** Arguments: a folder, the port of what answers, and connections at most, 0 for the usual. */
    public static void main(String[] args) throws IOException {
        // Java reads time zones from a file before its first line, and then never again.
        Logger.getLogger("idle").warning("begins");
        Path folder = Path.of(args[0]);
        GatewaySettings standard = GatewaySettings.standard();
        int most = Integer.parseInt(args[2]);
        GatewaySettings settings =
                new GatewaySettings(
                        standard.threads(),
                        most == 0 ? standard.maxConnections() : most,
                        standard.headTimeout(),
                        standard.idleTimeout().multipliedBy(10),
                        standard.stallTimeout(),
                        standard.connectTimeout(),
                        standard.answerTimeout(),
                        standard.pooledTimeout(),
                        standard.maxUnused(),
                        standard.sessions());
        try (NettyGateway gateway =
                new NettyGateway(
                        settings,
                        InstantSource.system(),
                        new SplittableRandom(),
                        Sessions.NONE,
                        CertificateSettings.standard(),
                        new GatewayFiles(
                                Optional.empty(), Optional.of(folder.resolve("access.jsonl"))))) {
            Endpoint endpoint = new Endpoint("api-1", "127.0.0.1", Integer.parseInt(args[1]));
            gateway.serve(
                    new RouteTable(
                            new Listeners(List.of("127.0.0.1"), 0, 0),
                            new LocalAuthority(folder.resolve("tls"), List.of("localhost")),
                            List.of(
                                    new Entry(
                                            new Route("localhost", "/", false, new Access.Public()),
                                            new Instances("api", List.of(endpoint))))));
            System.out.println(gateway.ports().https() + " " + settings.maxConnections());
            while (System.in.read() >= 0) {
                // Nothing is expected but the end.
            }
        }
    }
}
