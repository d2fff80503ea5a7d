package dev.stead.control;

import dev.stead.api.Control;
import dev.stead.api.ControlClient;
import dev.stead.api.ControlHttp;
import dev.stead.control.accounts.AccountsRole;

import io.vertx.core.Vertx;

import org.junit.jupiter.api.AfterEach;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The role as commands have it: over its socket. */
final class ControlClientIT extends ControlContract {
    private final Vertx vertx = Vertx.vertx();
    private final List<ControlHttp> servers = new ArrayList<>();

    @Override
    Control reach(Control control, AccountsRole accounts, Path folder) {
        Path socket = folder.resolve(servers.size() + ".sock");
        ControlHttp server =
                new ControlHttp(
                        control,
                        accounts.accounts(),
                        accounts.audit(),
                        List.of(),
                        "1",
                        "this",
                        vertx);
        servers.add(server);
        server.start(socket);
        return new ControlClient(socket);
    }

    @AfterEach
    void stopServers() {
        servers.forEach(ControlHttp::close);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
