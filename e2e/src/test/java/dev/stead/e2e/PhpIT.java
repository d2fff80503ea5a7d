package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;

/** The PHP example, as somebody with an account uses it, and what becomes of mistakes in it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PhpIT {
    private final TestSystem system = TestSystem.of("meter");
    private Client ana;

    @BeforeAll
    void up() throws IOException {
        system.example("php");
        program("version.php", "<?php echo 'one';");
        program("broken.php", "<?php there_is_no_such_function();");
        system.up();
        new People(system).add("ana", "user");
    }

    @AfterAll
    void down() throws IOException {
        system.close();
    }

    @BeforeEach
    void signIn() throws IOException {
        ana = new Client(system);
        ana.signIn("ana", People.PASSWORD);
        ana.open("/");
    }

    private void program(String name, String text) throws IOException {
        Files.writeString(system.source().resolve("web").resolve(name), text);
    }

    private Answer write(String day, String kwh) throws IOException {
        return ana.submit(ana.open("/"), "/readings", Map.of("day", day, "kwh", kwh));
    }

    @Test
    void readingsAreWrittenDownAndKept() throws IOException {
        assertThat(ana.open("/").body()).contains("signed in as ana");
        assertThat(write("2026-01-01", "100.0").status()).isEqualTo(200);
        Answer page = write("2026-01-11", "150");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.url()).isEqualTo(system.url() + "/");
        assertThat(page.body()).contains("<td>150.0</td><td>5.0</td><td>ana</td>").contains("<svg");
        Answer refused = write("2026-01-21", "<i>9</i>");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("&lt;i&gt;9").contains("Write what the meter shows");
        assertThat(write("2026-01-21", "9").body()).contains("the meter showed 150.0 already");
        assertThat(ana.get("/readings.csv").body())
                .contains("2026-01-01,100.0,ana\n2026-01-11,150.0,ana\n");
    }

    @Test
    void nobodyComesInWithoutAnAccount() throws IOException {
        Client stranger = new Client(system);
        assertThat(stranger.step("/").location()).startsWith(system.own());
        assertThat(stranger.get("/readings.csv").status()).isEqualTo(401);
    }

    @Test
    void filesComeFromTheGatewayAndOtherPathsFromTheFront() throws IOException {
        Request css = Request.get(system.url() + "/style.css").with("Accept-Encoding: br");
        Answer style = ana.send(css);
        assertThat(style.status()).isEqualTo(200);
        assertThat(style.header("Content-Type")).startsWith("text/css");
        assertThat(style.header("Content-Encoding")).isEqualTo("br");
        assertThat(ana.send(css.with("If-None-Match: " + style.header("ETag"))).status())
                .isEqualTo(304);
        Answer nothing = ana.get("/no/such/page");
        assertThat(nothing.status()).isEqualTo(404);
        assertThat(nothing.body()).contains("There is no such page");
        assertThat(ana.get("/icon.svg/x.php").status()).isEqualTo(404);
    }

    @Test
    void mistakesAreInTheLogAndNotOnThePage() throws IOException {
        Answer broken = ana.get("/broken.php");
        assertThat(broken.status()).isEqualTo(500);
        assertThat(broken.body()).doesNotContain("there_is_no_such_function");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(system.stead("logs", system.name(), "book").out())
                                .contains("there_is_no_such_function"));
        assertThat(ana.get("/version.php").status()).isEqualTo(200);
    }

    @Test
    void changedProgramsAnswerWithoutAFailedRequestAndFindTheirData() throws IOException {
        write("2025-12-01", "10");
        long server = system.serverPid();
        try (Load load = new Load(ana, "/version.php", 3)) {
            load.awaitAnswer("one");
            program("version.php", "<?php echo 'two';");
            system.up();
            load.awaitAnswer("two");
            assertThat(load.failures()).isEmpty();
        }
        assertThat(system.serverPid()).isEqualTo(server);
        assertThat(ana.get("/readings.csv").body()).contains("2025-12-01,10.0,ana");
    }
}
