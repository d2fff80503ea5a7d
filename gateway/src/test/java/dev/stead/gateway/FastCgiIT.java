package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.model.CacheRules;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A real php-fpm behind the gateway. */
final class FastCgiIT {
    @TempDir Path folder;
    private Path web;
    private PhpFpm php;
    private TestGateway gateway;
    private RawClient client;

    @BeforeEach
    void start() throws Exception {
        web = Files.createDirectories(folder.resolve("web"));
        program("index.php", "echo 'front ', $_SERVER['REQUEST_URI'];");
        program("dir/index.php", "echo 'index of dir';");
        program(
                "server.php",
                "header('Content-Type: text/plain');"
                        + "foreach ($_SERVER as $k => $v) if (is_string($v)) echo \"$k=$v\\n\";");
        program("echo.php", "echo file_get_contents('php://input');");
        program("sum.php", "echo md5_file($_FILES['f']['tmp_name']), $_FILES['f']['size'];");
        program(
                "large.php",
                "$b = str_repeat('0123456789abcdef', 4096);"
                        + "for ($i = 0; $i < 16 * $_GET['mb']; $i++) echo $b;");
        program(
                "head.php",
                "http_response_code(418); header('X-One: 1'); setcookie('a', '1');"
                        + "setcookie('b', '2'); echo 'tea';");
        program("move.php", "header('Location: /elsewhere');");
        program("fatal.php", "ini_set('display_errors', '0'); undefined_function();");
        program("complain.php", "error_log(\"watch out\\x1b\"); echo 'done';");
        program("lie.php", "header('Content-Length: 100'); echo 'short';");
        program("wait.php", "file_put_contents('" + folder + "/waiting', ''); sleep(60);");
        program("stream.php", "while (true) { echo str_repeat('x', 65536); flush(); }");
        Files.writeString(web.resolve("photo.jpg"), "<?php echo 'owned';");
        Files.writeString(web.resolve("style.css"), "b{}");
        Files.writeString(web.resolve("old.php.bak"), "<?php // source");
        Files.writeString(web.resolve("part.inc"), "<?php // source");
        Files.writeString(web.resolve("UPPER.PHP"), "<?php // source");
        Files.writeString(web.resolve(".env"), "SECRET=1");
        Files.writeString(folder.resolve("outside.php"), "<?php echo 'outside';");
        Files.createSymbolicLink(web.resolve("out.php"), folder.resolve("outside.php"));
        Files.createSymbolicLink(web.resolve("photo.php"), Path.of("photo.jpg"));
        php = new PhpFpm(folder, web, 3);
        gateway =
                new TestGateway(folder)
                        .serve(
                                php.entry("/", Optional.of("index.php")),
                                php.entry("/plain", Optional.empty()));
        client = gateway.connect();
    }

