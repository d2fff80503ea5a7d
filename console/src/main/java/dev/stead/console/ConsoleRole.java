package dev.stead.console;

import dev.stead.api.Accounts;
import dev.stead.api.Audit;
import dev.stead.api.Control;
import dev.stead.api.Engines;
import dev.stead.api.SignIn;
import dev.stead.base.LocalPeers;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The role that shows: Stead's own pages on a Unix socket, for the gateway. Construct, start,
 * close; {@link #start} and {@link #close} are called once, from one thread.
 */
public final class ConsoleRole implements AutoCloseable {
    // A plan's text, each byte of which may take three.
    private static final int LARGEST_FIELD = 3 * PlanPages.LARGEST_TEXT;

    private final Vertx vertx;
    private final Requests requests;
    private final Front front;
    private final AtomicReference<HttpServer> server = new AtomicReference<>();

    /**
     * Answers nothing until {@link #start}.
     *
     * @param vertx lent, not closed here
     * @param clock for what pages say about ages
     * @param api mounts the HTTP API on the router of {@code /api}. Its answers have the same
     *     security headers as pages; it finds out by itself who asks. Bodies are not read yet.
     */
    public ConsoleRole(
            Control control,
            Accounts accounts,
            SignIn signIn,
            Audit audit,
            Engines engines,
            Vertx vertx,
            InstantSource clock,
            Consumer<Router> api) {
        this.vertx = vertx;
        Assets assets = new Assets();
        Frames frames = new Frames(accounts, signIn, engines, assets, clock);
        OpeningPages waiting = new OpeningPages(frames, engines);
        Failures failures = new Failures(frames);
        this.requests = new Requests(failures);
        this.front =
                new Front(
                        vertx,
                        requests,
                        failures,
                        accounts,
                        new OriginCheck(() -> signIn.place().origin()),
                        new Bodies(accounts, requests, failures),
                        api,
                        List.of(
                                assets::mount,
                                new PublicKeys(signIn)::mount,
                                new SignInPages(frames, accounts, signIn)::mount,
                                new SecondFactorPages(frames, signIn)::mount,
                                new SignOutPages(frames, signIn)::mount,
                                new EnterPage(signIn)::mount,
                                new PasswordLinkPages(frames, signIn)::mount,
                                new OwnAccountPages(frames, accounts)::mount,
                                new OwnFactorPages(frames, accounts)::mount,
                                new HomePages(frames, control, engines)::mount,
                                waiting::mount,
                                new OpenPages(frames, engines, waiting)::mount,
                                new EnginePages(frames, engines, waiting)::mount,
                                new EndingPart(frames)::mount,
                                new EngineChanges(frames, engines)::mount,
                                new EngineListPages(frames, engines)::mount,
                                new UsagePages(frames, engines)::mount,
                                new ComponentPages(frames, control)::mount,
                                new LogPages(frames, control)::mount,
                                new LogStream(accounts, control, engines)::mount,
                                new PlanPages(frames, control)::mount,
                                new AccountPages(frames, accounts)::mount,
                                new AccountChanges(frames, accounts)::mount,
                                new GroupPages(frames, accounts)::mount,
                                new TokenPages(frames, accounts)::mount,
                                new AuditPages(frames, audit)::mount,
                                new AuditExport(audit)::mount));
    }

    /**
     * Listens on this socket with mode 0600; returns when it does.
     *
     * @throws UncheckedIOException when the socket cannot be made
     */
    public void start(Path socket) {
        try {
            Files.deleteIfExists(socket);
            listen(SocketAddress.domainSocketAddress(socket.toString()));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot offer Stead's own pages at " + socket, e);
        }
    }

    /** Listens wherever; gives the port. */
    int listen(SocketAddress address) {
        HttpServerOptions options =
                new HttpServerOptions()
                        .setMaxFormAttributeSize(LARGEST_FIELD)
                        .setMaxInitialLineLength(16 * 1024)
                        .setMaxHeaderSize(32 * 1024);
        HttpServer listening =
                done(
                        vertx.createHttpServer(options)
                                .connectionHandler(LocalPeers.ofThisProcess()::receive)
                                .requestHandler(front.router())
                                .listen(address));
        server.set(listening);
        return listening.actualPort();
    }

    /** What answers where; for tests. */
    Router router() {
        return front.router();
    }

    /** Ends open answers and listens no more. */
    @Override
    public void close() {
        requests.close();
        HttpServer listening = server.getAndSet(null);
        if (listening != null) {
            done(listening.close());
        }
    }

    private static <T> T done(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
