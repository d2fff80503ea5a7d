package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The planning example, from nothing to a recalculated plan in a browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PlanningIT {
    private final TestSystem system = TestSystem.of("plan");

    @BeforeAll
    void up() throws IOException {
        system.example("planning");
        system.up();
        new People(system).add("ana", "user");
    }

    @AfterAll
    void down() throws IOException {
        system.close();
    }

    @Test
    void everyComponentIsHealthy() {
        for (String component : List.of("ui", "api", "tasks", "db", "cache")) {
            assertThat(system.state(component)).as(component).isEqualTo("healthy");
        }
        assertThat(system.pids()).containsKeys("api-1", "api-2", "tasks-1", "db-1", "cache-1");
    }

    @Test
    void anEditedFigureArrivesRecalculatedInABrowser() {
        Browser.runs(
                system,
                "planning.mjs",
                system.url() + "/",
                "--name",
                "ana",
                "--password",
                People.PASSWORD);
    }

    @Test
    void requestsAreSpreadOverTheReplicas() throws Exception {
        Client client = new Client(system);
        client.signIn("ana", People.PASSWORD);
        client.open("/api/version");
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            answers.add(client.get("/api/version").head());
        }
        assertThat(answers).anyMatch(h -> h.contains("api-1")).anyMatch(h -> h.contains("api-2"));
    }

    @Test
    void whatTheGatewayKeepsOfThePlanCanBePurged() throws Exception {
        Client client = new Client(system);
        client.signIn("ana", People.PASSWORD);
        client.open("/api/plan");
        String path = "/api/plan";
        assertThat(client.get(path).header("Cache-Status")).startsWith("stead;");
        assertThat(system.stead("purge", system.name(), "api", path).out())
                .isEqualTo("purged: 1\n");
        assertThat(client.get(path).header("Cache-Status")).contains("fwd=uri-miss");
        assertThat(system.stead("purge", system.name(), "api", "/api/other").out())
                .isEqualTo("purged: 0\n");
        assertThat(system.stead("purge", system.name(), "api", "--json").out())
                .contains("\"answers\"");
        Command.Result unknown = system.stead("purge", system.name(), "absent");
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err()).contains("has no component absent").contains("it has ui, api");
    }

    @Test
    void secretsAreInNoLogProcessListOrDocument() throws IOException {
        List<String> secrets = new ArrayList<>();
        try (var files = Files.list(system.state().resolve("secrets"))) {
            for (Path file : files.toList()) {
                secrets.add(Files.readString(file));
            }
        }
        StringBuilder shown = new StringBuilder(Processes.commandLines());
        shown.append(system.stead("status", system.name(), "--json").all());
        shown.append(system.stead("plan", "--json").all());
        shown.append(system.stead("logs", system.name(), "-n", "10000").all());
        for (Path file : system.stateFiles()) {
            String path = file.toString();
            if (path.endsWith(".log") || path.endsWith(".out") || path.endsWith("record.json")) {
                shown.append(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            }
        }

        assertThat(secrets).hasSizeGreaterThanOrEqualTo(2);
        for (String secret : secrets) {
            assertThat(shown.indexOf(secret)).as("a secret is shown").isNegative();
        }
    }

    @Test
    void componentsCannotReadEachOthersFiles() {
        if (!Users.root()) {
            System.out.println("componentsCannotReadEachOthersFiles needs root: not run");
        }
        assumeTrue(Users.root());
        Command.Result result =
                Command.run(
                        Path.of("/"),
                        Map.of(),
                        List.of(
                                "setpriv",
                                "--reuid",
                                owner("cache"),
                                "--clear-groups",
                                "ls",
                                system.state().resolve("data/db").toString()));

        assertThat(result.status()).isNotZero();
        assertThat(result.err()).contains("Permission denied");
    }

    private String owner(String component) {
        try {
            return Files.getOwner(system.state().resolve("data").resolve(component)).getName();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
