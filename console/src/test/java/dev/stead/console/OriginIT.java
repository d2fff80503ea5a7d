package dev.stead.console;

import static dev.stead.console.PagesIT.hardened;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.util.List;
import java.util.Objects;

/** Every change there is, sent by pages of others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OriginIT {
    private static final String APP = "https://budget.planning.example.com";

    private Served served;

    @BeforeAll
    void serve() {
        served = new Served("");
    }

    @AfterAll
    void close() {
        served.close();
    }

    private List<String> changes() {
        return served.role.router().getRoutes().stream()
                .filter(r -> r.methods() != null && r.methods().contains(HttpMethod.POST))
                .map(Route::getPath)
                .filter(Objects::nonNull)
                .map(path -> path.replace(":name", "ada"))
                .distinct()
                .toList();
    }

    @Test
    void noChangeIsMadeForPagesOfOthers() {
        assertThat(changes()).hasSizeGreaterThan(20);
        for (String path : changes()) {
            for (Browser hostile :
                    List.of(
                            served.as("operator"),
                            served.as("operator").with("Origin: " + APP),
                            served.as("operator").with("Origin: null"),
                            served.as("operator").with("Origin: " + FakeSignIn.ORIGIN + ":443"),
                            served.as("operator").with("Origin: " + APP).fromOwnPage(),
                            served.as("operator").with("Sec-Fetch-Site: same-site"),
                            served.as("operator").with("Sec-Fetch-Site: none"),
                            served.as("operator")
                                    .with("Sec-Fetch-Site: same-origin")
                                    .with("Origin: " + APP))) {
                Browser.Answer answer = hostile.post(path, "id", "t1", "name", "x");
                assertThat(answer.status()).as(path + hostile.headers()).isEqualTo(403);
                assertThat(answer.body()).contains("did not come from a page of Stead");
                hardened(answer);
            }
        }
        assertThat(served.accounts.done).isEmpty();
        assertThat(served.control.done).isEmpty();
        assertThat(served.engines.done).isEmpty();
        assertThat(served.signIn.done).isEmpty();
    }

    @Test
    void browsersThatSendNoOriginSayWhereTheyComeFrom() {
        assertThat(
                        served.as("operator")
                                .with("Sec-Fetch-Site: same-origin")
                                .post("/account/tokens/revoke", "id", "t1")
                                .status())
                .isEqualTo(303);
        served.accounts.done.clear();
    }

    @Test
    void nothingIsChangedByLookingAtIt() {
        for (String path : changes()) {
            var _ = served.as("operator").fromOwnPage().get(path);
        }
        assertThat(served.accounts.done).isEmpty();
        assertThat(served.engines.done).isEmpty();
        assertThat(served.control.done).isEmpty();
        assertThat(served.signIn.done).isEmpty();
    }
}
