package dev.stead.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stead.api.AuditText;
import dev.stead.console.Browser.Answer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What forms do, and what goes on while one looks. */
final class ChangesIT {
    private Served served;
    private Browser operator;

    @BeforeEach
    void serve() {
        served = new Served("");
        operator = served.as("operator").fromOwnPage();
    }

    @AfterEach
    void close() {
        served.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/accounts/ada/disable,disabled,'change ada AccountChange[role=null, disabled=true]'",
        "/accounts/ada/enable,enabled,'change ada AccountChange[role=null, disabled=false]'",
        "/accounts/ada/role,role-changed,'change ada AccountChange[role=VIEWER, disabled=null]'",
        "/accounts/ada/join,joined,join board ada",
        "/accounts/ada/leave,left,leave board ada",
        "/accounts/ada/totp,factor-removed,remove totp ada",
        "/accounts/ada/sessions,sessions-ended,end sessions ada",
        "/accounts/ada/remove,removed,remove ada",
        "/groups/join,joined,join board carla",
        "/groups/leave,left,leave board carla",
        "/tokens/revoke,token-revoked,revoke token t1",
        "/account/tokens/revoke,token-revoked,revoke own token t1",
        "/account/sessions/end,session-ended,end session t1",
        "/account/totp/drop,factor-dropped,drop totp",
        "/account/password,password-changed,change password"
    })
    void formsDoOneThingAndSayThatItIsDone(String path, String notice, String done) {
        Answer answer =
                operator.post(
                        path,
                        "group",
                        "board",
                        "account",
                        "carla",
                        "role",
                        "viewer",
                        "id",
                        "t1",
                        "confirm",
                        "ada",
                        "password",
                        "x",
                        "wanted",
                        "long enough",
                        "again",
                        "long enough");

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("Location")).endsWith("?done=" + notice);
        assertThat(served.accounts.done).containsExactly(done);
        assertThat(operator.get(answer.header("Location")).body()).contains("role=\"status\"");
    }

    @Test
    void removingNeedsTheName() {
        Answer answer = operator.post("/accounts/ada/remove", "confirm", "Ada");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(served.accounts.done).isEmpty();
    }

    @Test
    void aNewAccountComesWithItsLink() {
        Answer answer =
                operator.post("/accounts", "name", "new", "role", "viewer", "groups", "a, b  c");
        assertThat(answer.body()).contains(FakeSignIn.ORIGIN + "/password?link=oB3vT0yGmX5sWq8L");
        assertThat(served.accounts.done)
                .containsExactly(
                        "add NewAccount[name=new, role=VIEWER, groups=[a, b, c], password=null]");
        assertThat(operator.post("/accounts/ada/link").body()).contains("/password?link=");
        Answer taken = operator.post("/accounts", "name", "ada", "groups", "kept");
        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.body()).contains("There is an account ada already.", "value=\"kept\"");
    }

    @Test
    void tokensAreShownOnce() {
        Answer answer =
                operator.post(
                        "/account/tokens", "name", "ci", "scope", "read", "ends", "2027-01-31");
        assertThat(answer.body()).contains("stead_4Qm0");
        assertThat(served.accounts.done)
                .containsExactly(
                        "make token TokenRequest[name=ci, scopes=[READ],"
                                + " ends=2027-01-31T00:00:00Z]");
        assertThat(operator.get("/account").body()).doesNotContain("stead_4Qm0");
        assertThat(operator.post("/account/tokens", "name", "ci", "ends", "soon").status())
                .isEqualTo(400);
        assertThat(
                        operator.post(
                                        "/tokens",
                                        "account",
                                        "ada",
                                        "name",
                                        "ci",
                                        "scope",
                                        "read",
                                        "ends",
                                        "2027-01-31")
                                .body())
                .contains("stead_4Qm0");
    }

    @Test
    void theSecondFactorIsShownUntilItsCodeIsRight() {
        String shown = operator.post("/account/totp/begin").body();
        assertThat(shown).contains("<svg class=\"qr\"", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");
        Answer wrong =
                operator.post(
                        "/account/totp/confirm",
                        "code",
                        "1",
                        "secret",
                        "ABC",
                        "uri",
                        "otpauth://totp/x?secret=ABC");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.body()).contains("<svg class=\"qr\"", "ABC", "The code is wrong.");
        assertThat(operator.post("/account/totp/confirm", "code", "123 456").body())
                .contains("k7f10-9qx10");
    }

    @Test
    void applyingShowsHowItGoes() {
        Answer answer = operator.post("/apply", "packages", "install");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .containsSubsequence(
                        "starting budget-4",
                        "budget-4 is healthy",
                        "simulation never became healthy.",
                        "</html>")
                .doesNotContain("<template");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store, no-transform");
        assertThat(operator.post("/components/budget/restart").body())
                .containsSubsequence("replacing budget-1", "Done.");
        assertThat(served.control.done).containsExactly("apply true", "restart budget");
        assertThat(served.as("viewer").fromOwnPage().post("/apply").status()).isEqualTo(403);
    }

    @Test
    void planOfATextChangesNothing() {
        assertThat(operator.post("/plan", "text", "system: x\r\n").body())
                .contains("reports", "system: x")
                .doesNotContain("/apply");
        Answer wrong = operator.post("/plan", "text", "wrong");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.body()).contains("componets is no key here", ">wrong</textarea>");
    }

    @Test
    void theAuditLogIsFilteredAndExported() {
        String page =
                served.as("viewer")
                        .get("/audit?who=ada&outcome=done&since=2026-11-21T10:00")
                        .body();
        assertThat(page)
                .contains(
                        "href=\"/audit.csv?who=ada&amp;outcome=done&amp;since=2026-11-21T10%3A00%3A00Z\"")
                .contains("before=988");
        Answer csv = served.as("viewer").get("/audit.csv");
        assertThat(csv.header("Content-Type")).startsWith("text/csv");
        assertThat(csv.header("Content-Disposition")).startsWith("attachment");
        assertThat(csv.body()).startsWith(AuditText.CSV_HEAD).contains(",'=cmd|' /C calc'!A0,");
        assertThat(csv.body().split("\r\n")).hasSize(1 + 2 * 12);
    }

    @RepeatedTest(20)
    void logLinesAreStreamedUntilTheBrowserGoes() throws Exception {
        try (SocketChannel stream = served.as("viewer").open("GET /logs/stream?text=WARNING", "")) {
            assertThat(readUntil(stream, "event: line"))
                    .contains("text/event-stream")
                    .contains(
                            "data:"
                                + " {\"component\":\"budget\",\"instance\":\"budget-1\",\"text\":\"WARNING")
                    .doesNotContain("INFO");
        }
        assertThat(served.control.logsEnded.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void streamsEndWithTheSession() throws Exception {
        try (SocketChannel stream = served.as("viewer").open("GET /logs/stream", "")) {
            var _ = readUntil(stream, "event: line");
            served.accounts.ended.set(true);
            assertThat(readUntil(stream, "event: end")).contains("event: end");
        }
        assertThat(served.control.logsEnded.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void moreThanManyFollowersAreRefusedAndChangesAreNot() throws Exception {
        List<SocketChannel> streams = new ArrayList<>();
        try {
            for (int i = 0; i < 64; i++) {
                SocketChannel stream = served.as("viewer").open("GET /logs/stream", "");
                streams.add(stream);
                var _ = readUntil(stream, "event: line");
            }
            Answer refused = served.as("viewer").get("/logs/stream");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isNotEmpty();
            PagesIT.hardened(refused);
            assertThat(operator.post("/apply").status()).isEqualTo(200);
        } finally {
            for (SocketChannel stream : streams) {
                stream.close();
            }
        }
        await().until(() -> {
            try (SocketChannel stream = served.as("viewer").open("GET /logs/stream", "")) {
                return readUntil(stream, "event: line").contains(" 200 OK");
            }
        });
    }

    private static String readUntil(SocketChannel stream, String text) throws IOException {
        StringBuilder all = new StringBuilder();
        ByteBuffer chunk = ByteBuffer.allocate(64 * 1024);
        int found = -1;
        while (found < 0 || all.indexOf("\n\n", found) < 0) {
            if (stream.read(chunk.clear()) < 0) {
                break;
            }
            all.append(StandardCharsets.UTF_8.decode(chunk.flip()));
            found = all.indexOf(text);
        }
        return all.toString();
    }
}
