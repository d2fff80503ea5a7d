package dev.stead.api;

import dev.stead.api.ControlWire.ProblemDocument;
import dev.stead.base.Code;
import dev.stead.base.Json;
import dev.stead.base.SteadException;
import dev.stead.base.StreamedAnswer;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Offers operations over HTTP: JSON in and out, streams as one JSON document a line, failures as
 * problem documents (RFC 9457). Requests run on virtual threads, a bounded number at once; a client
 * that goes away ends a stream of logs, never a change.
 */
final class ApiRouter {
    private static final Logger LOG = LoggerFactory.getLogger(ApiRouter.class);
    private static final long LARGEST_BODY = 512 * 1024;
    private static final int AT_ONCE = 200;

    private final List<Operation> operations;
    private final Accounts accounts;
    private final Function<HttpServerRequest, Caller> callers;
    private final ExecutorService requests;
    private final Semaphore room = new Semaphore(AT_ONCE);
    private final Json json = new Json();
    private final Json strict = Json.strict();

    /**
     * @param accounts asked before a request is looked at any further
     * @param callers finds out who claims to ask
     * @param requests lent; a virtual thread for each task
     */
    ApiRouter(
            List<Operation> operations,
            Accounts accounts,
            Function<HttpServerRequest, Caller> callers,
            ExecutorService requests) {
        this.operations = List.copyOf(operations);
        this.accounts = accounts;
        this.callers = callers;
        this.requests = requests;
    }

    /** A router for the root of the API. */
    Router router(Vertx vertx) {
        Router router = Router.router(vertx);
        router.route().handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY));
        router.get("/v1/openapi.json").handler(OpenApi::send);
        for (Operation operation : operations) {
            router.route(
                            HttpMethod.valueOf(operation.method()),
                            operation.path().replaceAll("\\{(\\w+)}", ":$1"))
                    .handler(handler(operation));
        }
        router.route().handler(c -> refuse(c, unknown(c)));
        router.route().failureHandler(c -> refuse(c, failure(c)));
        return router;
    }

    private Handler<RoutingContext> handler(Operation operation) {
        return switch (operation.reply()) {
            case Operation.Reply.Document(Class<?> _, Function<Call, ?> work) ->
                    context -> document(operation, context, call -> json.write(work.apply(call)));
            case Operation.Reply.Nothing(var work) ->
                    context ->
                            document(
                                    operation,
                                    context,
                                    call -> {
                                        work.accept(call);
                                        return "";
                                    });
            case Operation.Reply.Lines(Operation.Streaming work) ->
                    context -> stream(operation, work, context);
        };
    }

    private void document(
            Operation operation, RoutingContext context, Function<Call, String> work) {
        if (!room.tryAcquire()) {
            refuse(context, full());
            return;
        }
        requests.execute(() -> {
            try {
                send(context, work.apply(call(operation, context)));
            } catch (RuntimeException e) {
                refuse(context, failure(e));
            } finally {
                room.release();
            }
        });
    }

    private static void send(RoutingContext context, String text) {
        HttpServerResponse response = context.response();
        response.putHeader("Cache-Control", "no-store");
        if (text.isEmpty()) {
            response.setStatusCode(204).end();
        } else {
            response.putHeader("Content-Type", "application/json").end(text);
        }
    }

    private void stream(Operation operation, Operation.Streaming work, RoutingContext context) {
        if (!room.tryAcquire()) {
            refuse(context, full());
            return;
        }
        StreamedAnswer answer = new StreamedAnswer(context.response());
        LineWriter lines = new LineWriter(answer, json);
        Future<?> running = requests.submit(() -> run(operation, work, context, lines));
        context.response()
                .closeHandler(closed -> {
                    answer.leave();
                    if (operation.method().equals("GET")) {
                        running.cancel(true);
                    }
                });
    }

    private void run(
            Operation operation,
            Operation.Streaming work,
            RoutingContext context,
            LineWriter lines) {
        try {
            work.run(call(operation, context), lines);
            lines.accept(ControlWire.Line.end());
            lines.answer().end();
        } catch (RuntimeException e) {
            SteadException failure = failure(e);
            if (lines.answer().begun()) {
                lines.accept(ControlWire.Line.of(failure));
                lines.answer().end();
            } else {
                refuse(context, failure);
            }
        } finally {
            room.release();
        }
    }

    private Call call(Operation operation, RoutingContext context) {
        Caller caller = callers.apply(context.request());
        accounts.demand(caller, operation.permission(), operation.id(), "");
        return new WebCall(context, caller, strict);
    }

    private void refuse(RoutingContext context, SteadException failure) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(failure.code().httpStatus())
                .putHeader("Content-Type", "application/problem+json")
                .putHeader("Cache-Control", "no-store");
        switch (failure.code()) {
            case UNAUTHENTICATED -> response.putHeader("WWW-Authenticate", "Bearer");
            case EXHAUSTED, SLOW_DOWN -> response.putHeader("Retry-After", "5");
            default -> {}
        }
        response.end(json.write(ProblemDocument.of(failure)));
    }

    private SteadException unknown(RoutingContext context) {
        String path = context.normalizedPath();
        return new SteadException(
                Code.UNKNOWN,
                "there is no " + context.request().method() + " " + path,
                "the OpenAPI document, v1/openapi.json, lists what there is");
    }

    /** What went wrong before an operation was reached. */
    private static SteadException failure(RoutingContext context) {
        if (context.statusCode() == 413) {
            return tooLarge();
        }
        return context.failure() instanceof RuntimeException e ? failure(e) : malformed();
    }

    private static SteadException tooLarge() {
        return new SteadException(
                Code.TOO_LARGE,
                "the request is larger than " + LARGEST_BODY / 1024 + " KiB",
                "send less");
    }

    private static SteadException malformed() {
        return new SteadException(
                Code.WRONG_USAGE, "the request could not be understood", "mend its address");
    }

    private static SteadException full() {
        return new SteadException(
                Code.EXHAUSTED, "too many requests are under way", "try again in a moment");
    }

    private static SteadException failure(RuntimeException e) {
        if (e instanceof SteadException known) {
            return known;
        }
        LOG.error("a request failed", e);
        return new SteadException(
                Code.INTERNAL, "Stead made a mistake: " + e, "the server's log has the details", e);
    }
}
