package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The ledger example: what was booked is there, once, whatever was killed meanwhile. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LedgerIT {
    private static final JsonMapper JSON = new JsonMapper();

    private final TestSystem system = TestSystem.of("ledger");
    private final Random random = new Random(4);
    private Client ana;

    @BeforeAll
    void up() throws IOException {
        system.example("ledger");
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

    private Map<String, String> form(String amount) {
        byte[] number = new byte[16];
        random.nextBytes(number);
        return new HashMap<>(
                Map.of(
                        "form",
                        HexFormat.of().formatHex(number),
                        "day",
                        "2026-11-21",
                        "text",
                        "<b>paper</b>",
                        "from",
                        "bank",
                        "to",
                        "office",
                        "amount",
                        amount));
    }

    private int send(Map<String, String> form) throws IOException {
        return ana.send(Request.form(system.url() + "/bookings", form)).status();
    }

    private JsonNode balances() throws IOException {
        Answer answer = ana.get("/balances");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private long bookings() throws IOException {
        JsonNode found = balances();
        long sum = 0;
        for (JsonNode cents : found.path("accounts")) {
            sum += cents.asLong();
        }
        assertThat(sum).isZero();
        return found.path("bookings").asLong();
    }

    @Test
    void bookingsAreWrittenDownOnceAndShown() throws IOException {
        long before = bookings();
        Map<String, String> form = form("19.90");
        assertThat(send(form)).isEqualTo(303);
        assertThat(send(form)).isEqualTo(303);
        assertThat(bookings()).isEqualTo(before + 1);
        assertThat(ana.open("/").body())
                .contains("signed in as ana")
                .contains("<td>19.90</td><td>ana</td>")
                .contains("&lt;b&gt;paper");
        assertThat(ana.get("/bookings.csv").body()).contains("office,19.90,ana");

        Map<String, String> wrong = form("much");
        wrong.put("to", "Bank");
        Answer refused = ana.submit(ana.open("/"), "/bookings", wrong);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body())
                .contains("Write an amount, such as 19.90.")
                .contains("Name another account than the first.");
        assertThat(bookings()).isEqualTo(before + 1);
    }

    @Test
    void nobodyComesInWithoutAnAccount() throws IOException {
        assertThat(new Client(system).get("/balances").status()).isEqualTo(401);
    }

    @Test
    void whatWasBookedIsThereAfterTheDatabaseWasKilledAgainAndAgain() throws Exception {
        long before = bookings();
        int booked = 0;
        for (int round = 0; round < Counts.of(2, 20); round++) {
            long database = system.pids().getOrDefault("db-1", 0L);
            for (int i = 0; i < 10; i++) {
                Map<String, String> form = form("0.01");
                if (i == 5) {
                    Processes.kill9(database);
                }
                await().atMost(Duration.ofSeconds(60)).until(() -> send(form) == 303);
                booked++;
            }
            assertThat(system.pids().get("db-1")).isNotEqualTo(database);
            assertThat(bookings()).isEqualTo(before + booked);
        }
    }

    @Test
    void killsOfTheServerAndOfTheDatabaseWithoutItLoseNothing() throws Exception {
        long before = bookings();
        assertThat(send(form("5"))).isEqualTo(303);
        Map<String, Long> pids = system.pids();
        long server = system.serverPid();
        Processes.kill9(server);
        await().until(() -> !Processes.alive(server));
        Processes.kill9(pids.getOrDefault("db-1", 0L));
        await().until(() -> !Processes.alive(pids.getOrDefault("db-1", 0L)));

        system.up();

        assertThat(system.pids().get("books-1")).isEqualTo(pids.get("books-1"));
        signIn();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(ana.get("/balances").status()).isEqualTo(200));
        assertThat(bookings()).isEqualTo(before + 1);
        for (String component : List.of("books", "db")) {
            assertThat(system.state(component)).isEqualTo("healthy");
        }
    }
}
