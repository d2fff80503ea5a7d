package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Path;

/** Sign-in, the console and a hostile component in a browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BrowserIT {
    private static final int LARGEST_PAGE = 100 * 1024;

    private final TestSystem system = TestSystem.of("web");
    private final People people = new People(system);

    @BeforeAll
    void up() throws IOException {
        Echo.writeWithHostile(system);
        system.up();
        people.add("ola", "operator");
        people.add("olga", "operator", "planners");
        people.add("oskar", "operator");
        people.add("rival", "user");
    }

    @AfterAll
    void down() throws IOException {
        system.close();
    }

    @Test
    void peopleSignInAndLoseAccessOnWideAndNarrowWindows() {
        Browser.runs(
                system,
                "sign-in.mjs",
                system.url() + "/app/page",
                "--name",
                "ola",
                "--password",
                People.PASSWORD,
                "--stead",
                Project.root().resolve("stead").toString(),
                "--system",
                system.name());
    }

    @Test
    void aHostileComponentGetsNowhere() {
        Browser.runs(
                system,
                "hostile.mjs",
                system.url() + "/",
                "--name",
                "olga",
                "--password",
                People.PASSWORD,
                "--rival",
                "rival");
    }

    @Test
    void everyPageOfTheConsoleFitsItsWindowAndIsSmall() {
        Path shots = Project.root().resolve("e2e/target/console");
        String said =
                Browser.runs(
                        system,
                        "console-shots.mjs",
                        system.own() + "/",
                        "--name",
                        "oskar",
                        "--password",
                        People.PASSWORD,
                        "--shots",
                        shots.toString());

        JsonNode pages = new JsonMapper().readTree(said).path("pages");
        assertThat(pages.size()).isGreaterThan(8);
        for (JsonNode page : pages) {
            assertThat(page.path("bytes").asInt()).as(page.toString()).isLessThan(LARGEST_PAGE);
        }
    }
}
