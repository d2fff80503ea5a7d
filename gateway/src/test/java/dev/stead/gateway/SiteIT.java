package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.api.RouteTable.Entry;
import dev.stead.api.RouteTable.SiteFiles;
import dev.stead.model.Access;
import dev.stead.model.Route;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;

final class SiteIT {
    private static final String SCRIPT = "let figure = 1;\n".repeat(200);

    @TempDir Path folder;
    private TestGateway gateway;
    private RawClient client;

    @BeforeEach
    void start() throws Exception {
        Path site = Files.createDirectories(folder.resolve("release"));
        Files.writeString(site.resolve("index.html"), "<h1>home</h1>");
        Files.writeString(site.resolve("app.js"), SCRIPT);
        Files.writeString(site.resolve("app.8f3c2a1b.css"), "b{}");
        Files.writeString(site.resolve("digits"), "0123456789");
        Files.writeString(site.resolve(".secret"), "no");
        Files.writeString(site.resolve("caf\u00e9.txt"), "coffee");
        Files.createDirectories(site.resolve(".well-known"));
        Files.writeString(site.resolve(".well-known/security.txt"), "yes");
        Files.createDirectories(site.resolve("docs/empty"));
        Files.writeString(site.resolve("docs/index.html"), "<h1>docs</h1>");
        Files.writeString(folder.resolve("outside"), "no");
        Files.createSymbolicLink(site.resolve("way-out"), folder.resolve("outside"));
        Files.createSymbolicLink(site.resolve("way-in"), site.resolve("digits"));
        Files.createSymbolicLink(site.resolve("way-to-secret"), site.resolve(".secret"));
        Files.createDirectories(site.resolve(".git"));
        Files.writeString(site.resolve(".git/index.html"), "no");
        Files.createSymbolicLink(site.resolve("way-to-git"), site.resolve(".git"));
        Files.createSymbolicLink(
                site.resolve("security"), site.resolve(".well-known/security.txt"));
        gateway =
                new TestGateway(folder)
                        .serve(
                                TestGateway.site("/", site, Optional.of("index.html")),
                                TestGateway.site("/plain", site, Optional.empty()));
        client = gateway.connect();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        gateway.close();
    }

