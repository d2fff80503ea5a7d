package dev.stead.gateway;

import dev.stead.gateway.Destination.Proxied;
import dev.stead.gateway.Passage.Kind;
import dev.stead.model.Access;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who may use what a request has reached, by the routes and limits in use at the moment. Looks up
 * the routes only when those are others than before. On one loop only.
 */
final class PresentAccess {
    private final Supplier<Routes> routes;
    private final Limits limits;
    private final Asked asked;
    private Routes known;
    private Optional<Access> access;

    /**
     * What was asked.
     *
     * @param path normal, with single slashes
     * @param visitor who asked it
     */
    record Asked(String host, String path, Peer visitor) {}

    /**
     * @param known the routes by which the request was let in
     * @param access as these say
     */
    PresentAccess(
            Supplier<Routes> routes, Limits limits, Routes known, Access access, Asked asked) {
        this.routes = routes;
        this.limits = limits;
        this.known = known;
        this.access = Optional.of(access);
        this.asked = asked;
    }

    /**
     * Empty when no route of a component leads there any more, or nobody may use it from where the
     * visitor is.
     */
    Optional<Access> now() {
        Routes used = routes.get();
        if (used != known) {
            known = used;
            access = used.host(asked.host()).flatMap(this::find);
        }
        return limits.admits(asked.visitor()) ? access : Optional.empty();
    }

    private Optional<Access> find(Routes.Host at) {
        return at.find(asked.path())
                .filter(it -> !(it instanceof Proxied proxied) || proxied.to() == Kind.COMPONENT)
                .filter(it -> at.admits(it, asked.visitor()))
                .filter(it -> !at.isAmbiguous(asked.path(), it))
                .map(it -> it.route().access());
    }
}
