package dev.stead.console;

import static dev.stead.console.PagesIT.hardened;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.api.Engines.Opening;
import dev.stead.api.Engines.Phase;
import dev.stead.base.Code;
import dev.stead.base.SteadException;
import dev.stead.console.Browser.Answer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The way into an engine. */
final class OpenIT {
    private static final String NOTEBOOK = "https://notebook-7.planning.example.com";
    private static final EngineSample SAMPLE = new EngineSample("");

    private Served served;

    @BeforeEach
    void serve() {
        served = new Served("");
    }

    @AfterEach
    void close() {
        served.close();
    }

    private static Opening notebook(Phase phase) {
        return SAMPLE.opening("notebook", Optional.empty(), phase, phase.word());
    }

    private Browser ada() {
        return served.as("operator");
    }

    @Test
    void whatIsReadyIsEnteredAtOnce() {
        served.engines.set(notebook(Phase.READY));

        Answer answer = ada().get("/open/notebook/tree/a%20b.ipynb?x=1&resource=2");

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("Location"))
                .isEqualTo(NOTEBOOK + "/tree/a%20b.ipynb?x=1&resource=2");
        assertThat(served.engines.done).isEmpty();
    }

    @Test
    void whatIsClosedIsOpenedAndWaitedFor() {
        Answer answer = ada().with("Sec-Fetch-Site: none").get("/open/notebook/tree?x=1");

        assertThat(answer.status()).isEqualTo(200);
        hardened(answer);
        assertThat(answer.body())
                .contains(
                        "Starting",
                        "data-ask=\"/opening/notebook/tree?x=1\"",
                        "2;url=/opening/notebook/tree?x=1",
                        "Serving notebooks",
                        "/engines/notebook-7/stop");
        assertThat(served.engines.done).containsExactly("open notebook {}");
    }

    @Test
    void aWarmOneIsEnteredWithoutAPageInBetween() {
        served.engines.whenOpened("notebook", r -> notebook(Phase.READY));

        assertThat(ada().get("/open/notebook").header("Location")).isEqualTo(NOTEBOOK + "/");
    }

    @Test
    void whatIsUnderWayIsNotOpenedAgain() {
        served.engines.set(notebook(Phase.QUEUED));

        assertThat(ada().get("/open/notebook").body())
                .contains("Waiting for a free place: you are 3rd in line", "Leave the line");
        assertThat(served.engines.done).isEmpty();
    }

    @Test
    void whatFailedBeforeIsOpenedAgain() {
        served.engines.set(notebook(Phase.FAILED));

        assertThat(ada().get("/open/notebook").body()).contains("Starting");
        assertThat(served.engines.done).containsExactly("open notebook {}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site"})
    void pagesOfOthersOpenNothing(String site) {
        for (Phase phase : new Phase[] {Phase.CLOSED, Phase.READY}) {
            served.engines.set(notebook(phase));

            Answer answer =
                    ada().with("Sec-Fetch-Site: " + site)
                            .with("Sec-Fetch-Mode: navigate")
                            .get("/open/notebook/tree?x=1");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body())
                    .contains(
                            "method=\"post\" action=\"/open/notebook/tree?x=1\"", "Open</button>");
        }
        assertThat(served.engines.done).isEmpty();
    }

    @Test
    void browsersThatReadAheadOpenNothing() {
        assertThat(
                        ada().with("Sec-Purpose: prefetch;prerender")
                                .with("Sec-Fetch-Site: none")
                                .get("/open/notebook")
                                .status())
                .isEqualTo(200);
        assertThat(ada().send("HEAD /open/notebook", "").status()).isEqualTo(200);
        assertThat(
                        ada().with("Sec-Fetch-Site: same-origin")
                                .with("Sec-Fetch-Mode: cors")
                                .get("/open/notebook")
                                .status())
                .isEqualTo(200);
        assertThat(served.engines.done).isEmpty();
    }

    @Test
    void whoHasSomethingToChooseIsAskedFirst() {
        Answer asked = ada().get("/open/explore/p?q=1");
        assertThat(asked.body())
                .contains("Year of the plan", "name=\"parameter-size\"", "<option value=\"2028\">");
        assertThat(served.engines.done).isEmpty();

        Answer opened =
                ada().fromOwnPage()
                        .post("/open/explore/p?q=1", "parameter-size", "large", "other", "x");
        assertThat(opened.status()).isEqualTo(200);
        assertThat(opened.body()).contains("data-address=\"/open/explore/p?q=1\"");
        assertThat(served.engines.done).containsExactly("open explore {size=large}");
    }

    @Test
    void whatIsOpenIsEnteredWithoutChoosing() {
        served.engines.set(SAMPLE.opening("explore", Optional.empty(), Phase.READY, "r"));

        assertThat(ada().get("/open/explore").status()).isEqualTo(303);
    }

    @Test
    void theResourceIsNamedByTheAddressOrAskedFor() {
        assertThat(ada().get("/open/model/edit").body()).contains("name=\"resource\"");
        assertThat(served.engines.done).isEmpty();

        assertThat(ada().get("/open/model/edit?resource=b%207&z=1").body())
                .contains("data-ask=\"/opening/model/edit?resource=b%207&amp;z=1\"");
        assertThat(ada().fromOwnPage().post("/open/model/edit", "resource", "c").body())
                .contains("data-ask=\"/opening/model/edit?resource=c\"");
        assertThat(served.engines.done).containsExactly("open model b 7 {}", "open model c {}");
    }

    @Test
    void formsAreNeverAnsweredWithARedirectToAnotherOrigin() {
        served.engines.whenOpened("notebook", r -> notebook(Phase.READY));
        Answer answer = ada().fromOwnPage().post("/open/notebook/tree");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("href=\"" + NOTEBOOK + "/tree\"", "0;url=/opening/");
        Answer signedIn =
                ada().with("Sec-Fetch-Site: same-origin")
                        .with("Referer: " + FakeSignIn.ORIGIN + "/sign-in?to=%2Fopen%2Fnotebook")
                        .get("/open/notebook/tree");
        assertThat(signedIn.status()).isEqualTo(200);
        assertThat(signedIn.body()).contains("href=\"" + NOTEBOOK + "/tree\"");
        assertThat(
                        ada().with("Sec-Fetch-Site: same-origin")
                                .with("Referer: " + FakeSignIn.ORIGIN + "/")
                                .get("/open/notebook/tree")
                                .status())
                .isEqualTo(303);
    }

    @Test
    void theSignInLeadsBackWithPathAndQuery() {
        Answer answer = served.anonymous().get("/open/notebook/tree/a%20b?x=1&y=%2F");

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("Location"))
                .isEqualTo("/sign-in?to=" + Visit.encoded("/open/notebook/tree/a%20b?x=1&y=%2F"));
        assertThat(
                        served.anonymous()
                                .fromOwnPage()
                                .post(
                                        "/sign-in",
                                        "name",
                                        "ada",
                                        "password",
                                        "operator",
                                        "to",
                                        "/open/notebook/tree/a%20b?x=1&y=%2F")
                                .header("Location"))
                .isEqualTo("/open/notebook/tree/a%20b?x=1&y=%2F");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/open/notebook//evil.example/",
                "/open/notebook/\\evil.example",
                "/open/notebook/..%2f..",
                "/open/notebook/%2e%2e/x",
                "/open/notebook/@evil.example"
            })
    void noDeepLinkLeadsElsewhere(String path) {
        served.engines.set(notebook(Phase.READY));

        String location = ada().get(path).header("Location");
        assertThat(location.isEmpty() || location.startsWith(NOTEBOOK + "/")).isTrue();
        assertThat(location).doesNotStartWith(NOTEBOOK + "//");
    }

    @Test
    void whatNobodyMayOpenIsNotThere() {
        Answer answer = ada().get("/open/nothing");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).contains("There is nothing to open that is called nothing");
    }

    @Test
    void whoHasTooManyOpenSeesThemAndCanStopOne() {
        served.engines.whenOpened(
                "model",
                r -> {
                    throw new SteadException(
                            Code.EXHAUSTED, "ada has as many open as may be", "stop one first");
                });

        Answer answer = ada().get("/open/model/x?resource=new");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body())
                .contains("ada has as many open", "Stop one first", "/engines/model-12/stop")
                .doesNotContain("/engines/notebook-7/stop");
        assertThat(
                        ada().fromOwnPage()
                                .with(
                                        "Referer: "
                                                + FakeSignIn.ORIGIN
                                                + "/open/model/x?resource=new")
                                .post("/engines/model-12/stop")
                                .header("Location"))
                .isEqualTo("/open/model/x?resource=new");
    }

    @Test
    void thePageThatWaitsOpensNothing() {
        assertThat(ada().get("/opening/notebook/x").body())
                .contains("It is not open", "method=\"post\" action=\"/open/notebook/x\"");
        assertThat(served.engines.done).isEmpty();
        served.engines.set(notebook(Phase.READY));
        assertThat(ada().get("/opening/notebook/x?y").header("Location"))
                .isEqualTo(NOTEBOOK + "/x?y");
    }

    @Test
    void theDocumentComesWhenSomethingHasChanged() throws Exception {
        served.engines.set(notebook(Phase.QUEUED));
        Browser script = ada().with("Stead-Refresh: 1");
        Browser reader =
                new Browser(
                        script.socket(),
                        script.headers().stream()
                                .map(h -> h.startsWith("Accept") ? "Accept: application/json" : h)
                                .toList());
        assertThat(reader.get("/opening/notebook").body())
                .contains("\"phase\":\"queued\"", "3rd in line", "\"version\":\"queued\"");

        CompletableFuture<Answer> next =
                CompletableFuture.supplyAsync(
                        () -> reader.with("Stead-Known: queued").get("/opening/notebook/t?q"));
        served.engines.awaitWaiting();
        served.engines.set(notebook(Phase.READY));

        assertThat(next.get().header("Content-Type")).startsWith("application/json");
        assertThat(next.get().body())
                .contains("\"phase\":\"ready\"", "\"go\":\"" + NOTEBOOK + "/t?q\"");
        assertThat(
                        reader.with("Cookie: x=y")
                                .with("Stead-Known: x")
                                .as("")
                                .get("/opening/notebook")
                                .status())
                .isEqualTo(401);
    }

    @Test
    void anEngineThatHasEndedCanBeOpenedAgain() {
        served.engines.set(notebook(Phase.FAILED));

        Answer answer = ada().with("Sec-Fetch-Site: same-site").get("/engine/notebook-3/tree?x=1");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .contains(
                        "This engine has ended",
                        "Its program ended with 1",
                        "Serving notebooks",
                        "href=\"/open/notebook/tree?x=1\"");
        assertThat(ada().get("/engine/model-4/e?x").body())
                .contains("href=\"/open/model/e?resource=b%207&amp;x\"");
        assertThat(served.engines.done).isEmpty();
    }

    @Test
    void theOneThatIsOpenInsteadIsEntered() {
        served.engines.set(notebook(Phase.READY));
        assertThat(ada().get("/engine/notebook-3/tree?x=1").header("Location"))
                .isEqualTo(NOTEBOOK + "/tree?x=1");
        served.engines.set(notebook(Phase.STARTING));
        assertThat(ada().get("/engine/notebook-3/tree?x=1").body())
                .contains("data-ask=\"/opening/notebook/tree?x=1\"");
    }

    @Test
    void enginesOfOthersAreOnlyVisited() {
        assertThat(ada().get("/engine/notebook-71/x").header("Location"))
                .isEqualTo("https://notebook-71.planning.example.com/x");
        Answer answer = served.as("viewer").get("/engine/notebook-71/x");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).contains("There is no such engine, or it is not yours");
    }
}
