package dev.stead.control;

import dev.stead.api.Agent;
import dev.stead.api.CertificateStatus;
import dev.stead.api.Gateway;
import dev.stead.api.InstanceStatus;
import dev.stead.api.RouteTable;
import dev.stead.api.RouteTable.Entry;
import dev.stead.base.StateFolder;
import dev.stead.model.Certificate;
import dev.stead.model.Component;
import dev.stead.model.InstanceState;
import dev.stead.model.Php;
import dev.stead.model.Route;
import dev.stead.model.Service;
import dev.stead.model.Site;
import dev.stead.model.SystemSpec;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Keeps the gateway's table in step with what is published and what is healthy. Thread-safe; tables
 * are handed over one after the other.
 */
final class Router {
    private static final String LETS_ENCRYPT = "https://acme-v02.api.letsencrypt.org/directory";
    private static final Logger LOG = LoggerFactory.getLogger(Router.class);

    private final Gateway gateway;
    private final Agent agent;
    private final StateFolder state;
    private final ControlSettings settings;
    private final Function<String, Optional<Integer>> ports;
    private final Set<String> retired = ConcurrentHashMap.newKeySet();
    private volatile Supplier<List<RouteTable.Engine>> engines = List::of;
    private final AtomicLong asked = new AtomicLong();
    private Optional<Published> published = Optional.empty();
    private Optional<RouteTable> served = Optional.empty();
    private long answered;

    Router(
            Gateway gateway,
            Agent agent,
            StateFolder state,
            ControlSettings settings,
            Function<String, Optional<Integer>> ports) {
        this.ports = ports;
        this.gateway = gateway;
        this.agent = agent;
        this.state = state;
        this.settings = settings;
    }

    /**
     * Asks this one which engines visitors may be let into, from now on.
     *
     * @param here must not wait for a route table
     */
    void ask(Supplier<List<RouteTable.Engine>> here) {
        engines = here;
    }

    /**
     * What is offered.
     *
     * @param system routes and listeners
     * @param folder of the system file, which paths of certificates are relative to
     */
    record Published(SystemSpec system, Path folder, Map<String, State.PublishedSite> sites) {}

    synchronized Optional<Published> published() {
        return published;
    }

    /** Offers this from now on; on failure what was offered before stays. */
    synchronized void publish(Published now) {
        serve(table(now));
        published = Optional.of(now);
    }

    private void serve(RouteTable table) {
        served = Optional.empty();
        gateway.serve(table);
        served = Optional.of(table);
    }

    /**
     * Listens as this says, with the routes and own pages of before, so that a taken port is told
     * before anything else is done.
     */
    synchronized void listen(Published now) {
        RouteTable table = table(now);
        Optional<RouteTable> before = published.map(this::table);
        List<Entry> entries = before.map(RouteTable::entries).orElse(List.of());
        serve(
                new RouteTable(
                        table.listeners(),
                        table.certificate(),
                        entries,
                        table.innerDoors(),
                        before.flatMap(RouteTable::own).or(table::own),
                        table.traffic(),
                        before.flatMap(RouteTable::engines)));
    }

    /**
     * Builds the table again after an instance changed. Those who ask while one is built share the
     * next, and a table that says nothing new is not handed over.
     */
    void refresh() {
        long mine = asked.incrementAndGet();
        synchronized (this) {
            if (answered < mine) {
                answered = asked.get();
                published.ifPresent(this::renew);
            }
        }
    }

    /** Hands the table over also when it says nothing new: the gateway looks at its certificate. */
    void handOverAgain() {
        synchronized (this) {
            served = Optional.empty();
        }
        refresh();
    }

    private void renew(Published now) {
        try {
            RouteTable table = table(now);
            if (!served.equals(Optional.of(table))) {
                serve(table);
            }
        } catch (RuntimeException e) {
            LOG.warn("the routes could not be renewed; the former ones stay", e);
        }
    }

    /**
     * Sends nothing more to an instance and waits until it has answered what it had, at most this
     * long.
     */
    boolean drain(String instance, Duration atMost) {
        retired.add(instance);
        refresh();
        return gateway.awaitDrained(instance, atMost);
    }

    /** Has the gateway let go of kept answers; returns how many. */
    int purge(String component, Optional<String> path) {
        return gateway.purge(component, path);
    }

    /** What the gateway shows to visitors now. */
    List<CertificateStatus> certificates() {
        return gateway.certificates();
    }

    /** Sends requests again to an instance that was drained and still runs. */
    void takeBack(String instance) {
        retired.remove(instance);
        refresh();
    }

    /** Forgets an instance that was stopped. */
    void forget(String instance) {
        retired.remove(instance);
    }

    private RouteTable table(Published now) {
        SystemSpec system = now.system();
        List<InstanceStatus> instances = agent.instances();
        List<Entry> entries = new ArrayList<>();
        for (Component component : system.components()) {
            for (Route route : component.routes()) {
                // A site's files are named from its own root, wherever it is offered.
                Route offered =
                        component instanceof Site
                                ? new Route(
                                        route.host(),
                                        route.path(),
                                        true,
                                        route.access(),
                                        route.from())
                                : route;
                target(component, now, instances)
                        .ifPresent(target -> entries.add(new Entry(offered, target)));
            }
        }
        return new RouteTable(
                listeners(system),
                certificate(now),
                entries,
                innerDoors(system, instances),
                Optional.of(new RouteTable.OwnPages(system.ownHost(), state.consoleSocket())),
                system.traffic(),
                engines(system));
    }

    private Optional<RouteTable.Engines> engines(SystemSpec system) {
        Set<String> components = system.engines();
        return components.isEmpty()
                ? Optional.empty()
                : Optional.of(new RouteTable.Engines(system.domain(), components, engines.get()));
    }

