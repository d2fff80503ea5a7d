package dev.stead.console;

import static dev.stead.console.PagesIT.hardened;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.console.Browser.Answer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way in, out, and to other origins. */
final class SignInIT {
    private static final String ENTER =
            "/enter?to=https%3A%2F%2Fbudget.planning.example.com%2Fplans%3Fyear%3D2027&state=S";

    private Served served;

    @BeforeEach
    void serve() {
        served = new Served("");
    }

    @AfterEach
    void close() {
        served.close();
    }

    private Answer signIn(String password, String to) {
        return served.anonymous()
                .fromOwnPage()
                .post("/sign-in", "name", "ada", "password", password, "to", to);
    }

    @Test
    void deepLinksSurviveTheSignIn() {
        Answer first = served.anonymous().get("/components/budget?x=1");
        assertThat(first.status()).isEqualTo(303);
        assertThat(first.header("Location"))
                .isEqualTo("/sign-in?to=%2Fcomponents%2Fbudget%3Fx%3D1");
        hardened(first);
        assertThat(served.anonymous().get(first.header("Location")).body())
                .contains("value=\"/components/budget?x=1\"");

        Answer in = signIn("operator", "/components/budget?x=1");
        assertThat(in.status()).isEqualTo(303);
        assertThat(in.header("Location")).isEqualTo("/components/budget?x=1");
        assertThat(in.header("Set-Cookie"))
                .isEqualTo("__Host-Http-stead=operator; Path=/; Secure; HttpOnly; SameSite=Lax");
        assertThat(served.signIn.done).contains("begin ada 192.0.2.7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example",
                "https://evil.example/",
                "/\\evil.example",
                "\\\\evil.example",
                "/\r\nX: y",
                ""
            })
    void nobodyIsSentElsewhere(String to) {
        assertThat(signIn("operator", to).header("Location")).isEqualTo("/");
        assertThat(served.as("operator").get("/sign-in?to=" + Visit.encoded(to)).header("Location"))
                .isEqualTo("/");
        assertThat(
                        served.anonymous()
                                .fromOwnPage()
                                .with("Cookie: __Host-Http-stead-pending=p")
                                .post("/sign-in/code", "code", "123456", "to", to)
                                .header("Location"))
                .isEqualTo("/");
    }

