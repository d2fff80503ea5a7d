package dev.stead.gateway;

import dev.stead.api.RouteTable;
import dev.stead.api.RouteTable.Engines;
import dev.stead.api.RouteTable.Entry;
import dev.stead.api.RouteTable.FastCgi;
import dev.stead.api.RouteTable.Http;
import dev.stead.api.RouteTable.InnerDoor;
import dev.stead.api.RouteTable.Instances;
import dev.stead.api.RouteTable.OwnPages;
import dev.stead.api.RouteTable.SiteFiles;
import dev.stead.base.Code;
import dev.stead.base.SteadException;
import dev.stead.gateway.Destination.Proxied;
import dev.stead.gateway.Passage.Kind;
import dev.stead.model.Access;
import dev.stead.model.ProxyRules;
import dev.stead.model.Route;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns a table into routes, checking what can be checked before anything is used. */
final class TableBuilder {
    private final Upstreams upstreams;
    private final ProxyRules ownRules;
    private final Before before;
    private EngineRoutes engines = EngineRoutes.NONE;
    private final Set<Upstream> named = new HashSet<>();
    private final Map<String, Map<String, Destination>> hosts = new HashMap<>();

    /** One that makes everything. */
    TableBuilder(Upstreams upstreams, ProxyRules ownRules) {
        this(upstreams, ownRules, Before.NOTHING);
    }

    /** One that takes over what stays as it is in the table in use. */
    TableBuilder(Upstreams upstreams, ProxyRules ownRules, Before before) {
        this.upstreams = upstreams;
        this.ownRules = ownRules;
        this.before = before;
    }

    /** What was made of the table in use. */
    record Before(Routes routes, EngineRoutes engines) {
        static final Before NOTHING = new Before(new Routes(Map.of()), EngineRoutes.NONE);
    }

    /**
     * The routes of a table.
     *
     * @throws SteadException code HOST when a site's folder is not there; INTERNAL when two routes
     *     or engines are at the same place, or one has the host of Stead's own pages
     */
    Routes build(RouteTable table) {
        for (Entry entry : table.entries()) {
            add(entry.route(), destination(entry));
        }
        for (InnerDoor door : table.innerDoors()) {
            String host = innerHost(door.port());
            hosts.put(host, Map.of("/", instances(Kind.INNER, whole(host), door.target())));
        }
        table.engines().ifPresent(this::addEngines);
        table.own().ifPresent(this::addOwn);
        return new Routes(
                hosts,
                table.own().map(own -> own.host().toLowerCase(Locale.ROOT)),
                table.engines().map(EngineNames::of).orElse(EngineNames.NONE),
                before.routes());
    }

    private void add(Route route, Destination destination) {
        Destination other =
                hosts.computeIfAbsent(host(route), _ -> new HashMap<>())
                        .put(route.path(), destination);
        if (other != null) {
            throw twice(route);
        }
    }

    private static String host(Route route) {
        return route.host().toLowerCase(Locale.ROOT);
    }

    private static SteadException twice(Route route) {
        return new SteadException(
                Code.INTERNAL,
                "two routes have the host " + host(route) + " and the path " + route.path(),
                "report this");
    }

    private void addEngines(Engines wanted) {
        engines = before.engines().next(wanted, upstreams);
        for (Proxied engine : engines.all()) {
            named.addAll(engine.upstreams());
            if (!engine.route().path().equals("/")) {
                add(engine.route(), engine);
            } else if (hosts.putIfAbsent(host(engine.route()), Map.of("/", engine)) != null) {
                throw twice(engine.route());
            }
        }
    }

    private void addOwn(OwnPages own) {
        String host = own.host().toLowerCase(Locale.ROOT);
        Upstream upstream = upstreams.own(own.socket());
        named.add(upstream);
        Proxied pages =
                new Proxied(
                        Kind.OWN,
                        whole(host),
                        "stead",
                        List.of(upstream),
                        ownRules,
                        Optional.empty());
        if (hosts.put(host, Map.of("/", pages)) != null) {
            throw new SteadException(
                    Code.INTERNAL,
                    "a route has the host " + host + ", where Stead's own pages are",
                    "report this");
        }
    }

    private static Route whole(String host) {
        return new Route(host, "/", false, new Access.Public());
    }

    /** Stands for a host in the routes of an inner door; no visitor can name it. */
    static String innerHost(int port) {
        return "inner:" + port;
    }

    /** Where the engines are, once the routes are built. */
    EngineRoutes engines() {
        return engines;
    }

    /** Every instance that the routes name. */
    Set<Upstream> named() {
        return Set.copyOf(named);
    }

    private Destination destination(Entry entry) {
        return switch (entry.target()) {
            case Instances instances -> instances(Kind.COMPONENT, entry.route(), instances);
            case SiteFiles files ->
                    new Destination.Files(entry.route(), files.component(), site(files));
        };
    }

    private Destination instances(Kind to, Route route, Instances instances) {
        Proxied proxied = proxied(to, route, instances);
        return switch (instances.speaks()) {
            case Http() -> proxied;
            case FastCgi(Path folder, Optional<Path> packed, Optional<String> front) -> {
                String component = instances.component();
                Site site =
                        site(new SiteFiles(component, folder, Optional.empty(), packed))
                                .besidePrograms();
                // Its files are named from its own root, wherever it is offered.
                Route from =
                        new Route(route.host(), route.path(), true, route.access(), route.from());
                yield new Destination.Programs(
                        new ProgramFolder(site, front),
                        new Destination.Files(from, component, site),
                        proxied);
            }
        };
    }

    private Proxied proxied(Kind to, Route route, Instances instances) {
        return new Proxied(
                to,
                route,
                instances.component(),
                serving(instances),
                instances.proxy(),
                to == Kind.INNER ? Optional.empty() : instances.cache());
    }

    private List<Upstream> serving(Instances instances) {
        List<Upstream> serving = upstreams.of(instances);
        named.addAll(serving);
        return serving;
    }

    private static Site site(SiteFiles files) {
        try {
            return Site.open(files.folder(), files.fallback(), files.packed());
        } catch (IOException e) {
            throw new SteadException(
                    Code.HOST,
                    "the files of " + files.component() + " cannot be served: " + e.getMessage(),
                    "apply the system again, which makes the release anew",
                    e);
        }
    }
}
