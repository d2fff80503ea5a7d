package dev.stead.gateway;

import dev.stead.api.RouteTable.Engine;
import dev.stead.api.RouteTable.Engines;
import dev.stead.gateway.Destination.Proxied;
import dev.stead.gateway.Passage.Kind;
import dev.stead.model.Route;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the engines of a table lead. Each that is opened or ends is a table with all the others in
 * it, so what stays is taken over from the table in use rather than made again. Immutable.
 */
final class EngineRoutes {
    /** Those of a table without engines. */
    static final EngineRoutes NONE = new EngineRoutes("", Map.of());

    private final String domain;
    private final Map<String, Made> byId;

    private record Made(Engine engine, Proxied destination) {}

    private EngineRoutes(String domain, Map<String, Made> byId) {
        this.domain = domain;
        this.byId = byId;
    }

    /**
     * Those of the next table.
     *
     * @param upstreams knows what the table in use, whose engine routes these are, names
     */
    EngineRoutes next(Engines engines, Upstreams upstreams) {
        boolean same = engines.domain().equals(domain);
        Map<String, Made> next = HashMap.newHashMap(engines.here().size());
        for (Engine engine : engines.here()) {
            Made known = same ? byId.get(engine.id()) : null;
            next.put(
                    engine.id(),
                    known != null && known.engine().equals(engine)
                            ? known
                            : new Made(engine, make(engine, engines.domain(), upstreams)));
        }
        return new EngineRoutes(engines.domain(), next);
    }

    private static Proxied make(Engine engine, String domain, Upstreams upstreams) {
        return new Proxied(
                Kind.COMPONENT,
                new Route(engine.host(domain), engine.path(), false, engine.access()),
                engine.target().component(),
                upstreams.ofEngine(engine.target()),
                engine.target().proxy(),
                Optional.empty());
    }

    /** What leads to each engine. */
    List<Proxied> all() {
        return byId.values().stream().map(Made::destination).toList();
    }
}
