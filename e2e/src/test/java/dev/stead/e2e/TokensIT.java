package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Tokens for the API: no more than their scope, no longer than their time. And the audit log. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TokensIT {
    private final TestSystem system = TestSystem.of("token");
    private final People people = new People(system);

    @BeforeAll
    void up() throws IOException {
        Echo.write(system);
        system.up();
        people.add("ola", "operator");
    }

    @AfterAll
    void down() throws IOException {
        system.close();
    }

    private int status(String token) throws IOException {
        return get(token, "/api/v1/status");
    }

    private int get(String token, String path) throws IOException {
        return call(token, Request.get(system.own() + path));
    }

    private int restart(String token) throws IOException {
        String url = system.own() + "/api/v1/restart";
        return call(token, Request.json("POST", url, "{\"component\": \"no-such\"}"));
    }

    private int call(String token, Request request) throws IOException {
        return new Client(system).send(request.with("Authorization: Bearer " + token)).status();
    }

    @Test
    void aTokenMayDoWhatItsScopesSay() throws Exception {
        String read = people.token("ola", "read-only", "read", "1d");
        String run = people.token("ola", "run-only", "run", "1d");

        assertThat(status(read)).isEqualTo(200);
        assertThat(restart(read)).isEqualTo(403);
        assertThat(restart(run)).isEqualTo(404);
        assertThat(status(run)).isEqualTo(403);
        assertThat(get(run, "/api/v1/accounts")).isEqualTo(403);
    }

    @Test
    void aTokenMayNeverDoMoreThanItsAccount() throws Exception {
        people.add("eva", "operator");
        String token = people.token("eva", "ambitious", "read,run,accounts", "1d");
        assertThat(status(token)).isEqualTo(200);

        people.role("eva", "user");

        assertThat(get(token, "/api/v1/me")).isEqualTo(200);
        assertThat(status(token)).isEqualTo(403);
        assertThat(restart(token)).isEqualTo(403);
        assertThat(get(token, "/api/v1/accounts")).isEqualTo(403);
        assertThat(system.stead("token", "add", "eva", "again", "--scope", "accounts").err())
                .contains("has no use for the scope accounts");
    }

    @Test
    void anOldTokenARevokedOneAndOneOfADisabledAccountAreRefused() throws Exception {
        people.add("tim", "viewer");
        String brief = brief("tim", Duration.ofSeconds(5));
        String revoked = people.token("tim", "revoked", "read", "1d");
        String disabled = people.token("tim", "disabled", "read", "1d");
        assertThat(status(revoked)).isEqualTo(200);
        assertThat(status(disabled)).isEqualTo(200);

        people.revoke("revoked");
        assertThat(status(revoked)).isEqualTo(401);
        assertThat(status(disabled)).isEqualTo(200);
        people.disable("tim");
        assertThat(status(disabled)).isEqualTo(401);
        people.enable("tim");

        await().atMost(Duration.ofSeconds(15)).until(() -> status(brief) == 401);
        assertThat(status(disabled)).isEqualTo(200);
        assertThat(status("not-a-token")).isEqualTo(401);
        assertThat(status("")).isEqualTo(401);
    }

    /** A token that its owner makes for seconds, which the command line does not. */
    private String brief(String name, Duration time) throws IOException {
        Client client = new Client(system);
        client.signIn(name, People.PASSWORD);
        String request =
                "{\"name\": \"brief\", \"scopes\": [\"read\"], \"ends\": \""
                        + Instant.now().plus(time)
                        + "\"}";
        Answer made =
                client.send(Request.json("POST", system.own() + "/api/v1/me/tokens", request));
        assertThat(made.status()).as(made.body()).isBetween(200, 201);
        return new JsonMapper().readTree(made.body()).path("secret").asString();
    }

    /** A token is for the API; components would see it. */
    @Test
    void aTokenOpensNoComponent() throws Exception {
        String token = people.token("ola", "not-here", "read,run,accounts", "1d");
        Request request =
                Request.get(system.url() + "/app/x").with("Authorization: Bearer " + token);

        assertThat(new Client(system).send(request).status()).isEqualTo(401);
    }

    @Test
    void aTokenOfScopeAccountsMakesNoOperators() throws Exception {
        String token = people.token("ola", "accounts-only", "accounts", "1d");
        Request request =
                Request.json(
                                "POST",
                                system.own() + "/api/v1/accounts",
                                "{\"name\": \"planted\", \"role\": \"operator\"}")
                        .with("Authorization: Bearer " + token);

        assertThat(new Client(system).send(request).status()).isEqualTo(403);
        assertThat(people.list("account"))
                .noneMatch(account -> account.path("name").asString().equals("planted"));
    }

    @Test
    void theAuditLogTellsSignInsRefusalsAndChanges() throws Exception {
        people.add("ida", "user");
        Client client = new Client(system, "127.0.0.9");
        client.submit(client.open(system.own() + "/"), "ida", "not this one at all");
        client.signIn("ida", People.PASSWORD);
        assertThat(client.get(system.own() + "/api/v1/accounts").status()).isEqualTo(403);
        people.join("planners", "ida");
        String secret = people.token("ida", "audited", "read", "1d");
        people.disable("ida");

        List<JsonNode> own = people.audit("--who", "ida");
        assertThat(own)
                .anyMatch(e -> is(e, "sign-in", "done") && from(e).equals("127.0.0.9"))
                .anyMatch(e -> is(e, "sign-in", "refused"));
        assertThat(people.audit("--who", "ida", "--outcome", "refused"))
                .hasSizeGreaterThanOrEqualTo(2)
                .allMatch(e -> e.path("outcome").asString().equals("refused"));
        assertThat(people.audit("--target", "ida", "--action", "account"))
                .anyMatch(e -> is(e, "account disable", "done"))
                .anyMatch(e -> is(e, "account add", "done"))
                .allMatch(e -> from(e).equals("socket"));
        assertThat(people.audit("--limit", "3")).hasSize(3);
        String all = people.run("", List.of("audit", "--limit", "1000", "--csv")).out();
        assertThat(all).contains("account disable").contains("ida");
        assertThat(all)
                .doesNotContain(secret)
                .doesNotContain(People.PASSWORD)
                .doesNotContain("not this one at all");
    }

    private static boolean is(JsonNode entry, String action, String outcome) {
        return entry.path("action").asString().equals(action)
                && entry.path("outcome").asString().equals(outcome);
    }

    private static String from(JsonNode entry) {
        return entry.path("from").asString();
    }
}
