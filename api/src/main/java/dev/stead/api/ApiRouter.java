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
import java.util.function.Function;

/**
 * Offers operations over HTTP: JSON in and out, streams as one JSON document a line, failures as
 * problem documents (RFC 9457). Requests run on virtual threads, a bounded number at once; a client
 * that goes away, or may not look any more, ends a stream of logs, never a change.
 */
final class ApiRouter {
    private static final Logger LOG = LoggerFactory.getLogger(ApiRouter.class);
    private static final String JSON = "application/json";
    private static final long LARGEST_BODY = 512 * 1024;

    private final List<Operation> operations;
    private final Admission admission;
    private final ExecutorService requests;
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
        this.admission = new Admission(accounts, callers, requests, this::refuse);
        this.requests = requests;
    }

    /** A router for the root of the API. */
    Router router(Vertx vertx) {
        Router router = Router.router(vertx);
        router.get("/v1/openapi.json").handler(new OpenApi());
        Handler<RoutingContext> body = BodyHandler.create(false).setBodyLimit(LARGEST_BODY);
        for (Operation operation : operations) {
            // Routes of their own: the router wants to read a body first of all.
            for (Handler<RoutingContext> handler :
                    List.of(admission.of(operation), body, handler(operation))) {
                router.route(
                                HttpMethod.valueOf(operation.method()),
                                operation.path().replaceAll("\\{(\\w+)}", ":$1"))
                        .handler(handler);
            }
        }
        router.route().handler(c -> refuse(c, unknown(c)));
        router.route().failureHandler(c -> refuse(c, failure(c)));
        return router;
    }

    private Handler<RoutingContext> handler(Operation operation) {
        return switch (operation.reply()) {
            case Operation.Reply.Document(Class<?> _, Function<Call, ?> work) ->
                    context -> document(context, JSON, call -> json.write(work.apply(call)));
            case Operation.Reply.Text(String type, Function<Call, String> work) ->
                    context -> document(context, type, work);
            case Operation.Reply.Nothing(var work) ->
                    context ->
                            document(
                                    context,
                                    JSON,
                                    call -> {
                                        work.accept(call);
                                        return "";
                                    });
            case Operation.Reply.Lines(Operation.Streaming work) ->
                    context -> stream(operation, work, context);
        };
    }

    private void document(RoutingContext context, String type, Function<Call, String> work) {
        requests.execute(() -> {
            try {
                send(context, type, work.apply(call(context)));
            } catch (RuntimeException e) {
                refuse(context, e);
            }
        });
    }

    private static void send(RoutingContext context, String type, String text) {
        HttpServerResponse response = context.response();
        response.putHeader("Cache-Control", "no-store");
        if (text.isEmpty()) {
            response.setStatusCode(204).end();
        } else {
            response.putHeader("Content-Type", type).end(text);
        }
    }

    private void stream(Operation operation, Operation.Streaming work, RoutingContext context) {
        StreamedAnswer answer = new StreamedAnswer(context.response());
        LineWriter lines = new LineWriter(answer, json);
        Future<?> running = requests.submit(() -> run(work, context, lines));
        context.response()
                .closeHandler(closed -> {
                    answer.leave();
                    if (operation.isFollowed()) {
                        running.cancel(true);
                    }
                });
        if (operation.isFollowed() && !(Admission.caller(context) instanceof Caller.Owner)) {
            requests.execute(
                    new Watch(running, () -> admission.still(operation, context))::untilOver);
        }
    }

    private void run(Operation.Streaming work, RoutingContext context, LineWriter lines) {
        try {
            work.run(call(context), lines);
            lines.accept(ControlWire.Line.end());
            lines.answer().end();
        } catch (RuntimeException e) {
            if (lines.answer().begun()) {
                lines.accept(ControlWire.Line.of(failure(e)));
                lines.answer().end();
            } else {
                refuse(context, e);
            }
        }
    }

    private Call call(RoutingContext context) {
        return new WebCall(context, Admission.caller(context), strict);
    }

    private void refuse(RoutingContext context, RuntimeException why) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        SteadException failure = failure(why);
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

    private static SteadException unknown(RoutingContext context) {
        return new SteadException(
                Code.UNKNOWN,
                "there is no " + context.request().method() + " " + context.normalizedPath(),
                "the OpenAPI document, v1/openapi.json, lists what there is");
    }

    /** What went wrong before an operation was reached. */
    private static SteadException failure(RoutingContext context) {
        if (context.statusCode() == 413) {
            return new SteadException(
                    Code.TOO_LARGE,
                    "the request is larger than " + LARGEST_BODY / 1024 + " KiB",
                    "send less");
        }
        return context.failure() instanceof RuntimeException e
                ? failure(e)
                : new SteadException(
                        Code.WRONG_USAGE,
                        "the request could not be understood",
                        "mend its address");
    }

    private static SteadException failure(RuntimeException e) {
        if (e instanceof SteadException known) {
            return known;
        }
        LOG.error("a request failed", e);
        return new SteadException(
                Code.INTERNAL, "Stead made a mistake", "the server's log has the details", e);
    }
}
