package dev.stead.console;

import static dev.stead.console.PagesIT.hardened;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.console.Browser.Answer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people see of engines that are open, and what they do to them. */
final class EnginesIT {
    private Served served;

    @BeforeEach
    void serve() {
        served = new Served("");
    }

    @AfterEach
    void close() {
        served.close();
    }

    private Browser from(String role, String page) {
        return served.as(role).fromOwnPage().with("Referer: " + FakeSignIn.ORIGIN + page);
    }

    @Test
    void theFirstPageOffersWhatMayBeOpenedAndShowsWhatIs() {
        String body = served.as("operator").get("/").body();

        assertThat(body)
                .contains(
                        "Python with the plan's figures",
                        "href=\"/open/explore\"",
                        "href=\"/open/model?resource=budget%202027\"",
                        "action=\"/engines/notebook-7/extend\"",
                        "action=\"/engines/model-12/share\"",
                        "action=\"/engines/model-12/stop\"",
                        "212 MiB",
                        "in 23 min",
                        "Shared with you",
                        "of carla@example.com")
                .doesNotContain("/engines/model-12/extend", "/engines/notebook-71/stop");
    }

    @Test
    void everyPageWarnsOfEnginesThatEndSoon() {
        for (String path : new String[] {"/", "/account", "/components", "/open/explore"}) {
            assertThat(served.as("operator").get(path).body())
                    .as(path)
                    .contains("ends in 1 min because nobody uses it.");
        }
        assertThat(served.as("viewer").get("/account").body())
                .contains("id=\"ending\"")
                .doesNotContain("ends in");
    }

    @Test
    void theWarningCanBeAskedForAlone() {
        Answer answer = served.as("user").with("Stead-Refresh: 1").get("/engines/mine");

        assertThat(answer.body())
                .startsWith("<div id=\"ending\"")
                .contains("/engines/notebook-71/extend")
                .doesNotContain("<html", "/engines/notebook-7/");
        hardened(answer);
        assertThat(served.anonymous().with("Stead-Refresh: 1").get("/engines/mine").status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "/,/?done=engine-extended",
        "/engines,/engines?done=engine-extended",
        "/?done=engine-ended,/?done=engine-extended",
        "/logs?component=a,/logs?component=a",
        "/open/notebook/x?y=z,/open/notebook/x?y=z",
        "//evil.example/,/?done=engine-extended",
        "/\\evil.example,/?done=engine-extended"
    })
    void changesLeadBackToWhereTheirButtonWas(String page, String back) {
        assertThat(from("operator", page).post("/engines/notebook-7/extend").header("Location"))
                .isEqualTo(back);
        assertThat(served.engines.done).containsExactly("extend notebook-7");
    }

    @Test
    void withoutAWayBackTheFirstPageFollows() {
        Answer answer = served.as("user").fromOwnPage().post("/engines/notebook-71/stop");

        assertThat(answer.header("Location")).isEqualTo("/?done=engine-ended");
        assertThat(served.as("user").get("/?done=engine-ended").body())
                .contains("The engine has ended.");
    }

    @Test
    void namesAreSharedWithAsTheyWereTyped() {
        var _ =
                from("operator", "/")
                        .post("/engines/notebook-7/share", "accounts", " bruno, dieter\ncarla ");
        assertThat(
                        from("operator", "/")
                                .post("/engines/notebook-7/share", "accounts", " ")
                                .header("Location"))
                .isEqualTo("/?done=engine-unshared");
        assertThat(served.engines.done)
                .containsExactly("share notebook-7 [bruno, dieter, carla]", "share notebook-7 []");
        Answer wrong =
                from("operator", "/").post("/engines/notebook-7/share", "accounts", "nobody");
        assertThat(wrong.status()).isEqualTo(404);
        assertThat(wrong.body()).contains("there is no account nobody");
    }

    @Test
    void enginesOfOthersAreNotTheirs() {
        for (String action : new String[] {"stop", "extend", "share", "enter"}) {
            assertThat(from("user", "/").post("/engines/notebook-7/" + action).status())
                    .as(action)
                    .isEqualTo(403);
        }
        assertThat(served.engines.done).isEmpty();
    }

    @Test
    void operatorsSeeAllAndViewersChangeNothing() {
        String body = served.as("operator").get("/engines").body();
        assertThat(body)
                .contains(
                        "notebook-71",
                        "warm",
                        "most 480 MiB",
                        "most 1.97",
                        "unused for 28 min",
                        "/engines/notebook-71/enter",
                        "/engines/notebook-9/stop",
                        "/engines/notebook-9/log")
                .doesNotContain("/engines/notebook-7/enter", "/engines/notebook-9/enter");
        assertThat(served.as("viewer").get("/engines").body())
                .contains("notebook-71", "/engines/notebook-71/log")
                .doesNotContain("method=\"post\"");
        assertThat(served.as("user").get("/engines").status()).isEqualTo(403);
    }

    @Test
    void enteringIsSaidToBeOnRecordAndNoRedirect() {
        Answer answer = from("operator", "/engines").post("/engines/notebook-71/enter");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .contains(
                        "The audit log tells so",
                        "href=\"https://notebook-71.planning.example.com/\"");
        assertThat(served.engines.done).containsExactly("enter notebook-71");
    }

    @Test
    void logsAreForTheOwnerAndThoseWhoSeeTheSystem() {
        assertThat(served.as("operator").get("/engines/notebook-7/log").body())
                .contains("Serving notebooks", "data-stream=\"/engines/notebook-7/log/stream\"");
        assertThat(served.as("user").get("/engines/notebook-9/log").status()).isEqualTo(403);
        assertThat(served.as("user").get("/engines/notebook-9/log/stream").status()).isEqualTo(403);
        assertThat(served.as("viewer").get("/engines/notebook-9/log/stream").body())
                .contains("event: line", "Serving notebooks", "event: end");
    }

    @Test
    void usageCanBeSeenAndTakenAway() {
        Answer page = served.as("viewer").get("/usage?from=2026-11-01&to=2026-11-21&by=user");
        assertThat(page.body())
                .contains(
                        "Hours open per day, by user",
                        "<svg viewBox=\"0 0 21 200\"",
                        "role=\"img\" aria-labelledby=\"plot-title\"",
                        "The plot as a table",
                        "href=\"/usage.csv?from=2026-11-01&amp;to=2026-11-21&amp;by=user\"",
                        "from=2026-11-01T00:00:00Z&amp;to=2026-11-22T00:00:00Z");
        hardened(page);
        Answer csv = served.as("viewer").get("/usage.csv?from=2026-11-20");
        assertThat(csv.header("Content-Type")).startsWith("text/csv");
        assertThat(csv.header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"usage-2026-11-20-2026-11-21.csv\"");
        assertThat(csv.body()).startsWith("began,ended,account,").contains("notebook-100");
        assertThat(csv.body().lines().count()).isLessThan(10);
    }

    @Test
    void usageOfNothingIsSaid() {
        assertThat(served.as("viewer").get("/usage?from=2020-01-01&to=2020-01-02").body())
                .contains("No engine was open in this time.")
                .doesNotContain("<svg");
    }

    @ParameterizedTest
    @CsvSource({
        "from=x",
        "from=2026-11-21&to=2026-11-20",
        "from=2024-01-01",
        "to=+999999999-12-31",
        "to=0001-01-01"
    })
    void daysThatMakeNoSenseAreRefused(String query) {
        assertThat(served.as("viewer").get("/usage?" + query).status()).isEqualTo(400);
        assertThat(served.as("viewer").get("/usage.csv?" + query).status()).isEqualTo(400);
    }
}
