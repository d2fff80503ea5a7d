package dev.stead.console;

import dev.stead.api.Permission;
import dev.stead.base.StreamedAnswer;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/** Runs each request on a virtual thread of its own, so many at once and no more. */
final class Requests implements AutoCloseable {
    private static final int PAGES = 128;

    /** A few more than may wait for a password to be checked: those behind get told so. */
    private static final int WAYS_IN = 600;

    /** A machine full of people who wait for their engines, each with two windows. */
    private static final int PATIENT = 2000;

    private static final int FOLLOWERS = 64;
    private static final int CHANGES = 16;

    private final Failures failures;
    private final Semaphore pages = new Semaphore(PAGES);
    private final Semaphore waysIn = new Semaphore(WAYS_IN);
    private final Semaphore patient = new Semaphore(PATIENT);
    private final Semaphore followers = new Semaphore(FOLLOWERS);
    private final Semaphore changes = new Semaphore(CHANGES);
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("console-", 0).factory());

    Requests(Failures failures) {
        this.failures = failures;
    }

    Handler<RoutingContext> page(Permission permission, Page page) {
        return page(pages, permission, page);
    }

    /** A page that checks a password, for which many may wait without being in others' way. */
    Handler<RoutingContext> wayIn(Permission permission, Page page) {
        return page(waysIn, permission, page);
    }

    /** A page that waits for something to happen, without being in others' way. */
    Handler<RoutingContext> patient(Permission permission, Page page) {
        return page(patient, permission, page);
    }

    private Handler<RoutingContext> page(Semaphore places, Permission permission, Page page) {
        return context -> {
            Visit visit = Visit.of(context);
            var _ = run(places, visit, () -> send(context, answer(permission, page, visit)));
        };
    }

    /** Ends when the client goes away. */
    Handler<RoutingContext> follow(Permission permission, StreamedPage page) {
        return context -> {
            StreamedAnswer out = new StreamedAnswer(context.response());
            Visit visit = Visit.of(context);
            FutureTask<?> running =
                    run(followers, visit, () -> stream(permission, page, visit, out));
            context.response()
                    .closeHandler(closed -> {
                        out.leave();
                        running.cancel(true);
                    });
        };
    }

    /** Goes on when the client goes away. */
    Handler<RoutingContext> change(Permission permission, StreamedPage page) {
        return context -> {
            StreamedAnswer out = new StreamedAnswer(context.response());
            Visit visit = Visit.of(context);
            context.response().closeHandler(closed -> out.leave());
            var _ = run(changes, visit, () -> stream(permission, page, visit, out));
        };
    }

    /** Finds something out before a page is asked for; bounded like pages. */
    void execute(RoutingContext context, Runnable work) {
        var _ = run(pages, Visit.of(context), work);
    }

    /** Gives the way to interrupt the work; one that has not begun then never does. */
    private FutureTask<?> run(Semaphore places, Visit visit, Runnable work) {
        FutureTask<?> task = new FutureTask<>(work, null);
        if (!places.tryAcquire()) {
            send(visit.context(), failures.full());
            return task;
        }
        try {
            threads.execute(() -> {
                try {
                    task.run();
                } finally {
                    places.release();
                }
            });
        } catch (RejectedExecutionException e) {
            places.release();
            send(visit.context(), failures.full());
        }
        return task;
    }

    private Reply answer(Permission permission, Page page, Visit visit) {
        try {
            return page.of(visit);
        } catch (RuntimeException | Error e) {
            return failure(permission, visit, e);
        }
    }

    /** Even when no page can be shown: before a server knows its system, for a moment. */
    private Reply failure(Permission permission, Visit visit, Throwable e) {
        try {
            return failures.of(visit, permission, e);
        } catch (RuntimeException | Error second) {
            failures.log(visit, second);
            return failures.full();
        }
    }

    private void stream(Permission permission, StreamedPage page, Visit visit, StreamedAnswer out) {
        try {
            page.of(visit, out);
            out.end();
        } catch (RuntimeException | Error e) {
            if (!out.begun()) {
                send(visit.context(), failure(permission, visit, e));
            } else {
                failures.log(visit, e);
                out.end();
            }
        }
    }

    /** Sends a whole answer. */
    static void send(RoutingContext context, Reply reply) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(reply.status());
        reply.headers().forEach(response::putHeader);
        reply.cookies().forEach(cookie -> response.headers().add("Set-Cookie", cookie));
        var _ = response.end(reply.body());
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
