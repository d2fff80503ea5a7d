package dev.stead.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Routes of a component, and that no two of a system clash. */
final class Routes {
    private record Target(String host, String path) {}

    private Routes() {}

    /** A component's routes in this domain. */
    static List<Route> in(String domain, Found found) {
        return found.get(CommonKeys.ROUTE).stream().map(r -> r.value().in(domain)).toList();
    }

    /** Adds the routes that are taken already. */
    static void check(String domain, Drafts drafts, Problems problems) {
        Map<Target, String> owners = new HashMap<>();
        var engines = new EngineAddresses(domain, drafts);
        drafts.each((name, draft) ->
                draft.found()
                        .value(CommonKeys.ROUTE)
                        .orElse(List.of())
                        .forEach(r -> {
                            engines.check(r.value().in(domain), r.at(), problems);
                            check(name, domain, r, owners, problems);
                        }));
    }

    private static void check(
            String name,
            String domain,
            Placed<RouteText> written,
            Map<Target, String> owners,
            Problems problems) {
        var route = written.value().in(domain);
        if (route.host().equals("stead." + domain)) {
            problems.add(
                    written.at(),
                    "the host `" + route.host() + "` belongs to Stead's own pages",
                    "choose another host");
        } else if (route.host().length() > 253) {
            problems.add(
                    written.at(),
                    "the host and the domain together are longer than 253 characters",
                    "shorten one of them");
        }
        if (route.path().equals("/.stead") || route.path().startsWith("/.stead/")) {
            problems.add(
                    written.at(),
                    "paths below `/.stead` belong to Stead's own pages",
                    "choose another path");
        }
        var owner = owners.putIfAbsent(new Target(route.host(), route.path()), name);
        if (owner != null) {
            problems.add(
                    written.at(),
                    "`%s` of `%s` is a route of %s already"
                            .formatted(
                                    route.path(),
                                    route.host(),
                                    owner.equals(name) ? "this component" : "`" + owner + "`"),
                    "give one of them another path or host");
        }
    }
}