    @Test
    void sendsFilesWithTheirTypes() throws Exception {
        RawClient.Reply home = client.get("/");
        assertThat(home.status()).isEqualTo(200);
        assertThat(home.body()).isEqualTo("<h1>home</h1>");
        assertThat(home.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(home.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(home.header("Date")).endsWith("GMT");
        assertThat(client.get("/app.js").header("Content-Type")).startsWith("text/javascript");
        assertThat(client.get("/app.8f3c2a1b.css").header("Cache-Control")).contains("immutable");
        assertThat(client.get("/digits").header("Content-Type"))
                .isEqualTo("application/octet-stream");
        assertThat(client.get("/caf%C3%A9.txt").body()).isEqualTo("coffee");
        assertThat(client.get("/plain/docs/").body()).isEqualTo("<h1>docs</h1>");
        assertThat(client.get("//docs//index.html").body()).isEqualTo("<h1>docs</h1>");
    }

    @Test
    void answersHeadWithoutBody() throws Exception {
        client.send("HEAD /app.js HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(client.readHead().header("Content-Length")).contains("" + SCRIPT.length());
        assertThat(client.get("/digits").status()).isEqualTo(200);
    }

    @Test
    void tellsWhatHasNotChanged() throws Exception {
        RawClient.Reply first = client.get("/digits");
        String tag = first.header("ETag");
        String date = first.header("Last-Modified");
        assertThat(client.get("/digits", "If-None-Match: \"x\", W/" + tag).status()).isEqualTo(304);
        assertThat(client.get("/digits", "If-None-Match: \"x\"").status()).isEqualTo(200);
        assertThat(client.get("/digits", "If-Modified-Since: " + date).status()).isEqualTo(304);
        assertThat(
                        client.get("/digits", "If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT")
                                .status())
                .isEqualTo(200);
    }

    @Test
    void sendsParts() throws Exception {
        RawClient.Reply part = client.get("/digits", "Range: bytes=2-4");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("234");
        assertThat(part.header("Content-Range")).isEqualTo("bytes 2-4/10");
        assertThat(client.get("/digits", "Range: bytes=-3").body()).isEqualTo("789");
        assertThat(client.get("/digits", "Range: bytes=8-").body()).isEqualTo("89");
        assertThat(client.get("/digits", "Range: bytes=0-5,4-5").status()).isEqualTo(200);
        RawClient.Reply beyond = client.get("/digits", "Range: bytes=10-");
        assertThat(beyond.status()).isEqualTo(416);
        assertThat(beyond.header("Content-Range")).isEqualTo("bytes */10");
        String tag = part.header("ETag");
        assertThat(client.get("/digits", "Range: bytes=0-1\r\nIf-Range: " + tag).body())
                .isEqualTo("01");
        assertThat(client.get("/digits", "Range: bytes=0-1\r\nIf-Range: \"x\"").status())
                .isEqualTo(200);
    }

    @Test
    void compressesWhatIsWorthIt() throws Exception {
        RawClient.Reply packed = client.get("/app.js", "Accept-Encoding: br, gzip");
        assertThat(packed.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(packed.header("Vary")).isEqualToIgnoringCase("accept-encoding");
        assertThat(unpack(packed.body())).isEqualTo(SCRIPT);
        String known = "If-None-Match: " + packed.header("ETag");
        assertThat(client.get("/app.js", "Accept-Encoding: gzip\r\n" + known).status())
                .isEqualTo(304);
        assertThat(client.get("/app.js", known).status()).isEqualTo(200);
        assertThat(client.get("/app.js").header("Content-Encoding")).isEmpty();
        String lines = "Accept-Encoding: identity;q=0.1\r\nAccept-Encoding: gzip";
        assertThat(client.get("/app.js", lines).header("Content-Encoding")).isEqualTo("gzip");
        assertThat(client.get("/app.js", "Accept-Encoding: gzip;q=0").header("Content-Encoding"))
                .isEmpty();
        assertThat(client.get("/digits", "Accept-Encoding: gzip").header("Content-Encoding"))
                .isEmpty();
    }

    @Test
    void compressesLargeFilesWhole() throws Exception {
        StringBuilder script = new StringBuilder();
        SplittableRandom random = new SplittableRandom(3);
        while (script.length() < 4_000_000) {
            script.append(Long.toHexString(random.nextLong())).append('\n');
        }
        Files.writeString(folder.resolve("release/large.js"), script);
        for (int i = 0; i < 3; i++) {
            RawClient.Reply packed = client.get("/large.js", "Accept-Encoding: gzip");
            assertThat(packed.header("Content-Encoding")).isEqualTo("gzip");
            assertThat(packed.body().length()).isGreaterThan(1_000_000);
            assertThat(unpack(packed.body())).isEqualTo(script.toString());
        }
        client.send("HEAD /large.js HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n");
        assertThat(client.readHead().header("Content-Encoding")).contains("gzip");
        assertThat(client.get("/digits").status()).isEqualTo(200);
    }

    @Test
    void sendsSeveralPartsAsOneBody() throws Exception {
        RawClient.Reply parts = client.get("/digits", "Range: bytes=7-8,0-1");
        assertThat(parts.status()).isEqualTo(206);
        assertThat(parts.header("Content-Range")).isEmpty();
        String type = parts.header("Content-Type");
        assertThat(type).startsWith("multipart/byteranges; boundary=");
        String mark = "--" + type.substring(type.indexOf('=') + 1);
        String part = "\r\nContent-Type: application/octet-stream\r\nContent-Range: bytes ";
        assertThat(parts.body())
                .isEqualTo(
                        mark
                                + part
                                + "7-8/10\r\n\r\n78\r\n"
                                + mark
                                + part
                                + "0-1/10\r\n\r\n01\r\n"
                                + mark
                                + "--\r\n");
        assertThat(client.get("/digits").body()).isEqualTo("0123456789");
    }

    @Test
    void ignoresRangesOfHead() throws Exception {
        client.send("HEAD /digits HTTP/1.1\r\nHost: localhost\r\nRange: bytes=0-1\r\n\r\n");
        Http.Head head = client.readHead();
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Length")).contains("10");
    }

    @Test
    void answersConditionsThatFail() throws Exception {
        assertThat(client.get("/digits", "If-Match: \"x\"").status()).isEqualTo(412);
        assertThat(client.get("/digits", "If-Match: *").status()).isEqualTo(200);
    }

    @Test
    void prefersFormsThatWereMadeWithTheRelease() throws Exception {
        Path packed = Files.createDirectories(folder.resolve("packed/docs"));
        Files.writeString(packed.resolve("../app.js.br"), "made br");
        Files.writeString(packed.resolve("../app.js.gz"), "made gz!");
        Path release = folder.resolve("release");
        Files.writeString(release.resolve("app.js.zst"), "source");
        Files.writeString(release.resolve("app.js.gz"), "gz of the source");
        gateway.serve(
                new Entry(
                        new Route("localhost", "/", true, new Access.Public()),
                        new SiteFiles(
                                "ui",
                                release,
                                Optional.empty(),
                                Optional.of(folder.resolve("packed")))));
        RawClient.Reply brotli = client.get("/app.js", "Accept-Encoding: gzip, br");
        assertThat(brotli.body()).isEqualTo("made br");
        assertThat(brotli.header("Content-Encoding")).isEqualTo("br");
        assertThat(brotli.header("Content-Type")).startsWith("text/javascript");
        assertThat(brotli.header("Vary")).isEqualToIgnoringCase("accept-encoding");
        RawClient.Reply gzip = client.get("/app.js", "Accept-Encoding: gzip");
        assertThat(gzip.body()).isEqualTo("made gz!");
        assertThat(client.get("/app.js", "Accept-Encoding: zstd").body()).isEqualTo("source");
        assertThat(client.get("/app.js").body()).isEqualTo(SCRIPT);
        assertThat(brotli.header("ETag")).isNotEqualTo(gzip.header("ETag"));
        RawClient.Reply part =
                client.get(
                        "/app.js",
                        "Accept-Encoding: br\r\nRange: bytes=5-6\r\nIf-Range: "
                                + brotli.header("ETag"));
        assertThat(part.body()).isEqualTo("br");
        assertThat(part.header("Content-Range")).isEqualTo("bytes 5-6/7");
        assertThat(part.header("Content-Encoding")).isEqualTo("br");
        assertThat(client.get("/app.js.br").status()).isEqualTo(404);
        assertThat(client.get("/app.js.zst").body()).isEqualTo("source");
    }

    @Test
    void sendsSmallFilesFromMemory() throws Exception {
        assertThat(client.get("/digits").body()).isEqualTo("0123456789");
        Files.delete(folder.resolve("release/digits"));
        assertThat(client.get("/digits").body()).isEqualTo("0123456789");
        assertThat(client.get("/digits", "Range: bytes=3-4").body()).isEqualTo("34");
    }

    @Test
    void looksAgainAtAReleaseThatWasMadeAgain() throws Exception {
        assertThat(client.get("/digits").body()).isEqualTo("0123456789");
        Path release = folder.resolve("release");
        Files.move(release, folder.resolve("before"));
        Files.createDirectories(release);
        Files.writeString(release.resolve("digits"), "9876543210");
        gateway.serve(TestGateway.site("/", release, Optional.empty()));
        assertThat(client.get("/digits").body()).isEqualTo("9876543210");
    }

    @Test
    void tellsFilesApartWhoseNamesHaveTheSameHash() throws Exception {
        Path one = Files.writeString(folder.resolve("release/Aa.js"), "a".repeat(1000));
        Path other = Files.writeString(folder.resolve("release/BB.js"), "b".repeat(1000));
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(one));
        RawClient.Reply first = client.get("/Aa.js", "Accept-Encoding: gzip");
        RawClient.Reply second = client.get("/BB.js", "Accept-Encoding: gzip");
        assertThat(unpack(first.body())).startsWith("aaa");
        assertThat(unpack(second.body())).startsWith("bbb");
        assertThat(second.header("ETag")).isNotEqualTo(first.header("ETag"));
        assertThat(client.get("/BB.js", "If-None-Match: " + first.header("ETag")).status())
                .isEqualTo(200);
    }

    @Test
    void sendsTheFallbackForPagesOnly() throws Exception {
        assertThat(client.get("/plans/7", "Accept: text/html").body()).isEqualTo("<h1>home</h1>");
        assertThat(client.get("/missing.js", "Accept: */*").status()).isEqualTo(404);
        assertThat(client.get("/plans/7", "Accept: application/json").status()).isEqualTo(404);
        assertThat(client.get("/plain/plans", "Accept: text/html").status()).isEqualTo(404);
        RawClient.Reply post =
                client.ask(
                        "POST /plans HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nhi");
        assertThat(post.status()).isEqualTo(405);
        assertThat(post.header("Allow")).isEqualTo("GET, HEAD");
    }

    @Test
    void addsTheSlashOfAFolder() throws Exception {
        RawClient.Reply moved = client.get("/plain/docs?x=1");
        assertThat(moved.status()).isEqualTo(308);
        assertThat(moved.header("Location")).isEqualTo("/plain/docs/?x=1");
        assertThat(client.get("/plain/docs/empty/").status()).isEqualTo(404);
        assertThat(client.get("/plain/digits/").status()).isEqualTo(404);
    }

    @Test
    void leadsNowhereElse() throws Exception {
        for (String path :
                new String[] {
                    "/.secret",
                    "/%2esecret",
                    "/way-out",
                    "/way-to-secret",
                    "/way-to-git/",
                    "/way-to-git/index.html",
                    "/..%2foutside",
                    "/docs/..%2f..%2foutside",
                    "/docs/%2e%2e/outside",
                    "/docs%2findex.html",
                    "//../outside",
                    "/%ff",
                }) {
            try (RawClient fresh = gateway.connect()) {
                RawClient.Reply reply = fresh.get("/plain" + path);
                assertThat(reply.body()).as(path).isNotEqualTo("no");
                assertThat(reply.status()).as(path).isIn(400, 404);
            }
        }
        assertThat(client.get("/way-in").body()).isEqualTo("0123456789");
        assertThat(client.get("/security").body()).isEqualTo("yes");
        assertThat(client.get("/.well-known/security.txt").body()).isEqualTo("yes");
    }

    @Test
    void sendsLargeFilesWhole() throws Exception {
        int blocks = TestGateway.count(24, 256);
        byte[] block = new byte[1 << 20];
        try (OutputStream large = Files.newOutputStream(folder.resolve("release/large.bin"))) {
            for (int i = 0; i < blocks; i++) {
                block[4096] = (byte) i;
                large.write(block);
            }
        }
        client.send("GET /large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n");
        client.readHead();
        for (int i = 0; i < blocks; i++) {
            assertThat(client.in().readNBytes(block, 0, block.length)).isEqualTo(block.length);
            assertThat(block[4096]).isEqualTo((byte) i);
        }
        assertThat(client.get("/digits").body()).isEqualTo("0123456789");
        RawClient.Reply parts = client.get("/large.bin", "Range: bytes=4096-4096,1052672-1052673");
        assertThat(parts.body()).contains("\r\n\r\n\0\r\n--").contains("\r\n\r\n\1\0\r\n--");
        assertThat(client.get("/large.bin", "Range: bytes=-70000").body()).hasSize(70000);
    }

    /** No form of a file that is not empty is empty: something went wrong when it was made. */
    @Test
    void sendsNoEmptyForm() throws Exception {
        Files.createFile(folder.resolve("release/app.js.br"));
        RawClient.Reply reply = client.get("/app.js", "Accept-Encoding: br");
        assertThat(reply.header("Content-Encoding")).isEmpty();
        assertThat(reply.body()).isEqualTo(SCRIPT);
    }

    private static String unpack(String packed) throws IOException {
        byte[] bytes = packed.getBytes(StandardCharsets.ISO_8859_1);
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
