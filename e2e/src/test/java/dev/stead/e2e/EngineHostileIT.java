package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** Two engines of different users, one of which tries what it can against the other and Stead. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EngineHostileIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String MARK = "/tmp/stead-test-mark";

    private final TestSystem system = TestSystem.of("engh");
    private final Engines engines = new Engines(system);

    @BeforeAll
    void up() throws IOException {
        if (!Users.root()) {
            System.out.println("EngineHostileIT needs root, who can set engines apart: not run");
        }
        assumeTrue(Users.root());
        system.program("hostile_engine.py", "app");
        system.write(
                """
                hostile: { engine: '/usr/bin/python3 hostile_engine.py ${PORT}', source: ./app }
                friend: { engine: '/usr/bin/python3 hostile_engine.py ${PORT}', source: ./app, needs: [cache] }
                plain:
                  service: /usr/bin/python3 hostile_engine.py ${PORT}
                  source: ./app
                  route: { path: /, access: public }
                cache: { redis: 7 }
                """);
        system.up();
        People people = new People(system);
        people.add("ana", "user");
        people.add("ben", "user");
    }

    @AfterAll
    void down() throws IOException {
        system.close();
    }

    @Test
    void oneEngineCanDoNothingToAnother() throws IOException {
        String victim = engines.open("hostile", "ben");
        JsonNode left =
                asked(Client.of(system, "ben"), engines.url(victim) + "/leave?mark=" + MARK);
        String mine = engines.open("hostile", "ana");
        Client ana = Client.of(system, "ana");

        JsonNode tried = asked(ana, engines.url(mine) + "/try?" + questions(victim));

        assertThat(did(tried)).isEmpty();
        assertThat(tried.path("uid")).isNotEqualTo(left.path("uid"));
        assertThat(Processes.alive(engines.pid(victim))).isTrue();
        assertThat(ana.open(engines.url(victim) + "/").status()).isEqualTo(403);
        // What a component that is not set apart can do shows that these were attempts.
        assertThat(did(asked(new Client(system), system.url() + "/try?" + questions(victim))))
                .contains(
                        "reach the gateway",
                        "reach a database that it does not need",
                        "see the other's process")
                .doesNotContain(
                        "reach the other's port",
                        "read in the other's home",
                        "use the control socket",
                        "signal the other",
                        "see the other's temporary files");
    }

    @Test
    void oneThatNeedsADatabaseReachesIt() throws IOException {
        String mine = engines.open("friend", "ana");

        JsonNode tried =
                asked(
                        Client.of(system, "ana"),
                        engines.url(mine) + "/needed?database=" + port("cache-1"));

        assertThat(tried.path("did").asBoolean()).isTrue();
    }

    private String questions(String victim) throws IOException {
        return String.join(
                "&",
                List.of(
                        "state=" + system.state(),
                        "id=" + victim,
                        "pid=" + engines.pid(victim),
                        "port=" + port(victim),
                        "home=" + system.state().resolve("engines/homes/hostile/ben"),
                        "mark=" + MARK,
                        "database=" + port("cache-1"),
                        "gateway=" + system.https()));
    }

    /** As the record of an instance has it. */
    private int port(String instance) throws IOException {
        String record =
                Files.readString(system.state().resolve("run/" + instance + "/record.json"));
        return JSON.readTree(record).path("record").path("spec").path("port").asInt();
    }

    private static JsonNode asked(Client client, String url) throws IOException {
        Answer answer = client.open(url);
        assertThat(answer.status()).as(answer.url() + answer.head()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static List<String> did(JsonNode tried) {
        return tried.path("did").valueStream().map(JsonNode::asString).toList();
    }
}
