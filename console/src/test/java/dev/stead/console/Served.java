package dev.stead.console;

import io.vertx.core.Vertx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/** The console with fakes behind it, on a socket of its own. */
final class Served implements AutoCloseable {
    final FakeControl control;
    final FakeAccounts accounts;
    final FakeSignIn signIn;
    final FakeAudit audit;
    final FakeEngines engines;
    final ConsoleRole role;
    final Path socket;
    private final Vertx vertx = Vertx.vertx();

    Served(String spice) {
        this(new Sample(spice), FakeSignIn.ORIGIN);
        role.start(socket);
    }

    /** Does not listen yet. */
    Served(Sample sample, String origin) {
        control = new FakeControl(sample);
        accounts = new FakeAccounts(sample);
        signIn = new FakeSignIn(origin);
        audit = new FakeAudit(sample);
        engines = new FakeEngines(new EngineSample(sample.spice()));
        socket = folder().resolve("console.sock");
        role =
                new ConsoleRole(
                        control,
                        accounts,
                        signIn,
                        audit,
                        engines,
                        vertx,
                        InstantSource.fixed(Sample.NOW),
                        api -> {
                            api.get("/v1/ping").handler(c -> c.end("pong"));
                            api.post("/v1/ping").handler(c -> c.end("pong"));
                        });
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("console");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Browser anonymous() {
        return Browser.anonymous(socket);
    }

    Browser as(String role) {
        return anonymous().as(role);
    }

    @Override
    public void close() {
        role.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        try {
            Files.deleteIfExists(socket);
            Files.deleteIfExists(socket.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
