package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.time.Duration;

/** Private engines below a path of the domain, as for a domain without a wildcard. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EnginePathIT {
    private static final JsonMapper JSON = new JsonMapper();

    private static final String FILE =
            """
            notebook:
              engine: >-
                jupyter-notebook --no-browser --ip 127.0.0.1 --port ${PORT} --port-retries 0
                --notebook-dir ${HOME} --NotebookApp.base_url=${BASE}
                --NotebookApp.allow_remote_access=true --NotebookApp.token= --NotebookApp.password=
              place: path
              health: /api
              busy: { path: /api/kernels, contains: '"busy"' }
            tiny: { engine: '/usr/bin/python3 engine.py ${PORT}', source: ./app, place: path }
            """;

    private final TestSystem system = TestSystem.of("path");
    private final Engines engines = new Engines(system);
    private final People people = new People(system);
    private Client ana;
    private Client ben;

    @BeforeAll
    void up() throws IOException {
        system.program("engine.py", "app");
        system.write(FILE);
        system.up();
        ana = signedIn("ana");
        ben = signedIn("ben");
    }

    @AfterAll
    void down() throws IOException {
        system.close();
    }

    private Client signedIn(String name) throws IOException {
        people.add(name, "user");
        Client client = Client.of(system, name);
        return client;
    }

    private String url(String id) {
        return system.url() + "/engines/" + id;
    }

    @Test
    void aProgramAnswersBelowItsPathAndSeesAllOfIt() throws Exception {
        JsonNode opened = JSON.readTree(engines.command("tiny", "ana").out());
        String id = opened.path("id").asString();
        assertThat(opened.path("url").asString()).isEqualTo(url(id) + "/");

        JsonNode seen = JSON.readTree(ana.open(url(id) + "/deep/link?x=1").body());

        assertThat(seen.path("path").asString()).isEqualTo("/engines/" + id + "/deep/link?x=1");
        assertThat(seen.path("user").asString()).isEqualTo("ana");
        try (WebSocketLine socket = WebSocketLine.open(ana, url(id) + "/socket")) {
            socket.send("hello");
            assertThat(socket.receive()).isEqualTo("hello");
            assertThat(ana.signOut().status()).isLessThan(400);
            assertThat(socket.endsWithin(Duration.ofSeconds(2))).isTrue();
        }
        ana.signIn("ana", People.PASSWORD);
    }

    @Test
    void itsOwnerAloneIsLetIn() throws Exception {
        String id = engines.open("tiny", "ben");

        assertThat(ben.open(url(id) + "/").status()).isEqualTo(200);
        assertThat(signedIn("eve").open(url(id) + "/").status()).isEqualTo(403);
        assertThat(new Client(system).get(url(id) + "/").status()).isEqualTo(401);
        assertThat(new Client(system).open(url(id) + "/x").url())
                .startsWith(system.own() + "/sign-in");
        // Not by the host that it would have with a wildcard.
        assertThat(ben.get(engines.url(id) + "/").status()).isGreaterThanOrEqualTo(400);
    }

    @Test
    void whereOneHasEndedItIsOfferedAgain() throws Exception {
        String id = engines.open("tiny", "ben");
        engines.stop(id);

        assertThat(ben.get(url(id) + "/data").status()).isEqualTo(503);
        assertThat(ben.step(url(id) + "/deep?x=1").location())
                .startsWith(system.own() + "/engine/" + id)
                .contains("deep");

        String next = engines.open("tiny", "ben");
        assertThat(ben.open(system.own() + "/open/tiny/deep?x=1").url())
                .isEqualTo(url(next) + "/deep?x=1");
    }

    @Test
    void jupyterWorksBelowItsBase() throws Exception {
        String id = engines.open("notebook", "ben");

        Answer tree = ben.open(url(id) + "/tree");

        assertThat(tree.status()).isEqualTo(200);
        assertThat(tree.body()).contains("Jupyter Notebook").contains("/engines/" + id + "/static");
        assertThat(JSON.readTree(ben.get(url(id) + "/api/status").body()).has("kernels")).isTrue();
    }
}
