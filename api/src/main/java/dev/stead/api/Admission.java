package dev.stead.api;

import dev.stead.base.Code;
import dev.stead.base.SteadException;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Lets a request in before anything of its body is kept: when there is room, and whoever asks may.
 * Its place is free again when it is answered, or the client has gone.
 */
final class Admission {
    private static final int AT_ONCE = 200;
    private static final int FOLLOWERS = 64;
    private static final int WAITING = 2_000;
    private static final String CALLER = "stead.caller";

    private final Accounts accounts;
    private final Function<HttpServerRequest, Caller> callers;
    private final ExecutorService threads;
    private final BiConsumer<RoutingContext, RuntimeException> refuse;
    private final Semaphore room = new Semaphore(AT_ONCE);
    private final Semaphore followers = new Semaphore(FOLLOWERS);
    private final Semaphore waiting = new Semaphore(WAITING);

    /**
     * @param callers finds out who claims to ask
     * @param threads a virtual thread for each task
     */
    Admission(
            Accounts accounts,
            Function<HttpServerRequest, Caller> callers,
            ExecutorService threads,
            BiConsumer<RoutingContext, RuntimeException> refuse) {
        this.accounts = accounts;
        this.callers = callers;
        this.threads = threads;
        this.refuse = refuse;
    }

    /** Comes before whatever reads the body. */
    Handler<RoutingContext> of(Operation operation) {
        Semaphore places =
                switch (operation.lasts()) {
                    case SHORT -> room;
                    case FOLLOWED -> followers;
                    case WAITING -> waiting;
                };
        return context -> {
            if (!places.tryAcquire()) {
                refuse.accept(context, full());
                return;
            }
            AtomicBoolean left = new AtomicBoolean();
            var _ =
                    context.addEndHandler(_ -> {
                        if (left.compareAndSet(false, true)) {
                            places.release();
                        }
                    });
            Context loop = Vertx.currentContext();
            context.request().pause();
            threads.execute(() -> admit(operation, context, loop));
        };
    }

    private void admit(Operation operation, RoutingContext context, Context loop) {
        try {
            Caller caller = callers.apply(context.request());
            demand(operation, caller, context);
            loop.runOnContext(_ -> {
                context.put(CALLER, caller);
                context.request().resume();
                context.next();
            });
        } catch (RuntimeException e) {
            loop.runOnContext(_ -> {
                // What is left of the body is dropped.
                context.request().resume();
                refuse.accept(context, e);
            });
        }
    }

    private void demand(Operation operation, Caller caller, RoutingContext context) {
        Map<String, String> parts = context.pathParams();
        accounts.demand(
                caller, operation.permission(), operation.id(), String.join(" ", parts.values()));
    }

    /** Whether whoever was let in still may; that is no use of a session. */
    boolean still(Operation operation, RoutingContext context) {
        Caller caller = caller(context);
        try {
            demand(
                    operation,
                    caller instanceof Caller.Session session ? session.unattended() : caller,
                    context);
            return true;
        } catch (RuntimeException e) {
            // Who cannot be asked about sees nothing.
            return false;
        }
    }

    /** Who was let in. */
    static Caller caller(RoutingContext context) {
        return context.<Caller>get(CALLER);
    }

    private static SteadException full() {
        return new SteadException(
                Code.EXHAUSTED, "too many requests are under way", "try again in a moment");
    }
}
