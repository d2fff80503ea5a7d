package dev.stead.cli;

import static dev.stead.cli.ScriptedEngines.opening;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.api.Accounts;
import dev.stead.api.Accounts.AccountView;
import dev.stead.api.Audit;
import dev.stead.api.Control;
import dev.stead.api.ControlHttp;
import dev.stead.api.Engines.Phase;
import dev.stead.api.Role;
import dev.stead.base.Json;
import dev.stead.base.StateFolder;

import io.vertx.core.Vertx;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Commands on engines over the socket of a server whose engines are scripted. */
final class EngineCommandsIT {
    @TempDir Path home;
    private final ScriptedEngines engines = new ScriptedEngines();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Vertx vertx = Vertx.vertx();
    private final ControlHttp server =
            new ControlHttp(
                    answering(Control.class),
                    engines,
                    answering(Accounts.class),
                    answering(Audit.class),
                    List.of(),
                    "1",
                    "this",
                    vertx);

    @BeforeEach
    void start() throws IOException {
        StateFolder folder = new StateFolder(Files.createDirectory(home.resolve("demo")));
        server.start(folder.socket());
    }

    @AfterEach
    void end() {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void opensForTheFirstOperatorWhoCanSignIn() {
        engines.then(opening(Phase.STARTING, "a")).then(opening(Phase.READY, "b"));

        assertThat(run("engine", "open", "notebook", "--json")).isZero();

        assertThat(engines.asked())
                .containsExactly("open notebook for bert of - {}", "look after a");
        assertThat(new Json().tree(out()))
                .isEqualTo(
                        new Json()
                                .tree(
                                        "{\"id\": \"notebook-3\", \"url\":"
                                            + " \"https://notebook-3.demo.localhost/\", \"state\":"
                                            + " \"ready\"}"));
    }

    @Test
    void opensWhatIsAskedForAndShowsHowFarItIs() {
        engines.then(opening(Phase.QUEUED, "a")).then(opening(Phase.READY, "b"));

        assertThat(
                        run(
                                "engine",
                                "open",
                                "demo",
                                "notebook",
                                "--as",
                                "anna",
                                "--resource",
                                "a b",
                                "--set",
                                "size=large",
                                "--set",
                                "zone=x=y"))
                .isZero();

        assertThat(engines.asked())
                .startsWith("open notebook for anna of a b {size=large, zone=x=y}");
        assertThat(out())
                .contains(
                        "notebook waits in the queue, place 2",
                        "notebook is ready",
                        "notebook-3 is at https://notebook-3.demo.localhost/");
    }

    @Test
    void anEngineThatFailsShowsItsLastLines() {
        engines.then(opening(Phase.FAILED, "a"));

        assertThat(run("engine", "open", "notebook", "--as", "anna", "--json")).isEqualTo(1);

        assertThat(out()).isEmpty();
        assertThat(err())
                .contains("  | no such module", "notebook of anna failed: it ended with 1");
    }

    @Test
    void doesNotWaitWhereItIsToldNotTo() {
        engines.then(opening(Phase.QUEUED, "a"));

        assertThat(run("engine", "open", "notebook", "--no-wait", "--json")).isZero();

        assertThat(engines.asked()).hasSize(1);
        assertThat(out()).contains("\"queued\"", "\"place\" : 2").doesNotContain("url");
    }

    @Test
    void listsAllWithNullForTheUserOfWarmOnes() {
        assertThat(run("engine", "list", "--json")).isZero();

        assertThat(engines.asked()).containsExactly("list true");
        assertThat(new Json().tree(out()).path("engines").size()).isEqualTo(2);
        assertThat(out()).contains("\"user\" : \"anna\"", "\"user\" : null");
    }

    @Test
    void actsOnOneEngine() {
        assertThat(run("engine", "stop", "demo", "notebook-3")).isZero();
        assertThat(run("engine", "extend", "notebook-3")).isZero();
        assertThat(run("engine", "share", "notebook-3", "bert", "carla")).isZero();
        assertThat(run("engine", "share", "notebook-3", "--nobody")).isZero();
        assertThat(run("engine", "enter", "notebook-3")).isZero();
        assertThat(run("engine", "logs", "notebook-3", "-n", "5")).isZero();

        assertThat(engines.asked())
                .containsExactly(
                        "stop notebook-3",
                        "extend notebook-3",
                        "share notebook-3 with [bert, carla]",
                        "share notebook-3 with []",
                        "enter notebook-3",
                        "logs notebook-3 5 false");
        assertThat(out())
                .contains(
                        "notebook-3 has ended",
                        "notebook-3 lasts until ",
                        "notebook-3 lets you in, at https://notebook-3.demo.localhost/",
                        "notebook-3 | listening");
    }

    @Test
    void usageIsATableCsvOrJson() {
        assertThat(run("engine", "usage")).isZero();
        assertThat(run("engine", "usage", "--from", "2026-01-31T00:00:00Z", "--csv")).isZero();
        assertThat(run("engine", "usage", "demo", "--json")).isZero();

        assertThat(engines.asked())
                .containsExactly(
                        "usage " + Instant.EPOCH + " on",
                        "usage 2026-01-31T00:00:00Z on",
                        "usage " + Instant.EPOCH + " on");
        assertThat(out())
                .contains(
                        "anna     notebook   1        1m30s  3.0s  5 MiB",
                        ",anna,notebook,,notebook-3,idle,3.0,5242880\r\n",
                        "\"uses\" : [");
    }

    @Test
    void whatIsWrongIsTold() {
        assertThat(run("engine", "stop", "notebook-9")).isEqualTo(2);
        assertThat(run("engine", "stop")).isEqualTo(2);
        assertThat(run("engine", "stop", "other", "notebook-3")).isEqualTo(2);
        assertThat(run("engine", "share", "notebook-3")).isEqualTo(2);
        assertThat(run("engine", "open", "notebook", "--set", "size")).isEqualTo(2);
        assertThat(run("engine")).isEqualTo(2);

        assertThat(err())
                .contains(
                        "there is no engine notebook-9",
                        "an engine's id is missing",
                        "there is more than an engine's id: other notebook-3",
                        "an account is missing",
                        "a subcommand is missing");
    }

    private int run(String... arguments) {
        Surface surface =
                new Surface(
                        new Systems(home),
                        new CliIT.NoServer(),
                        "1.2",
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        new ByteArrayInputStream(new byte[0]),
                        false);
        return new Cli(surface).run(arguments);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** A role that does nothing, and knows these accounts. */
    private static <T> T answering(Class<T> type) {
        List<AccountView> accounts =
                List.of(
                        account("carla", Role.OPERATOR, false),
                        account("bert", Role.OPERATOR, false),
                        account("abe", Role.OPERATOR, true),
                        account("aaron", Role.VIEWER, false));
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, _) -> method.getName().equals("accounts") ? accounts : null));
    }

    private static AccountView account(String name, Role role, boolean disabled) {
        return new AccountView(
                name,
                role,
                List.of(),
                disabled,
                true,
                false,
                0,
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty());
    }
}
