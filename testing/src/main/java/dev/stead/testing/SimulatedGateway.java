package dev.stead.testing;

import dev.stead.api.Activity;
import dev.stead.api.CertificateStatus;
import dev.stead.api.Gateway;
import dev.stead.api.RouteTable;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** The gateway of one simulated server: requests under way take their time to end. */
public final class SimulatedGateway implements Gateway {
    private final FakeGateway tables = new FakeGateway();
    private final SimulatedServer server;
    private final RandomGenerator random;
    private final Consumer<RouteTable> watch;

    /**
     * Serves nothing yet.
     *
     * @param watch sees each table before it is served
     */
    public SimulatedGateway(
            SimulatedServer server, RandomGenerator random, Consumer<RouteTable> watch) {
        this.server = server;
        this.random = random;
        this.watch = watch;
    }

    /** The table in use. */
    public Optional<RouteTable> table() {
        return tables.table();
    }

    /** Ids of the instances that requests of a component are sent to. */
    public List<String> endpoints(String component) {
        return tables.endpoints(component);
    }

    /** Says from now on that visitors do this with an engine, while a table names it. */
    public void act(String instance, Activity what) {
        tables.act(instance, what);
    }

    @Override
    public Map<String, Activity> activity() {
        server.point();
        return tables.activity();
    }

    @Override
    public void serve(RouteTable table) {
        server.point();
        watch.accept(table);
        tables.serve(table);
        server.point();
    }

    @Override
    public boolean awaitDrained(String instance, Duration atMost) {
        server.point();
        boolean all = random.nextInt(4) > 0;
        server.spend(all ? Duration.ofMillis(random.nextLong(atMost.toMillis())) : atMost);
        return all;
    }

    @Override
    public int purge(String component, Optional<String> path) {
        server.point();
        return 0;
    }

    @Override
    public List<CertificateStatus> certificates() {
        return List.of();
    }

    @Override
    public void close() {
        tables.close();
    }
}