    private void program(String name, String text) throws IOException {
        Path file = web.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "<?php " + text);
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        gateway.close();
        php.close();
    }

    @Test
    void tellsProgramsWhatWasAsked() throws Exception {
        String text =
                client.get(
                                "/plain/server.php/more/of%20it?a=b%20c",
                                "X-Custom: 1\r\nProxy: evil\r\nX_Stead_User: mallory\r\n"
                                        + "X-Stead-User: mallory\r\nContent_Length: 7\r\n"
                                        + "Content-Type: text/x")
                        .body();
        assertThat(text.lines())
                .contains(
                        "SCRIPT_FILENAME=" + web.toRealPath() + "/server.php",
                        "SCRIPT_NAME=/plain/server.php",
                        "PATH_INFO=/more/of it",
                        "PHP_SELF=/plain/server.php/more/of it",
                        "QUERY_STRING=a=b%20c",
                        "REQUEST_URI=/plain/server.php/more/of%20it?a=b%20c",
                        "REQUEST_METHOD=GET",
                        "SERVER_NAME=localhost",
                        "REMOTE_ADDR=127.0.0.1",
                        "HTTPS=on",
                        "CONTENT_TYPE=text/x",
                        "HTTP_X_CUSTOM=1",
                        "HTTP_X_FORWARDED_PROTO=https")
                .noneMatch(line -> line.contains("evil") || line.contains("mallory"))
                .noneMatch(line -> line.startsWith("HTTP_CONTENT_LENGTH"));
    }

    @Test
    void findsWhatAPathLeadsTo() throws Exception {
        assertThat(client.get("/").body()).isEqualTo("front /");
        assertThat(client.get("/no/such?x=1").body()).isEqualTo("front /no/such?x=1");
        assertThat(client.get("/a%2Fb").body()).isEqualTo("front /a%2Fb");
        assertThat(client.get("/dir/").body()).isEqualTo("index of dir");
        assertThat(client.get("/dir?x").header("Location")).isEqualTo("/dir/?x");
        RawClient.Reply style = client.get("/style.css");
        assertThat(style.body()).isEqualTo("b{}");
        assertThat(style.header("ETag")).isNotEmpty();
        assertThat(client.get("/style.css", "If-None-Match: " + style.header("ETag")).status())
                .isEqualTo(304);
        assertThat(client.get("/plain/no/such").status()).isEqualTo(404);
    }

    @Test
    void runsAndShowsNothingElse() throws Exception {
        for (String path :
                List.of(
                        "/photo.jpg/x.php",
                        "/photo.jpg%00.php",
                        "/photo.jpg/.php",
                        "/style.css/index.php",
                        "/out.php",
                        "/photo.php",
                        "/..%2foutside.php",
                        "/dir/..%2f..%2foutside.php",
                        "/old.php.bak",
                        "/part.inc",
                        "/UPPER.PHP",
                        "/.env",
                        "/%2eenv",
                        "/server.PHP")) {
            try (RawClient fresh = gateway.connect()) {
                RawClient.Reply reply = fresh.get("/plain" + path);
                assertThat(reply.status()).as(path).isIn(400, 404);
                assertThat(reply.body())
                        .as(path)
                        .doesNotContain("owned", "outside", "source", "SECRET");
            }
            try (RawClient fresh = gateway.connect()) {
                assertThat(fresh.get(path).body())
                        .as(path)
                        .doesNotContain("owned", "outside'", "// source", "SECRET");
            }
        }
        assertThat(client.get("/photo.jpg").header("Content-Type")).isEqualTo("image/jpeg");
    }

    @Test
    void passesBodies() throws Exception {
        String form = "POST /echo.php HTTP/1.1\r\nHost: localhost\r\n";
        assertThat(client.ask(form + "Content-Length: 5\r\n\r\nhello").body()).isEqualTo("hello");
        client.send(form + "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n");
        assertThat(client.read().status()).isEqualTo(100);
        client.send("again");
        assertThat(client.read().body()).isEqualTo("again");
        RawClient.Reply chunked =
                client.ask(form + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n");
        assertThat(chunked.status()).isEqualTo(411);
    }

    @Test
    void takesUploads() throws Exception {
        byte[] file = new byte[TestGateway.count(8, 50) << 20];
        for (int i = 0; i < file.length; i += 1000) {
            file[i] = (byte) (i >> 9);
        }
        String mark = "--mark\r\nContent-Disposition: form-data; name=f; filename=x\r\n\r\n";
        List<byte[]> parts = new ArrayList<>();
        parts.add(mark.getBytes(StandardCharsets.US_ASCII));
        parts.add(file);
        parts.add("\r\n--mark--\r\n".getBytes(StandardCharsets.US_ASCII));
        try (HttpClient browser = gateway.client()) {
            long length = parts.stream().mapToLong(p -> p.length).sum();
            var reply =
                    browser.send(
                            HttpRequest.newBuilder(gateway.uri("/sum.php"))
                                    .header("Content-Type", "multipart/form-data; boundary=mark")
                                    .POST(
                                            HttpRequest.BodyPublishers.fromPublisher(
                                                    HttpRequest.BodyPublishers.ofByteArrays(parts),
                                                    length))
                                    .build(),
                            BodyHandlers.ofString());
            String sum = HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(file));
            assertThat(reply.body()).isEqualTo(sum + file.length);
        }
    }

    @Test
    void passesLargeAnswers() throws Exception {
        int megabytes = TestGateway.count(24, 100);
        client.send("GET /large.php?mb=" + megabytes + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        Http.Head head = client.readHead();
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Transfer-Encoding")).hasValue("chunked");
        assertThat(Http.skipChunked(client.in())).isEqualTo((long) megabytes << 20);
        assertThat(client.get("/style.css").status()).isEqualTo(200);
    }

    @Test
    void passesHeads() throws Exception {
        RawClient.Reply tea = client.get("/head.php");
        assertThat(tea.status()).isEqualTo(418);
        assertThat(tea.body()).isEqualTo("tea");
        assertThat(tea.header("X-One")).isEqualTo("1");
        RawClient.Reply moved = client.get("/move.php");
        assertThat(moved.status()).isEqualTo(302);
        assertThat(moved.header("Location")).isEqualTo("/elsewhere");
        client.send("HEAD /head.php HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(client.readHead().status()).isEqualTo(418);
        assertThat(client.get("/complain.php").body()).isEqualTo("done");
    }

    @Test
    void tellsOfProgramsThatFail() throws Exception {
        assertThat(client.get("/fatal.php").status()).isEqualTo(500);
        try (RawClient fresh = gateway.connect()) {
            fresh.send("GET /lie.php HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(fresh.readHead().header("Content-Length")).contains("100");
            assertThat(fresh.in().readAllBytes())
                    .isEqualTo("short".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException cut) {
            assertThat(cut).isNotNull();
        }
        assertThat(client.get("/echo.php").status()).isEqualTo(200);
    }

    @Test
    void answersAreKeptThatProgramsMark() throws Exception {
        program(
                "kept.php",
                "header('Cache-Control: max-age=' . ($_GET['age'] ?? 60));header('ETag:"
                    + " \"v1\"');$asked = $_SERVER['HTTP_IF_NONE_MATCH'] ?? '';if ($asked ==="
                    + " '\"v1\"') { http_response_code(304); exit; }echo $_SERVER['SCRIPT_NAME'],"
                    + " $_SERVER['PATH_INFO'] ?? '', hrtime(true);");
        gateway.serve(
                php.entry("/", Optional.of("index.php"), Optional.of(new CacheRules(1 << 20, 0))));
        RawClient.Reply first = client.get("/kept.php/more");
        assertThat(first.body()).startsWith("/kept.php/more");
        assertThat(first.header("Cache-Status")).isEqualTo("stead; fwd=uri-miss");
        RawClient.Reply second = client.get("/kept.php/more");
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.header("Cache-Status")).startsWith("stead; hit");
        String stale = client.get("/kept.php?age=0").body();
        RawClient.Reply confirmed = client.get("/kept.php?age=0");
        assertThat(confirmed.body()).isEqualTo(stale);
        assertThat(confirmed.header("Cache-Status")).isEqualTo("stead; fwd=stale");
        assertThat(client.get("/server.php").header("Cache-Status")).contains("fwd");
        assertThat(client.get("/style.css").header("Cache-Status")).isEmpty();
    }

    @Test
    void survivesClientsThatLeave() throws Exception {
        for (int i = 0; i < 12; i++) {
            try (RawClient fresh = gateway.connect()) {
                fresh.send("GET /stream.php HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(fresh.readHead().status()).isEqualTo(200);
                assertThat(fresh.in().readNBytes(100_000)).hasSize(100_000);
            }
        }
        assertThat(client.get("/").status()).isEqualTo(200);
    }

    @Test
    void leavesNoProcessWaitingForTheNextRequest() throws Exception {
        try (HttpClient browser = gateway.client()) {
            List<CompletableFuture<Integer>> all = new ArrayList<>();
            for (int i = 0; i < TestGateway.count(60, 600); i++) {
                all.add(
                        browser.sendAsync(
                                        HttpRequest.newBuilder(gateway.uri("/n" + i)).build(),
                                        BodyHandlers.discarding())
                                .thenApply(reply -> reply.statusCode()));
            }
            assertThat(all).allMatch(status -> status.join() == 200);
        }
    }

    @Test
    void tellsThatNobodyRunsPrograms() throws Exception {
        client.send("GET /wait.php HTTP/1.1\r\nHost: localhost\r\n\r\n");
        org.awaitility.Awaitility.await().until(() -> Files.exists(folder.resolve("waiting")));
        php.kill();
        assertThat(client.read().status()).isEqualTo(502);
        assertThat(client.get("/").status()).isEqualTo(502);
        assertThat(client.get("/style.css").status()).isEqualTo(200);
    }
}
