package dev.stead.api;

import dev.stead.base.LocalPeers;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Control's HTTP API: on the control socket for the owner of the server, and as a router for
 * everybody else at Stead's own origin.
 */
public final class ControlHttp implements AutoCloseable {
    /** The header by which a client of the control socket says which user it is. */
    static final String BY = "Stead-By";

    private final List<Operation> operations;
    private final Accounts accounts;
    private final Vertx vertx;
    private final ExecutorService requests =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("control-", 0).factory());

    /**
     * Offers nothing until {@link #start} or {@link #web}.
     *
     * @param metrics whose figures can be read
     * @param build tells one build of a version from another
     * @param vertx lent, not closed here
     */
    public ControlHttp(
            Control control,
            Engines engines,
            Accounts accounts,
            Audit audit,
            List<Metrics> metrics,
            String version,
            String build,
            Vertx vertx) {
        this.operations =
                operations(
                        control,
                        engines,
                        accounts,
                        audit,
                        metrics,
                        new ControlWire.VersionDocument(version, build));
        this.accounts = accounts;
        this.vertx = vertx;
    }

    /** All operations, in the order of the reference. */
    static List<Operation> operations(
            Control control,
            Engines engines,
            Accounts accounts,
            Audit audit,
            List<Metrics> metrics,
            ControlWire.VersionDocument version) {
        return Stream.of(
                        new OwnOperations(accounts, version).all(),
                        new SystemOperations(control).all(),
                        new EngineOperations(engines).all(),
                        List.of(new MetricsOperation(metrics).get()),
                        new AccountOperations(accounts, audit).all())
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Listens on the control socket; returns when it does. Only the user of this process and root
     * are listened to, and its mode says so.
     */
    public void start(Path socket) {
        Router router =
                new ApiRouter(operations, accounts, ControlHttp::owner, requests).router(vertx);
        vertx.createHttpServer(new HttpServerOptions())
                .connectionHandler(LocalPeers.ofThisProcess()::receive)
                .requestHandler(router)
                .listen(SocketAddress.domainSocketAddress(socket.toString()))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        try {
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException("the mode of " + socket + " cannot be set", e);
        }
    }

    /**
     * The API for everybody else, to be mounted where only the gateway can reach it.
     *
     * @param origin of Stead's own pages
     */
    public Router web(Supplier<String> origin) {
        return new ApiRouter(operations, accounts, new WebCallers(origin, accounts)::of, requests)
                .router(vertx);
    }

    private static Caller owner(HttpServerRequest request) {
        return new Caller.Owner(Optional.ofNullable(request.getHeader(BY)).orElse("unknown"));
    }

    @Override
    public void close() {
        requests.shutdownNow();
    }
}