    @Test
    void refusalsSayWhyAndHowLong() {
        Answer wrong = signIn("no", "/");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.body())
                .contains("The name or the password is wrong.", "value=\"ada\"")
                .doesNotContain("value=\"no\"");
        assertThat(wrong.all("Set-Cookie")).isEmpty();
        Answer slow = signIn("slow", "/");
        assertThat(slow.status()).isEqualTo(429);
        assertThat(slow.header("Retry-After")).isEqualTo("90");
        assertThat(slow.body()).contains("Try again in 1 min");
        assertThat(signIn("full", "/").status()).isEqualTo(503);
    }

    @Test
    void theSecondFactorComesAfterThePassword() {
        Answer password = signIn("code", "/plan");
        assertThat(password.header("Location")).isEqualTo("/sign-in/code?to=%2Fplan");
        assertThat(password.header("Set-Cookie"))
                .startsWith("__Host-Http-stead-pending=pending-1;")
                .contains("HttpOnly");

        Browser pending = served.anonymous().with("Cookie: __Host-Http-stead-pending=pending-1");
        assertThat(pending.get("/sign-in/code?to=%2Fplan").body()).contains("value=\"/plan\"");
        Answer wrong =
                pending.fromOwnPage().post("/sign-in/code", "code", "000 000", "to", "/plan");
        assertThat(wrong.status()).isEqualTo(401);
        Answer right =
                pending.fromOwnPage().post("/sign-in/code", "code", "123 456", "to", "/plan");
        assertThat(right.header("Location")).isEqualTo("/plan");
        assertThat(right.all("Set-Cookie"))
                .hasSize(2)
                .anyMatch(c ->
                        c.startsWith("__Host-Http-stead-pending=;") && c.endsWith("Max-Age=0"));
        assertThat(served.signIn.done).contains("confirm pending-1 123456");
        assertThat(served.anonymous().get("/sign-in/code").header("Location"))
                .isEqualTo("/sign-in?to=%2F");
    }

    @Test
    void signingOutNeedsAForm() {
        assertThat(served.as("operator").get("/sign-out").status()).isEqualTo(200);
        assertThat(served.signIn.done).isEmpty();
        Answer out = served.as("operator").fromOwnPage().post("/sign-out");
        assertThat(served.signIn.done).containsExactly("end operator");
        assertThat(out.header("Set-Cookie"))
                .startsWith("__Host-Http-stead=;")
                .endsWith("Max-Age=0");
        assertThat(out.body()).contains("data-page=\"signed-out\"");
    }

    @Test
    void aSessionIsCarriedToAnotherOrigin() {
        Answer answer = served.as("user").get(ENTER);

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("Location"))
                .isEqualTo(
                        "https://budget.planning.example.com/.stead/enter?code=one-time&to=%2Fplans%3Fyear%3D2027");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(served.signIn.done)
                .containsExactly("carry https://budget.planning.example.com S");
        hardened(answer);
    }

    @Test
    void theSignInOnTheWayMayLeadToThatOriginOnly() {
        Answer way = served.anonymous().get(ENTER);
        assertThat(way.status()).isEqualTo(303);
        Answer form = served.anonymous().get(way.header("Location"));
        assertThat(form.header("Content-Security-Policy"))
                .contains("; form-action 'self' https://budget.planning.example.com; base-uri");
        assertThat(form.body()).contains("<strong>budget.planning.example.com</strong>");
        assertThat(served.anonymous().get("/sign-in?to=%2Fplan").header("Content-Security-Policy"))
                .contains("; form-action 'self'; base-uri");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/enter",
                "/enter?to=&state=S",
                "/enter?to=%2Fx&state=S",
                "/enter?to=https%3A%2F%2Fbudget.planning.example.com%2F",
                "/enter?to=https%3A%2F%2Fevil.example%2F&state=S",
                "/enter?to=http%3A%2F%2Fbudget.planning.example.com%2F&state=S",
                "/enter?to=https%3A%2F%2Fx%40evil.example%2F&state=S"
            })
    void otherPlacesAreNoneToEnter(String path) {
        Answer answer = served.as("user").get(path);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.all("Location")).isEmpty();
        hardened(answer);
    }

    @Test
    void twoSessionCookiesAreNone() {
        assertThat(
                        served.anonymous()
                                .with("Cookie: __Host-Http-stead=operator; __Host-Http-stead=user")
                                .get("/")
                                .status())
                .isEqualTo(303);
    }

    @Test
    void scriptsLearnThatTheSessionHasEnded() {
        served.accounts.ended.set(true);
        assertThat(served.as("operator").with("Stead-Refresh: 1").get("/components").status())
                .isEqualTo(401);
        assertThat(served.as("operator").get("/components").status()).isEqualTo(303);
        assertThat(served.as("operator").fromOwnPage().post("/accounts/ada/disable").status())
                .isIn(401, 303);
    }

    @Test
    void aLinkSetsAPasswordOnce() {
        assertThat(served.anonymous().get("/password?link=good").body())
                .contains("carla")
                .doesNotContain("href=\"http");
        Browser own = served.anonymous().fromOwnPage();
        assertThat(
                        own.post(
                                        "/password",
                                        "link",
                                        "good",
                                        "password",
                                        "long enough",
                                        "again",
                                        "other")
                                .status())
                .isEqualTo(400);
        assertThat(
                        own.post("/password", "link", "good", "password", "short", "again", "short")
                                .body())
                .contains("The password is too short");
        assertThat(
                        own.post(
                                        "/password",
                                        "link",
                                        "good",
                                        "password",
                                        "long enough",
                                        "again",
                                        "long enough")
                                .status())
                .isEqualTo(200);
        assertThat(served.signIn.done).containsExactly("use link good");
    }

    @Test
    void signingInAgainEndsTheSessionThatThisBrowserHad() {
        Answer answer =
                served.as("viewer")
                        .fromOwnPage()
                        .post("/sign-in", "name", "ada", "password", "operator");

        assertThat(answer.header("Set-Cookie")).startsWith("__Host-Http-stead=operator;");
        assertThat(served.signIn.done).contains("end viewer");
    }

    @Test
    void aFormThatAnotherOriginSendsIsOnTheAuditLog() {
        served.as("operator").with("Origin: https://evil.example.com").post("/accounts");

        assertThat(served.accounts.refusals).contains("POST /accounts");
    }
}
