package dev.stead.console;

import dev.stead.api.Accounts;
import dev.stead.api.Permission;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps what forms send within bounds: small forms of anybody, who may be signing in, and larger
 * ones of people who have signed in, which is found out before anything of them is read.
 */
final class Bodies {
    private static final int SMALL = 8 * 1024;
    private static final int LARGE = 64 * 1024;
    // The text of a plan, each character of which may take three.
    private static final int PLAN = 3 * PlanPages.LARGEST_TEXT + 1024;
    private static final Set<String> OPEN =
            Set.of("/sign-in", "/sign-in/code", "/sign-out", "/password");

    private final Accounts accounts;
    private final Requests requests;
    private final Failures failures;
    private final Semaphore small = new Semaphore(800);
    private final Semaphore large = new Semaphore(48);
    private final BodyHandler anybodys = reader(SMALL);
    private final BodyHandler known = reader(LARGE);
    private final BodyHandler plan = reader(PLAN);

    Bodies(Accounts accounts, Requests requests, Failures failures) {
        this.accounts = accounts;
        this.requests = requests;
        this.failures = failures;
    }

    private static BodyHandler reader(int largest) {
        return BodyHandler.create(false).setBodyLimit(largest).setMergeFormAttributes(false);
    }

    /** Reads the body of any form. */
    Handler<RoutingContext> reader() {
        return context -> {
            if (!context.request().method().equals(HttpMethod.POST)) {
                context.next();
                return;
            }
            boolean open = OPEN.contains(context.request().path());
            if (!enter(open ? small : large, context)) {
                Requests.send(context, failures.full());
            } else if (open) {
                anybodys.handle(context);
            } else {
                identify(context);
            }
        };
    }

    private static boolean enter(Semaphore places, RoutingContext context) {
        if (!places.tryAcquire()) {
            return false;
        }
        AtomicBoolean left = new AtomicBoolean();
        var _ =
                context.addEndHandler(_ -> {
                    if (left.compareAndSet(false, true)) {
                        places.release();
                    }
                });
        return true;
    }

    private void identify(RoutingContext context) {
        Context loop = Vertx.currentContext();
        context.request().pause();
        requests.execute(
                context,
                () -> {
                    try {
                        accounts.me(Visit.of(context).caller());
                        loop.runOnContext(_ -> read(context));
                    } catch (RuntimeException e) {
                        loop.runOnContext(_ -> refuse(context, e));
                    }
                });
    }

    private void read(RoutingContext context) {
        context.request().resume();
        (context.request().path().equals("/plan") ? plan : known).handle(context);
    }

    /** What is left of the body is dropped. */
    private void refuse(RoutingContext context, RuntimeException why) {
        context.request().resume();
        requests.page(Permission.SEE_OWN, visit -> failures.of(visit, Permission.SEE_OWN, why))
                .handle(context);
    }
}
