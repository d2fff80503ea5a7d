package dev.stead.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.console.Browser.Answer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every page with hostile texts behind it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PagesIT {
    private static final String SPICE =
            "\"'><script>alert(1)</script><img src=x onerror=y>&amp;${1}";
    private static final int LARGEST = 100 * 1024;

    private Served served;

    @BeforeAll
    void serve() {
        served = new Served(SPICE);
    }

    @AfterAll
    void close() {
        served.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/components",
                "/components/simulation",
                "/logs",
                "/logs?component=budget&text=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
                "/engines",
                "/engines/notebook-7/log",
                "/usage",
                "/usage?by=user",
                "/open/explore",
                "/open/notebook",
                "/open/notebook/%22%3E%3Cscript%3E?x=%22%3E%3Cscript%3Ealert(1)",
                "/opening/explore",
                "/engine/notebook-3",
                "/plan",
                "/accounts",
                "/accounts?name=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
                "/accounts/ada",
                "/accounts/carla@example.com",
                "/groups",
                "/tokens",
                "/audit",
                "/audit?who=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
                "/account",
                "/account/totp",
                "/sign-out",
                "/sign-in",
                "/sign-in?to=/%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
                "/password?link=good%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
                "/password?link=old"
            })
    void pagesEscapeWhatOthersChose(String path) {
        Answer answer =
                (path.startsWith("/sign-in") ? served.anonymous() : served.as("operator"))
                        .get(path);

        assertThat(answer.status()).isEqualTo(path.endsWith("old") ? 404 : 200);
        escaped(answer);
        hardened(answer);
        assertThat(size(answer)).isLessThan(LARGEST);
    }

    @Test
    void formsThatFailEscapeWhatWasTyped() {
        Browser operator = served.as("operator").fromOwnPage();
        escaped(operator.post("/accounts", "name", "ada", "groups", SPICE, "role", SPICE));
        escaped(operator.post("/plan", "text", "wrong" + SPICE));
        escaped(operator.post("/accounts/ada/remove", "confirm", SPICE));
        escaped(operator.post("/account/totp/confirm", "code", "1", "secret", SPICE, "uri", SPICE));
        escaped(
                served.anonymous()
                        .fromOwnPage()
                        .post("/sign-in", "name", SPICE, "password", "x", "to", SPICE));
        escaped(operator.post("/open/model", "resource", SPICE));
        escaped(operator.post("/open/explore", "parameter-size", SPICE));
        escaped(operator.post("/engines/model-121/enter"));
        escaped(operator.post("/apply"));
        escaped(operator.post("/components/budget/restart"));
        escaped(operator.get("/nowhere/" + Visit.encoded(SPICE)));
    }

    @ParameterizedTest
    @CsvSource({
        "operator,/,200",
        "viewer,/,200",
        "user,/,200",
        "operator,/components,200",
        "viewer,/components,200",
        "user,/components,403",
        "operator,/components/budget,200",
        "viewer,/components/none,404",
        "user,/components/budget,403",
        "operator,/logs,200",
        "viewer,/logs,200",
        "user,/logs,403",
        "viewer,/engines,200",
        "user,/engines,403",
        "viewer,/engines/notebook-9/log,200",
        "user,/engines/notebook-9/log,403",
        "viewer,/usage,200",
        "user,/usage,403",
        "user,/usage.csv,403",
        "user,/open/explore,200",
        "operator,/engine/none-1,404",
        "operator,/plan,200",
        "viewer,/plan,200",
        "user,/plan,403",
        "operator,/accounts,200",
        "viewer,/accounts,200",
        "user,/accounts,403",
        "viewer,/accounts/ada,200",
        "user,/accounts/ada,403",
        "operator,/accounts/none,404",
        "viewer,/groups,200",
        "user,/groups,403",
        "viewer,/tokens,200",
        "user,/tokens,403",
        "viewer,/audit,200",
        "user,/audit,403",
        "user,/audit.csv,403",
        "user,/logs/stream,403",
        "viewer,/audit?since=yesterday,400",
        "user,/account,200",
        "user,/account/totp,200",
        "user,/sign-out,200"
    })
    void rolesSeeWhatControlLetsThemSee(String role, String path, int status) {
        Answer answer = served.as(role).get(path);

        assertThat(answer.status()).isEqualTo(status);
        hardened(answer);
        if (status == 403) {
            assertThat(answer.body())
                    .contains("<strong>viewer</strong>", "<strong>user</strong>", "request-17");
        }
    }

    @Test
    void certificatesAreOneLineEachAndTroubleTellsWhatToDo() {
        String components = served.as("viewer").get("/components").body();
        assertThat(components)
                .contains(
                        "planning.example.com and 2 more",
                        "<span class=\"badge good\">good</span>",
                        "2027-01-21 10:45:00, in 61 d 0 h",
                        "<span class=\"badge bad\">ended</span>",
                        "the certificate old.pem has expired",
                        "renew it");
        assertThat(served.as("viewer").get("/").body())
                .contains(
                        "The certificate old.planning.example.com",
                        "href=\"/components#certificates\"");
        assertThat(served.as("user").get("/").body()).doesNotContain("old.planning");
    }

    @Test
    void viewersAreOfferedNothingToChange() {
        for (String path :
                new String[] {
                    "/components/budget",
                    "/plan",
                    "/accounts",
                    "/accounts/ada",
                    "/groups",
                    "/tokens"
                }) {
            assertThat(served.as("viewer").get(path).body())
                    .as(path)
                    .doesNotContain("method=\"post\"");
            assertThat(served.as("operator").get(path).body()).as(path).contains("method=\"post\"");
        }
    }

    @Test
    void navigationShowsWhatTheRoleMaySee() {
        assertThat(served.as("user").get("/").body()).doesNotContain("href=\"/audit\"");
        assertThat(served.as("viewer").get("/").body()).contains("href=\"/audit\"");
    }

    @Test
    void changesOfViewersAreRefused() {
        Answer answer = served.as("viewer").fromOwnPage().post("/accounts/ada/disable");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("<strong>operator</strong>");
        assertThat(served.accounts.done).noneMatch(d -> d.startsWith("change ada"));
    }

    @Test
    void everyTableCanBeHadAsJson() {
        var links =
                java.util.Map.of(
                        "/", "/api/v1/me/applications",
                        "/components", "/api/v1/status",
                        "/engines", "/api/v1/engines?all=true",
                        "/plan", "/api/v1/plan",
                        "/accounts", "/api/v1/accounts",
                        "/groups", "/api/v1/groups",
                        "/tokens", "/api/v1/tokens",
                        "/audit?who=ada", "/api/v1/audit?who=ada",
                        "/account", "/api/v1/me/sessions");
        links.forEach((page, link) ->
                assertThat(served.as("viewer").get(page).body()).contains("href=\"" + link + "\""));
    }

    @Test
    void pagesWithTheirFilesStayBelowAHundredKilobytes() {
        String page = served.as("operator").get("/accounts").body();
        int files = 0;
        Matcher links =
                Pattern.compile("(?:href|src)=\"(/(?:assets/|favicon)[^\"]+)\"").matcher(page);
        for (String path : links.results().map(m -> m.group(1)).distinct().toList()) {
            Answer file = served.anonymous().get(path);
            assertThat(file.status()).isEqualTo(200);
            hardened(file);
            files += size(file);
            if (path.startsWith("/assets/")) {
                assertThat(file.header("Cache-Control")).isEqualTo(Headers.FOREVER);
            }
        }
        for (String path :
                new String[] {
                    "/",
                    "/components",
                    "/engines",
                    "/usage",
                    "/usage?from=2026-01-01",
                    "/logs",
                    "/plan",
                    "/accounts",
                    "/audit",
                    "/account"
                }) {
            assertThat(size(served.as("operator").get(path)) + files).as(path).isLessThan(LARGEST);
        }
    }

    @Test
    void pagesTakeLessThanFiftyMilliseconds() {
        for (String path :
                new String[] {
                    "/",
                    "/components",
                    "/engines",
                    "/usage",
                    "/logs",
                    "/plan",
                    "/accounts",
                    "/audit",
                    "/account"
                }) {
            long[] times = new long[61];
            for (int i = -20; i < times.length; i++) {
                long begin = System.nanoTime();
                assertThat(served.as("operator").get(path).status()).isEqualTo(200);
                if (i >= 0) {
                    times[i] = System.nanoTime() - begin;
                }
            }
            Arrays.sort(times);
            assertThat(Duration.ofNanos(times[times.length / 2]))
                    .as(path)
                    .isLessThan(Duration.ofMillis(50));
        }
    }

    @Test
    void headIsAnsweredLikeGetWithoutTheBody() {
        Answer answer = served.as("operator").send("HEAD /components", "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void whatIsNotThereIsSaidInTheSameDesign() {
        Answer answer = served.as("operator").get("/nowhere");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body())
                .contains("There is no such page", "request-17", "href=\"/components\"");
        hardened(answer);
        Answer wrong = served.as("operator").fromOwnPage().post("/components");
        assertThat(wrong.status()).isEqualTo(405);
        hardened(wrong);
    }

    @Test
    void largeBodiesAreRefused() {
        Answer answer =
                served.as("operator").fromOwnPage().post("/accounts", "name", "x".repeat(70_000));
        assertThat(answer.status()).isEqualTo(413);
        hardened(answer);
        assertThat(
                        served.as("operator")
                                .fromOwnPage()
                                .post("/plan", "text", "ä".repeat(100_000))
                                .status())
                .isEqualTo(200);
        assertThat(
                        served.as("operator")
                                .fromOwnPage()
                                .post("/plan", "text", "x".repeat(300_000))
                                .status())
                .isEqualTo(400);
        assertThat(served.control.done).contains("plan 100000");
    }

    @Test
    void onlyTheOwnerOpensTheSocket() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(served.socket)))
                .isEqualTo("rw-------");
    }

    @Test
    void keysAreForEverybody() {
        Answer answer = served.anonymous().get("/.well-known/jwks.json");
        assertThat(answer.body()).isEqualTo("{\"keys\":[]}");
        assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=300");
    }

    @Test
    void theApiHasItsPlace() {
        Answer answer = served.anonymous().get("/api/v1/ping");
        assertThat(answer.body()).isEqualTo("pong");
        hardened(answer);
        // It finds out by itself who asks, and from where.
        assertThat(served.as("operator").send("POST /api/v1/ping", "").body()).isEqualTo("pong");
    }

    private static void escaped(Answer answer) {
        assertThat(answer.body()).doesNotContain("<script>", "<img src=x", "\"'>");
    }

    static void hardened(Answer answer) {
        Headers.ALWAYS.forEach((name, value) -> assertThat(answer.all(name)).as(name).hasSize(1));
        assertThat(answer.header("Content-Security-Policy"))
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
                .contains("frame-ancestors 'none'", "base-uri 'none'");
        assertThat(answer.body()).doesNotContain(" style=\"", " onclick=");
    }

    private static int size(Answer answer) {
        return answer.body().getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    }
}
