package dev.stead.testing;

import dev.stead.api.Activity;
import dev.stead.api.CertificateStatus;
import dev.stead.api.Gateway;
import dev.stead.api.RouteTable;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A gateway that keeps the tables it was given, and can have its port taken. Thread-safe. */
public final class FakeGateway implements Gateway {
    private final List<RouteTable> tables = new ArrayList<>();
    private final List<String> purged = new ArrayList<>();
    private final Map<String, Activity> activity = new TreeMap<>();
    private List<CertificateStatus> certificates = List.of();
    private boolean portTaken;

    /** From now on nothing can be served. */
    public synchronized void takePort() {
        portTaken = true;
    }

    /** From now on what is handed over is served again. */
    public synchronized void givePortBack() {
        portTaken = false;
    }

    /** The table in use. */
    public synchronized Optional<RouteTable> table() {
        return tables.isEmpty() ? Optional.empty() : Optional.of(tables.getLast());
    }

    /** How many tables it was given. */
    public synchronized int served() {
        return tables.size();
    }

    /** Ids of the instances that the table in use sends requests of a component to. */
    public List<String> endpoints(String component) {
        return table().stream()
                .flatMap(FakeGateway::targets)
                .filter(t -> t.component().equals(component))
                .filter(RouteTable.Instances.class::isInstance)
                .flatMap(t -> ((RouteTable.Instances) t).endpoints().stream())
                .map(RouteTable.Endpoint::instance)
                .distinct()
                .toList();
    }

    private static Stream<RouteTable.Target> targets(RouteTable table) {
        return Stream.concat(
                table.entries().stream().map(RouteTable.Entry::target),
                engines(table).map(RouteTable.Engine::target));
    }

    private static Stream<RouteTable.Engine> engines(RouteTable table) {
        return table.engines().stream().flatMap(it -> it.here().stream());
    }

    /** Says from now on that visitors do this with an engine, while a table names it. */
    public synchronized void act(String instance, Activity what) {
        activity.put(instance, what);
    }

    /** Of an engine that nothing was said about: somebody works with it now. */
    @Override
    public synchronized Map<String, Activity> activity() {
        Map<String, Activity> all = new TreeMap<>();
        Activity now = new Activity(0, Duration.ZERO, 0, 0);
        table().stream()
                .flatMap(FakeGateway::engines)
                .forEach(it -> all.put(it.id(), activity.getOrDefault(it.id(), now)));
        return all;
    }

    @Override
    public synchronized void serve(RouteTable table) {
        if (portTaken) {
            throw new SteadException(
                    Code.HOST, "port 443 is taken", "stop what uses it, or set `listen:`");
        }
        tables.add(table);
    }

    @Override
    public boolean awaitDrained(String instance, Duration atMost) {
        return true;
    }

    /** Components whose kept answers were taken away, each with the path if one was given. */
    public synchronized List<String> purged() {
        return List.copyOf(purged);
    }

    @Override
    public synchronized int purge(String component, Optional<String> path) {
        purged.add(component + path.map(" "::concat).orElse(""));
        return 3;
    }

    /** Says from now on that it shows these. */
    public synchronized void show(CertificateStatus... shown) {
        certificates = List.of(shown);
    }

    @Override
    public synchronized List<CertificateStatus> certificates() {
        return certificates;
    }

    @Override
    public void close() {}
}
