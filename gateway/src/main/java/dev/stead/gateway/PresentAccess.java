package dev.stead.gateway;

import dev.stead.gateway.Destination.Proxied;
import dev.stead.gateway.Passage.Kind;
import dev.stead.model.Access;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who may use what a request has reached, by the routes in use at the moment. Looks it up only when
 * those are others than before. On one loop only.
 */
final class PresentAccess {
    private final Supplier<Routes> routes;
    private final String host;
    private final String path;
    private Routes known;
    private Optional<Access> access;

    /**
     * @param known the routes by which the request was let in
     * @param access as these say
     * @param path normal, with single slashes
     */
    PresentAccess(Supplier<Routes> routes, Routes known, Access access, String host, String path) {
        this.routes = routes;
        this.known = known;
        this.access = Optional.of(access);
        this.host = host;
        this.path = path;
    }

    /** Empty when no route of a component leads there any more. */
    Optional<Access> now() {
        Routes used = routes.get();
        if (used != known) {
            known = used;
            access = used.host(host).flatMap(this::find);
        }
        return access;
    }

    private Optional<Access> find(Routes.Host at) {
        return at.find(path)
                .filter(it -> !(it instanceof Proxied proxied) || proxied.to() == Kind.COMPONENT)
                .filter(it -> !at.isAmbiguous(path, it))
                .map(it -> it.route().access());
    }
}
