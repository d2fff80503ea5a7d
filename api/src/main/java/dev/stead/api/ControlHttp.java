package dev.stead.api;

import dev.stead.api.ControlWire.Line;
import dev.stead.api.ControlWire.ProblemDocument;
import dev.stead.base.Code;
import dev.stead.base.Json;
import dev.stead.base.SteadException;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Offers a {@link Control} on a Unix socket: JSON in and out, streams as one JSON document a line.
 * Requests run on virtual threads; a client that goes away ends its log stream, never an apply.
 */
public final class ControlHttp implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlHttp.class);
    private static final long LARGEST_BODY = 64 * 1024;

    private final Control control;
    private final String version;
    private final String build;
    private final Vertx vertx;
    private final Json json = new Json();
    private final ExecutorService requests =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("control-", 0).factory());

    /**
     * Offers nothing until {@link #start}.
     *
     * @param build tells one build of a version from another
     * @param vertx lent, not closed here
     */
    public ControlHttp(Control control, String version, String build, Vertx vertx) {
        this.control = control;
        this.version = version;
        this.build = build;
        this.vertx = vertx;
    }

    /** Listens on this socket; returns when it does. */
    public void start(Path socket) {
        Router router = Router.router(vertx);
        router.route().handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY));
        router.get("/v1/version").handler(answer(c -> Map.of("version", version, "build", build)));
        router.get("/v1/status").handler(answer(c -> control.status(caller(c))));
        router.post("/v1/plan").handler(answer(this::plan));
        router.post("/v1/hand-over").handler(answer(this::handOver));
        router.post("/v1/dismiss").handler(answer(this::dismiss));
        router.post("/v1/apply").handler(stream(this::apply));
        router.post("/v1/down").handler(stream((c, out) -> control.down(caller(c), events(out))));
        router.post("/v1/restart")
                .handler(
                        stream((c, out) ->
                                control.restart(
                                        caller(c),
                                        c.request().getParam("component", ""),
                                        events(out))));
        router.get("/v1/logs").handler(stream(this::logs));
        HttpServer server = vertx.createHttpServer(new HttpServerOptions());
        server.requestHandler(router)
                .listen(SocketAddress.domainSocketAddress(socket.toString()))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @Override
    public void close() {
        requests.shutdownNow();
    }

    private Object plan(RoutingContext context) {
        Path file = Path.of(body(context, ControlWire.FileRequest.class).file());
        return control.plan(
                caller(context), new Control.PlanRequest(Optional.of(file), Optional.empty()));
    }

    private Object handOver(RoutingContext context) {
        control.handOver(caller(context));
        return Map.of();
    }

    private Object dismiss(RoutingContext context) {
        control.dismiss(caller(context));
        return Map.of();
    }

    private void apply(RoutingContext context, Consumer<Line> out) {
        ControlWire.ApplyBody body = body(context, ControlWire.ApplyBody.class);
        control.apply(
                new Caller.Owner(body.by()),
                new Control.ApplyRequest(Optional.of(Path.of(body.file())), body.installPackages()),
                events(out));
    }

    private void logs(RoutingContext context, Consumer<Line> out) {
        control.logs(
                caller(context),
                new Control.LogQuery(
                        context.queryParam("component"),
                        Integer.parseInt(context.request().getParam("lines", "100")),
                        Boolean.parseBoolean(context.request().getParam("follow", "false"))),
                line -> out.accept(Line.of(line)));
    }

    private static Caller caller(RoutingContext context) {
        return new Caller.Owner(context.request().getParam("by", "unknown"));
    }

    private static Consumer<Event> events(Consumer<Line> out) {
        return event -> out.accept(Line.of(event));
    }

    private <T> T body(RoutingContext context, Class<T> type) {
        return json.read(context.body().asString("UTF-8"), type);
    }

    /** A handler that answers with one document. */
    private io.vertx.core.Handler<RoutingContext> answer(Answer handler) {
        return context ->
                requests.execute(() -> {
                    HttpServerResponse response = context.response();
                    response.putHeader("Content-Type", "application/json");
                    try {
                        response.end(json.write(handler.of(context)));
                    } catch (RuntimeException e) {
                        SteadException failure = failure(e);
                        response.setStatusCode(failure.code().httpStatus())
                                .end(json.write(ProblemDocument.of(failure)));
                    }
                });
    }

    /** A handler that answers with a line for each thing that happens, and one for the end. */
    private io.vertx.core.Handler<RoutingContext> stream(Stream handler) {
        return context -> {
            HttpServerResponse response = context.response();
            response.setChunked(true).putHeader("Content-Type", "application/x-ndjson");
            LineWriter lines = new LineWriter(response);
            Future<?> running = requests.submit(() -> stream(handler, context, lines));
            response.closeHandler(closed -> {
                if (context.request().path().equals("/v1/logs")) {
                    running.cancel(true);
                }
            });
        };
    }

    private void stream(Stream handler, RoutingContext context, LineWriter lines) {
        try {
            handler.run(context, lines);
            lines.accept(Line.end());
        } catch (RuntimeException e) {
            lines.accept(Line.of(failure(e)));
        }
        lines.end();
    }

    private static SteadException failure(RuntimeException e) {
        if (e instanceof SteadException known) {
            return known;
        }
        LOG.error("a request failed", e);
        return new SteadException(
                Code.INTERNAL, "Stead made a mistake: " + e, "the server's log has the details", e);
    }

    /** Gives one document. */
    private interface Answer {
        Object of(RoutingContext context);
    }

    /** Gives lines while it runs. */
    private interface Stream {
        void run(RoutingContext context, Consumer<Line> out);
    }

    /** Writes lines no faster than the client reads; from many threads, one after the other. */
    private final class LineWriter implements Consumer<Line> {
        private final HttpServerResponse response;
        private boolean gone;

        LineWriter(HttpServerResponse response) {
            this.response = response;
        }

        @Override
        public synchronized void accept(Line line) {
            if (gone) {
                return;
            }
            try {
                response.write(Buffer.buffer(json.write(line) + "\n"))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();
            } catch (CompletionException | IllegalStateException e) {
                gone = true;
            }
        }

        synchronized void end() {
            if (!gone) {
                response.end();
            }
        }
    }
}
