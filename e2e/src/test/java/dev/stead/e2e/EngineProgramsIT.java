package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Six programs as Debian has them, each hosted as a private engine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EngineProgramsIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern SESSION = Pattern.compile("\"session\":\"([^\"]+)\"");

    /** A shell as the engine's own user, which is the only one that it may be. */
    private static final String FILE =
            """
            wsgi:
              engine: gunicorn --bind 127.0.0.1:${PORT} wsgi_app:app
              source: ./app
              packages: [gunicorn]
            asgi:
              engine: /usr/bin/python3 -m uvicorn --host 127.0.0.1 --port ${PORT} asgi_app:app
              source: ./app
              packages: [python3-uvicorn, python3-websockets]
            bridge:
              engine: websockify 127.0.0.1:${PORT} ${CACHE_HOST}:${CACHE_PORT}
              packages: [websockify]
              needs: [cache]
            cache: { redis: 7 }
            shell:
              engine:
                - sh
                - -c
                - >-
                  exec shellinaboxd --disable-ssl --localhost-only --port "$PORT"
                  --user "$(id -u)" --group "$(id -g)" --service "/:$(id -u):$(id -g):HOME:/bin/sh"
              packages: [shellinabox]
            """;

    private static final String DATABASE = "db: { postgres: 15 }\n";
    private static final String QUERY =
            "import os, psycopg2; db = psycopg2.connect(os.environ['DB_URL']); c = db.cursor();"
                    + " c.execute('select 1 + 5'); print(c.fetchone())";

    private final TestSystem system = TestSystem.of("progs");
    private final Engines engines = new Engines(system);
    private Client ana;
    private Client ben;

    @BeforeAll
    void up() throws IOException {
        system.program("wsgi_app.py", "app");
        system.program("asgi_app.py", "app");
        system.write(FILE + fromTheExample("notebook") + fromTheExample("explore") + DATABASE);
        system.up();
        People people = new People(system);
        people.add("ana", "user");
        people.add("ben", "user");
        ana = Client.of(system, "ana");
        ben = Client.of(system, "ben");
    }

    @AfterAll
    void down() throws IOException {
        system.close();
    }

    /** A component of the planning example as it is there. */
    private static String fromTheExample(String component) throws IOException {
        String file = Files.readString(Project.root().resolve("examples/planning/stead.yaml"));
        Matcher found = Pattern.compile("(?m)^  " + component + ":\\n(?: {4}.*\\n)+").matcher(file);
        assertThat(found.find()).as(component + " in the example").isTrue();
        return found.group().indent(-2);
    }

    /** What somebody does with an engine of theirs. */
    private interface Use {
        void of(String url) throws Exception;
    }

    /** Opens one for ana, has it used, and demands that it is hers alone and that nothing stays. */
    private void hosts(String component, Use use) throws Exception {
        String id = engines.open(component, "ana");
        String url = engines.url(id);
        Remains remains = Remains.of(system, id, engines.pid(id));
        assertThat(remains.all()).as("while it runs").hasSizeGreaterThanOrEqualTo(3);

        assertThat(ben.open(url + "/").status()).as("somebody else").isEqualTo(403);
        assertThat(new Client(system).open(url + "/").url()).startsWith(system.own() + "/sign-in");
        assertThat(new Client(system).get(url + "/").status()).as("nobody").isEqualTo(401);
        assertThat(ana.open(url + "/").status()).as("its owner").isEqualTo(200);
        use.of(url);

        engines.stop(id);
        remains.demandNone();
        assertThat(ana.get(url + "/").status()).as("after its end").isEqualTo(503);
    }

    @Test
    void jupyterRunsACellThatReadsTheDatabase() throws Exception {
        hosts(
                "notebook",
                url -> {
                    Answer tree = ana.open(url + "/tree");
                    assertThat(tree.status()).isEqualTo(200);
                    assertThat(tree.body()).contains("Jupyter Notebook");
                    assertThat(JSON.readTree(ana.get(url + "/api/status").body()).has("kernels"))
                            .isTrue();

                    Answer made =
                            ana.send(
                                    Request.json("POST", url + "/api/kernels", "{}")
                                            .with(xsrf(url)));
                    assertThat(made.status()).as(made.body()).isEqualTo(201);
                    String kernel = JSON.readTree(made.body()).path("id").asString();

                    String channels = url + "/api/kernels/" + kernel + "/channels?session_id=tests";
                    try (WebSocketLine socket = WebSocketLine.open(ana, channels)) {
                        assertThat(answerTo(socket, "print(6*7)")).isEqualTo("42\n");
                        assertThat(answerTo(socket, QUERY)).isEqualTo("(6,)\n");
                        socket.send(cell("import time; time.sleep(60)"));
                        socket.receive("\"busy\"");
                        assertThat(ana.get(url + "/api/kernels").body()).contains("\"busy\"");
                    }
                });
    }

    /** Jupyter's own guard against requests of other origins. */
    private String xsrf(String url) {
        String host = URI.create(url).getHost();
        return "X-XSRFToken: " + ana.cookies(host).getOrDefault("_xsrf", "");
    }

    private static String answerTo(WebSocketLine socket, String code) throws IOException {
        socket.send(cell(code));
        JsonNode message = JSON.readTree(socket.receive("\"stdout\""));
        return message.path("content").path("text").asString();
    }

    /** A message of Jupyter's that has a kernel run code. */
    private static String cell(String code) {
        Map<String, Object> header =
                Map.of(
                        "msg_id", UUID.randomUUID().toString(),
                        "session", "tests",
                        "username", "",
                        "msg_type", "execute_request",
                        "version", "5.3");
        return JSON.writeValueAsString(
                Map.of(
                        "header", header,
                        "parent_header", Map.of(),
                        "metadata", Map.of(),
                        "channel", "shell",
                        "content", Map.of("code", code, "silent", false)));
    }

    @Test
    void shinyDrawsWhatItsSliderSays() throws Exception {
        hosts(
                "explore",
                url -> {
                    assertThat(ana.open(url + "/").body()).contains("Hello Shiny!");
                    try (WebSocketLine socket = WebSocketLine.open(ana, url + "/websocket/")) {
                        socket.send(
                                "{\"method\":\"init\",\"data\":{\"bins:shiny.number\":30,"
                                        + "\".clientdata_output_distPlot_width\":600,"
                                        + "\".clientdata_output_distPlot_height\":400,"
                                        + "\".clientdata_output_distPlot_hidden\":false,"
                                        + "\".clientdata_pixelratio\":1}}");
                        assertThat(socket.receive("\"config\"")).contains("sessionId");
                        assertThat(socket.receive("\"values\":{\"distPlot\""))
                                .contains("data:image/png");
                    }
                });
    }

    @Test
    void gunicornLearnsWhoAsks() throws Exception {
        hosts(
                "wsgi",
                url ->
                        assertThat(ana.get(url + "/deep/link").body())
                                .isEqualTo("wsgi /deep/link for ana"));
    }

    @Test
    void uvicornHasItsWebSocket() throws Exception {
        hosts(
                "asgi",
                url -> {
                    assertThat(ana.get(url + "/x").body()).isEqualTo("asgi /x");
                    try (WebSocketLine socket = WebSocketLine.open(ana, url + "/socket")) {
                        socket.send("hello");
                        assertThat(socket.receive()).isEqualTo("asgi got hello");
                        socket.send("again");
                        assertThat(socket.receive()).isEqualTo("asgi got again");
                    }
                });
    }

    /** Redis as the program behind it: it answers, if only that it wants a password. */
    @Test
    void websockifyReachesWhatItNeeds() throws Exception {
        String id = engines.open("bridge", "ana");
        String url = engines.url(id);
        Remains remains = Remains.of(system, id, engines.pid(id));
        assertThat(ana.open(url + "/").status()).as("it has no pages").isEqualTo(405);
        assertThat(ben.open(url + "/").status()).isEqualTo(403);
        String protocol = "Sec-WebSocket-Protocol: binary";
        try (WebSocketLine socket = WebSocketLine.open(ana, url + "/", protocol)) {
            socket.sendBinary("PING\r\n");
            assertThat(socket.receive()).startsWith("-NOAUTH");
            engines.stop(id);
            assertThat(socket.endsWithin(Duration.ofSeconds(2))).isTrue();
        }
        remains.demandNone();
    }

    @Test
    void shellinaboxRunsAShellAsTheEnginesUser() throws Exception {
        hosts(
                "shell",
                url -> {
                    String size = "width=80&height=24";
                    Answer first =
                            ana.send(form(url, size + "&rooturl=" + Request.encoded(url + "/")));
                    Matcher session = SESSION.matcher(first.body());
                    assertThat(session.find()).as(first.head() + first.body()).isTrue();
                    String at = size + "&session=" + session.group(1);

                    ana.send(form(url, at + "&keys=" + hex("echo $((6*7)) in $PWD\n")));
                    StringBuilder shown = new StringBuilder();
                    for (int i = 0; i < 20 && !shown.toString().contains("42 in"); i++) {
                        shown.append(ana.send(form(url, at)).body());
                    }

                    assertThat(shown.toString()).contains("42 in").contains("/home");
                });
    }

    private static Request form(String url, String body) {
        return new Request(
                "POST",
                url + "/?",
                List.of("Content-Type: application/x-www-form-urlencoded", "Origin: " + url),
                body);
    }

    private static String hex(String text) {
        return HexFormat.of().withUpperCase().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
