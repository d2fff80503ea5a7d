package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The running server answers as its OpenAPI document says, to right requests and to wrong ones. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpenApiIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final SchemaRegistry SCHEMAS =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final String LATER = "2027-06-30T00:00:00Z";

    /**
     * Requests that work, with their bodies; each document that the API knows comes back of one.
     */
    private static final Map<String, String> CHANGES =
            Map.of(
                    "POST /v1/engines", "{\"component\":\"lab\"}",
                    "POST /v1/accounts", "{\"name\":\"carla\",\"groups\":[\"planners\"]}",
                    "PATCH /v1/accounts/{name}", "{\"role\":\"viewer\"}",
                    "POST /v1/accounts/{name}/reset-link", "",
                    "POST /v1/accounts/{name}/tokens",
                            "{\"name\":\"n\",\"scopes\":[\"read\"],\"ends\":\"" + LATER + "\"}",
                    "POST /v1/me/tokens",
                            "{\"name\":\"n\",\"scopes\":[\"read\"],\"ends\":\"" + LATER + "\"}",
                    "POST /v1/me/totp", "",
                    "POST /v1/plan", "{}",
                    "DELETE /v1/accounts/{name}/sessions", "",
                    "PUT /v1/groups/{group}/members/{account}", "");

    private final TestSystem system = TestSystem.of("openapi");
    private final People people = new People(system);
    private JsonNode document = JSON.createObjectNode();
    private Client operator;

    @BeforeAll
    void up() throws IOException {
        Echo.write(system);
        Files.writeString(
                system.source().resolve("stead.yaml"),
                "  lab: { engine: '/usr/bin/python3 -m http.server --bind 127.0.0.1 ${PORT}' }\n",
                StandardOpenOption.APPEND);
        system.up();
        people.password("operator", People.PASSWORD);
        people.add("bert", "user", "planners");
        operator = new Client(system);
        operator.signIn("operator", People.PASSWORD);
        document = JSON.readTree(operator.get(api("/v1/openapi.json")).body());
    }

    @AfterAll
    void down() throws IOException {
        system.close();
    }

    private String api(String path) {
        return system.own() + "/api" + path;
    }

    @Test
    void whatIsReadIsAsTheDocumentSays() throws IOException {
        List<String> wrong = new ArrayList<>();
        int tried = 0;
        for (var path : document.path("paths").properties()) {
            if (path.getValue().has("get") && !path.getKey().endsWith("/logs")) {
                tried++;
                Answer answer = operator.get(api(filled(path.getKey())));
                wrong.addAll(mistakes("GET " + path.getKey(), answer));
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(tried).isGreaterThan(10);
    }

    @Test
    void whatChangesAnswersAsTheDocumentSays() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (var change : CHANGES.entrySet()) {
            String[] words = change.getKey().split(" ", 2);
            Answer answer =
                    operator.send(Request.json(words[0], api(filled(words[1])), change.getValue()));
            wrong.addAll(mistakes(change.getKey(), answer));
        }

        assertThat(wrong).isEmpty();
    }

    private static String filled(String path) {
        return path.replace("{name}", "bert")
                .replace("{account}", "bert")
                .replace("{component}", "lab")
                .replace("{group}", "planners");
    }

    private List<String> mistakes(String operation, Answer answer) {
        String[] words = operation.split(" ", 2);
        JsonNode said =
                document.path("paths")
                        .path(words[1])
                        .path(words[0].toLowerCase(Locale.ROOT))
                        .path("responses")
                        .path(String.valueOf(answer.status()));
        if (said.isMissingNode()) {
            return List.of(operation + " answered " + answer.status() + ": " + answer.body());
        }
        JsonNode schema = said.path("content").path("application/json").path("schema");
        return schema.isMissingNode()
                ? List.of()
                : mistakes(schema, answer.body()).stream().map(m -> operation + ": " + m).toList();
    }

    /** With the whole document beside it, so that references are found. */
    private List<String> mistakes(JsonNode schema, String body) {
        ObjectNode whole = JSON.createObjectNode();
        whole.setAll((ObjectNode) schema);
        whole.set("components", document.path("components"));
        return SCHEMAS.getSchema(whole.toString()).validate(body, InputFormat.JSON).stream()
                .map(Error::toString)
                .toList();
    }

    @Test
    void wrongInputGetsAProblemDocumentThatNamesThePlace() throws IOException {
        Map<Request, String> wrong =
                Map.of(
                        Request.json("POST", api("/v1/accounts"), "{"),
                        "",
                        Request.json("POST", api("/v1/accounts"), "[]"),
                        "JSON object",
                        Request.json("POST", api("/v1/accounts"), "{}"),
                        "name",
                        Request.json("POST", api("/v1/accounts"), "{\"nam\":\"x\"}"),
                        "name",
                        Request.json(
                                "POST",
                                api("/v1/accounts"),
                                "{\"name\":\"dora\",\"rolle\":\"user\"}"),
                        "rolle",
                        Request.json(
                                "POST",
                                api("/v1/accounts"),
                                "{\"name\":\"dora\",\"role\":\"boss\"}"),
                        "boss",
                        Request.json("POST", api("/v1/accounts"), "{\"name\":\"-x\"}"),
                        "-x",
                        Request.get(api("/v1/audit?limit=many")),
                        "limit",
                        Request.get(api("/v1/audit?since=yesterday")),
                        "since",
                        Request.get(api("/v1/no-such-thing")),
                        "/v1/no-such-thing");
        for (var entry : wrong.entrySet()) {
            Answer answer = operator.send(entry.getKey());
            JsonNode problem = JSON.readTree(answer.body());

            assertThat(answer.status()).as(answer.body()).isBetween(400, 422);
            assertThat(answer.head().toLowerCase(Locale.ROOT)).contains("application/problem+json");
            assertThat(answer.body()).contains(entry.getValue());
            assertThat(problem.path("title").asString()).isNotBlank();
            assertThat(problem.path("mend").asString()).isNotBlank();
            assertThat(problem.path("status").asInt()).isEqualTo(answer.status());
        }
    }

    @Test
    void nothingIsReadOfAProgramThatNobodyKnows() throws IOException {
        String head =
                "POST /api/v1/accounts HTTP/1.1\r\nHost: stead."
                        + system.domain()
                        + ":"
                        + system.https()
                        + "\r\nContent-Type: application/json\r\nContent-Length: 500000\r\n\r\n";
        try (Line line = operator.stranger().line("stead." + system.domain())) {
            line.sendRaw(head);

            assertThat(line.readHead(api("/v1/accounts")).status()).isEqualTo(401);
        }
    }

    @Test
    void whatIsTooLargeIsRefusedAndTheServerGoesOn() throws IOException {
        String large = "{\"content\":\"" + "x".repeat(600_000) + "\"}";

        assertThat(operator.send(Request.json("POST", api("/v1/plan"), large)).status())
                .isEqualTo(413);
        assertThat(operator.get(api("/v1/me")).status()).isEqualTo(200);
    }
}