    /**
     * A door for each service that another component needs; its port is part of what that need
     * gives.
     */
    private List<RouteTable.InnerDoor> innerDoors(
            SystemSpec system, List<InstanceStatus> instances) {
        List<RouteTable.InnerDoor> doors = new ArrayList<>();
        for (Component component : system.components()) {
            if (component instanceof Service && isNeeded(component, system)) {
                ports.apply(component.name())
                        .map(p -> new RouteTable.InnerDoor(p, instances(component, instances)))
                        .ifPresent(doors::add);
            }
        }
        return doors;
    }

    static boolean isNeeded(Component component, SystemSpec system) {
        return system.components().stream().anyMatch(c -> c.needs().contains(component.name()));
    }

    private Optional<RouteTable.Target> target(
            Component component, Published now, List<InstanceStatus> instances) {
        if (component instanceof Site site) {
            return Optional.ofNullable(now.sites().get(site.name()))
                    .flatMap(State.PublishedSite::folder)
                    .map(folder ->
                            new RouteTable.SiteFiles(
                                    site.name(),
                                    folder,
                                    site.fallback(),
                                    Optional.of(PackedForms.of(folder))));
        }
        return Optional.of(
                component instanceof Php php
                        ? programs(php, instances)
                        : instances(component, instances));
    }

    /**
     * Programs and files are those of the newest healthy instance, so that one request never meets
     * the programs of one release and the next the files of another.
     */
    private RouteTable.Instances programs(Php php, List<InstanceStatus> instances) {
        Optional<Path> release =
                serving(php, instances)
                        .max(Comparator.comparingInt(i -> number(i.id())))
                        .flatMap(i -> i.spec().folder());
        return release.map(folder ->
                        new RouteTable.Instances(
                                php.name(),
                                serving(php, instances)
                                        .filter(i -> i.spec().folder().equals(release))
                                        .map(this::socket)
                                        .toList(),
                                php.proxy(),
                                php.cache(),
                                new RouteTable.FastCgi(
                                        folder, Optional.of(PackedForms.of(folder)), php.front())))
                .orElseGet(() ->
                        new RouteTable.Instances(php.name(), List.of(), php.proxy(), php.cache()));
    }

    private RouteTable.Endpoint socket(InstanceStatus instance) {
        Path socket = PhpRecipe.socket(state.run(instance.id()));
        return new RouteTable.Endpoint(instance.id(), "127.0.0.1", 0, Optional.of(socket));
    }

    private static int number(String id) {
        return Integer.parseInt(id.substring(id.lastIndexOf('-') + 1));
    }

    private Stream<InstanceStatus> serving(Component component, List<InstanceStatus> instances) {
        return instances.stream()
                .filter(i -> i.component().equals(component.name()))
                .filter(i -> i.state() == InstanceState.HEALTHY)
                .filter(i -> !retired.contains(i.id()));
    }

    private RouteTable.Instances instances(Component component, List<InstanceStatus> instances) {
        List<RouteTable.Endpoint> endpoints =
                serving(component, instances)
                        .filter(i -> i.spec().port().isPresent())
                        .map(i ->
                                new RouteTable.Endpoint(
                                        i.id(), "127.0.0.1", i.spec().port().getAsInt()))
                        .toList();
        return component instanceof Service service
                ? new RouteTable.Instances(
                        service.name(), endpoints, service.proxy(), service.cache())
                : new RouteTable.Instances(component.name(), endpoints);
    }

    RouteTable.Listeners listeners(SystemSpec system) {
        List<String> addresses = system.listen().addresses();
        if (addresses.isEmpty()) {
            boolean local = system.domain().endsWith(".localhost");
            addresses = List.of(local ? "127.0.0.1" : settings.ipv6() ? "::" : "0.0.0.0");
        }
        return new RouteTable.Listeners(
                addresses,
                system.listen().https().orElse(settings.root() ? 443 : 8443),
                system.listen().http().orElse(settings.root() ? 80 : 8080),
                system.listen().front());
    }

    private RouteTable.CertificateSource certificate(Published now) {
        return switch (now.system().certificate()) {
            case Certificate.Files files -> pem(files, now);
            case Certificate.Several(List<Certificate.Files> files) ->
                    new RouteTable.SeveralPems(files.stream().map(pair -> pem(pair, now)).toList());
            case Certificate.Acme acme -> acme(acme, now);
            case Certificate.LocalAuthority() ->
                    new RouteTable.LocalAuthority(state.tls(), names(now.system()));
        };
    }

    private static RouteTable.PemFiles pem(Certificate.Files files, Published now) {
        return new RouteTable.PemFiles(
                now.folder().resolve(files.certificate()), now.folder().resolve(files.key()));
    }

    private RouteTable.Acme acme(Certificate.Acme acme, Published now) {
        return new RouteTable.Acme(
                state.tls().resolve("acme"),
                now.system().hosts(),
                URI.create(acme.directory().orElse(LETS_ENCRYPT)),
                acme.contact(),
                acme.trust().map(now.folder()::resolve));
    }

    private static List<String> names(SystemSpec system) {
        Set<String> names = new LinkedHashSet<>();
        names.add(system.domain());
        names.add("*." + system.domain());
        for (Component component : system.components()) {
            component.routes().stream()
                    .map(Route::host)
                    .filter(h -> !oneLabelBelow(h, system.domain()))
                    .forEach(names::add);
        }
        return List.copyOf(names);
    }

    private static boolean oneLabelBelow(String host, String domain) {
        int dot = host.indexOf('.');
        return dot > 0 && host.substring(dot + 1).equals(domain);
    }
}
