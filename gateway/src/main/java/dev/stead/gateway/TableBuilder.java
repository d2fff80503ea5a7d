package dev.stead.gateway;

import dev.stead.api.RouteTable;
import dev.stead.api.RouteTable.Entry;
import dev.stead.api.RouteTable.InnerDoor;
import dev.stead.api.RouteTable.Instances;
import dev.stead.api.RouteTable.SiteFiles;
import dev.stead.base.Code;
import dev.stead.base.SteadException;
import dev.stead.model.Route;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Turns a table into routes, checking what can be checked before anything is used. */
final class TableBuilder {
    private final Upstreams upstreams;
    private final Set<Upstream> named = new HashSet<>();
    private final Map<String, Map<String, Destination>> hosts = new HashMap<>();

    TableBuilder(Upstreams upstreams) {
        this.upstreams = upstreams;
    }

    /**
     * The routes of a table.
     *
     * @throws SteadException code HOST when a site's folder is not there; INTERNAL when two routes
     *     are the same
     */
    Routes build(RouteTable table) {
        for (Entry entry : table.entries()) {
            String host = entry.route().host().toLowerCase(Locale.ROOT);
            Destination other =
                    hosts.computeIfAbsent(host, _ -> new HashMap<>())
                            .put(entry.route().path(), destination(entry));
            if (other != null) {
                throw new SteadException(
                        Code.INTERNAL,
                        "two routes have the host "
                                + host
                                + " and the path "
                                + entry.route().path(),
                        "report this");
            }
        }
        for (InnerDoor door : table.innerDoors()) {
            Entry entry =
                    new Entry(
                            new Route(
                                    innerHost(door.port()),
                                    "/",
                                    false,
                                    new dev.stead.model.Access.Public()),
                            door.target());
            hosts.put(innerHost(door.port()), Map.of("/", destination(entry)));
        }
        return new Routes(hosts);
    }

    /** Stands for a host in the routes of an inner door; no visitor can name it. */
    static String innerHost(int port) {
        return "inner:" + port;
    }

    /** Every instance that the routes name. */
    Set<Upstream> named() {
        return Set.copyOf(named);
    }

    private Destination destination(Entry entry) {
        return switch (entry.target()) {
            case Instances instances -> {
                var serving = upstreams.of(instances);
                named.addAll(serving);
                yield new Destination.Proxied(instances.component(), entry.route(), serving);
            }
            case SiteFiles files -> new Destination.Files(entry.route(), site(files));
        };
    }

    private static Site site(SiteFiles files) {
        try {
            return Site.open(files.folder(), files.fallback());
        } catch (IOException e) {
            throw new SteadException(
                    Code.HOST,
                    "the files of " + files.component() + " cannot be served: " + e.getMessage(),
                    "apply the system again, which makes the release anew",
                    e);
        }
    }
}
