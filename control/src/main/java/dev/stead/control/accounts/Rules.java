package dev.stead.control.accounts;

import dev.stead.api.SignIn.Place;
import dev.stead.base.Code;
import dev.stead.base.SteadException;
import dev.stead.model.Access;
import dev.stead.model.Component;
import dev.stead.model.Engine;
import dev.stead.model.EngineHosts;
import dev.stead.model.EnginePlace;
import dev.stead.model.Route;
import dev.stead.model.SignInRules;
import dev.stead.model.SystemSpec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the system file says about sign-in. Pure.
 *
 * @param signIn how long sessions last
 * @param ownHost of Stead's own pages; empty as long as nothing was applied
 * @param place the system and the origin of Stead's own pages; as above
 * @param hosts the host of each other origin, by origin
 * @param engines tells hosts of engines
 * @param https the port that the gateway listens on for TLS
 * @param groups the routes that name a group, by group
 */
record Rules(
        SignInRules signIn,
        String ownHost,
        Optional<Place> place,
        Map<String, String> hosts,
        EngineHosts engines,
        int https,
        SortedMap<String, List<String>> groups) {
    private static final int STANDARD = 443;

    /** As long as nothing was applied. */
    static final Rules NOTHING_APPLIED =
            new Rules(
                    SignInRules.DEFAULT,
                    "",
                    Optional.empty(),
                    Map.of(),
                    new EngineHosts("", Set.of()),
                    STANDARD,
                    new TreeMap<>());

    /** Those of a system whose gateway has this port for TLS. */
    static Rules of(SystemSpec system, int https) {
        Map<String, String> hosts = new TreeMap<>();
        SortedMap<String, List<String>> groups = new TreeMap<>();
        for (Component component : system.components()) {
            if (component instanceof Engine engine && engine.place() == EnginePlace.PATH) {
                hosts.put(origin(system.domain(), https), system.domain());
            }
            for (Route route : component.routes()) {
                String host = route.host().isEmpty() ? system.domain() : route.host();
                hosts.put(origin(host, https), host);
                if (route.access() instanceof Access.Groups(List<String> names)) {
                    String url = origin(host, https) + route.path();
                    new TreeSet<>(names)
                            .forEach(n ->
                                    groups.computeIfAbsent(n, k -> new ArrayList<>()).add(url));
                }
            }
        }
        String own = origin(system.ownHost(), https);
        return new Rules(
                system.signIn(),
                system.ownHost(),
                Optional.of(new Place(system.name(), own)),
                Map.copyOf(hosts),
                new EngineHosts(system.domain(), system.engines()),
                https,
                groups);
    }

    /**
     * Those that hold while the next ones are being published: these, at the hosts that come too.
     * Where nothing was published, the next ones.
     */
    Rules awaiting(Rules next) {
        if (place.isEmpty()) {
            return next;
        }
        Map<String, String> both = new TreeMap<>(hosts);
        next.hosts()
                .forEach((origin, host) -> {
                    if (originOf(host).isEmpty()) {
                        both.put(origin, host);
                    }
                });
        return new Rules(signIn, ownHost, place, Map.copyOf(both), next.engines(), https, groups);
    }

    /** The origin of a host, as browsers write it. */
    static String origin(String host, int https) {
        return "https://" + host + (https == STANDARD ? "" : ":" + https);
    }

    /** The host of an origin of this system, but for that of Stead's own pages. */
    Optional<String> hostOf(String origin) {
        String scheme = "https://";
        String port = https == STANDARD ? "" : ":" + https;
        Optional<String> engine =
                Optional.of(origin)
                        .filter(o -> o.startsWith(scheme) && o.endsWith(port))
                        .filter(o -> o.length() > scheme.length() + port.length())
                        .map(o -> o.substring(scheme.length(), o.length() - port.length()))
                        .filter(host -> engines.idAt(host).isPresent());
        return Optional.ofNullable(hosts.get(origin)).or(() -> engine);
    }

    /** The origin of a host of this system. */
    Optional<String> originOf(String host) {
        if (host.equals(ownHost)) {
            return place.map(Place::origin);
        }
        if (engines.idAt(host).isPresent()) {
            return Optional.of(origin(host, https));
        }
        return hosts.entrySet().stream()
                .filter(e -> e.getValue().equals(host))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /**
     * Where sign-in is.
     *
     * @throws SteadException CONFLICT as long as nothing was applied
     */
    Place known() {
        return place.orElseThrow(() ->
                new SteadException(
                        Code.CONFLICT, "nothing has been applied yet", "run stead up FILE"));
    }
}
