package dev.stead.console;

import dev.stead.api.Accounts;
import dev.stead.api.Permission;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.function.Consumer;

/**
 * What every request passes before a page answers it: headers, the check of its origin, its body.
 */
final class Front {
    private static final Logger LOG = LoggerFactory.getLogger(Front.class);
    private static final int[] STATUSES = {400, 404, 405, 413, 414, 415, 500};

    private final Router router;
    private final Requests requests;
    private final Failures failures;
    private final OriginCheck origin;
    private final Accounts accounts;

    Front(
            Vertx vertx,
            Requests requests,
            Failures failures,
            Accounts accounts,
            OriginCheck origin,
            Bodies bodies,
            Consumer<Router> api,
            List<Consumer<Routes>> pages) {
        this.router = Router.router(vertx);
        this.requests = requests;
        this.failures = failures;
        this.origin = origin;
        this.accounts = accounts;
        router.route().handler(Front::always);
        // The API finds out by itself who asks, and from where.
        Router below = Router.router(vertx);
        api.accept(below);
        router.route("/api/*").subRouter(below);
        router.route().handler(this::check);
        router.route().handler(bodies.reader());
        Routes routes = new Routes(router, requests);
        pages.forEach(page -> page.accept(routes));
        for (int status : STATUSES) {
            router.errorHandler(status, context -> failed(context, status));
        }
    }

    Router router() {
        return router;
    }

    private static void always(RoutingContext context) {
        Headers.ALWAYS.forEach(context.response()::putHeader);
        context.next();
    }

    private void check(RoutingContext context) {
        if (origin.admits(context.request())) {
            context.next();
        } else {
            requests.page(Permission.SEE_OWN, this::otherOrigin).handle(context);
        }
    }

    private Reply otherOrigin(Visit visit) {
        accounts.refused(
                visit.caller(),
                visit.request().method() + " " + visit.request().path(),
                "it did not come from a page of Stead's own");
        return failures.otherOrigin(visit);
    }

    private void failed(RoutingContext context, int status) {
        if (context.failure() != null && status == 500) {
            LOG.error("{} failed", context.request().path(), context.failure());
        }
        requests.page(Permission.SEE_OWN, visit -> failures.status(visit, status)).handle(context);
    }
}
