package dev.stead.testing;

import dev.stead.api.Activity;
import dev.stead.api.CertificateStatus;
import dev.stead.api.Gateway;
import dev.stead.api.RouteTable;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A gateway that keeps the tables it was given, and can have its port taken. Thread-safe. */
public final class FakeGateway implements Gateway {
    private static final Activity NOBODY = new Activity(0, Duration.ofDays(1), 0, 0);

    private final List<RouteTable> tables = new ArrayList<>();
    private final List<String> purged = new ArrayList<>();
    private final Map<String, Activity> activity = new HashMap<>();
    private List<CertificateStatus> certificates = List.of();
    private boolean portTaken;

    /** From now on nothing can be served. */
    public synchronized void takePort() {
        portTaken = true;
    }

    /** The table in use. */
    public synchronized Optional<RouteTable> table() {
        return tables.isEmpty() ? Optional.empty() : Optional.of(tables.getLast());
    }

    /** Ids of the instances that the table in use sends requests of a component to. */
    public List<String> endpoints(String component) {
        return table().stream()
                .flatMap(t -> t.entries().stream())
                .map(RouteTable.Entry::target)
                .filter(t -> t.component().equals(component))
                .filter(RouteTable.Instances.class::isInstance)
                .flatMap(t -> ((RouteTable.Instances) t).endpoints().stream())
                .map(RouteTable.Endpoint::instance)
                .distinct()
                .toList();
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

    /** Visitors do this with an instance from now on. */
    public synchronized void visit(String instance, Activity now) {
        activity.put(instance, now);
    }

    /** Nobody has done anything for a day with engines that no test tells of. */
    @Override
    public synchronized Map<String, Activity> activity() {
        Map<String, Activity> known = new HashMap<>();
        table().flatMap(RouteTable::engines).stream()
                .flatMap(engines -> engines.here().stream())
                .forEach(engine ->
                        known.put(engine.id(), activity.getOrDefault(engine.id(), NOBODY)));
        return known;
    }

    @Override
    public void close() {}
}
