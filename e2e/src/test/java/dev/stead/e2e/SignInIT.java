package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Signing in at one origin, using others, and what a hostile component or program tries there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SignInIT {
    /** A well-formed one: SHA-256 of nothing. */
    private static final String STATE = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";

    private final TestSystem system = TestSystem.of("sign");
    private final People people = new People(system);
    private String saidByFirstUp = "";

    @BeforeAll
    void up() throws IOException {
        Echo.write(system);
        saidByFirstUp = system.up();
        people.add("ana", "user", "planners");
        people.add("ben", "user");
    }

    @AfterAll
    void down() throws IOException {
        system.close();
    }

    private String other() {
        return system.own().replace("//stead.", "//other.");
    }

    @Test
    void theFirstUpShowsAnOperatorsPasswordOnce() throws Exception {
        String password = People.firstPassword(saidByFirstUp);

        assertThat(password).as(saidByFirstUp).isNotEmpty();
        assertThat(people.list("account"))
                .anyMatch(account -> account.path("role").asString().equalsIgnoreCase("operator"));
        new Client(system).signIn("operator", password);
        assertThat(system.up()).doesNotContain(password);
    }

    @Test
    void aDeepLinkSurvivesTheSignIn() throws Exception {
        Client client = new Client(system);
        String link = system.url() + "/app/deep/er?x=1&y=a%20b%26c&to=https://example.com";

        Answer page = client.open(link);
        assertThat(Request.origin(page.url())).isEqualTo(system.own());
        Answer there = client.submit(page, "ana", People.PASSWORD);

        assertThat(there.url()).isEqualTo(link);
        assertThat(Echo.asked(there).path("path").asString())
                .isEqualTo(link.substring(system.url().length()));
        assertThat(Echo.user(there)).isEqualTo("ana");
        Answer elsewhere = client.open(other() + "/x?y=2");
        assertThat(elsewhere.url()).as("one sign-in for all").isEqualTo(other() + "/x?y=2");
        assertThat(Echo.user(elsewhere)).isEqualTo("ana");
    }

    @Test
    void severalTabsMaySignInOneAfterTheOther() throws Exception {
        Client client = new Client(system);
        Answer first = client.open("/app/first");
        Answer second = client.open("/app/second");

        assertThat(client.submit(first, "ana", People.PASSWORD).url()).endsWith("/app/first");
        assertThat(client.submit(second, "ana", People.PASSWORD).url()).endsWith("/app/second");
    }

    @Test
    void whoDoesNotNavigateIsToldInsteadOfSentAway() throws Exception {
        Answer answer = new Client(system).get("/app/x");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.headers("Set-Cookie")).isEmpty();
    }

    @Test
    void aComponentSeesNeitherForgedHeadersNorSteadsCookies() throws Exception {
        Client client = Client.of(system, "ana");
        client.open("/app/x");
        client.cookies(system.domain()).put("theme", "dark");
        Request forged =
                Request.get(system.url() + "/app/x")
                        .with("X-Stead-User: root")
                        .with("x-stead-user: root")
                        .with("X-Stead-Groups: admins")
                        .with("X-Stead-Token: forged")
                        .with("X_Stead_User: root")
                        .with("X-Stead-Role: operator");

        Answer answer = client.send(forged);

        assertThat(Echo.headers(answer, "x-stead-user")).containsExactly("ana");
        assertThat(Echo.headers(answer, "x-stead-groups")).containsExactly("planners");
        assertThat(Echo.headers(answer, "x-stead-token")).hasSize(1).doesNotContain("forged");
        assertThat(answer.body().toLowerCase(Locale.ROOT))
                .doesNotContain("root")
                .doesNotContain("operator");
        assertThat(Echo.headers(answer, "cookie")).containsExactly("theme=dark");

        Answer open = client.stranger().send(forged.at(system.url() + "/open/x"));
        assertThat(open.body()).doesNotContain("root").doesNotContain("forged");
    }

    @Test
    void aComponentCanProveWhoAsks() throws Exception {
        Client client = Client.of(system, "ana");
        String keys = client.stranger().get(system.own() + "/.well-known/jwks.json").body();

        for (String origin : List.of(system.url(), other())) {
            Answer answer = client.open(origin + (origin.equals(other()) ? "/x" : "/app/x"));
            IdentityToken token =
                    IdentityToken.verified(Echo.headers(answer, "x-stead-token").getFirst(), keys);

            assertThat(token.claims().path("sub").asString()).isEqualTo("ana");
            assertThat(token.audience()).containsExactly(origin);
            assertThat(token.seconds()).isBetween(1L, 300L);
        }
    }

    @Test
    void aRouteOfAGroupIsForItsMembersFromTheMomentTheyAre() throws Exception {
        Client client = Client.of(system, "ben");
        assertThat(client.open("/plans/x").status()).isEqualTo(403);

        people.join("planners", "ben");
        assertThat(Echo.headers(client.open("/plans/x"), "x-stead-groups"))
                .containsExactly("planners");

        people.leave("planners", "ben");
        assertThat(client.open("/plans/x").status()).isEqualTo(403);
    }

    @Test
    void aCodeWorksOnceAndOnlyInTheBrowserThatAskedForIt() throws Exception {
        Client attacker = Client.of(system, "ben");
        Client stranger = new Client(system);
        stranger.step(codeFor(attacker));
        assertThat(stranger.cookies(system.domain())).doesNotContainKey(Client.SESSION);

        stranger.step("/app/x"); // has a way of its own now
        stranger.step(codeFor(attacker));
        assertThat(stranger.cookies(system.domain())).doesNotContainKey(Client.SESSION);

        Client victim = Client.of(system, "ana");
        victim.open("/app/x");
        victim.step(codeFor(attacker));
        assertThat(Echo.user(victim.open("/app/x"))).isEqualTo("ana");

        String own = codeFor(attacker);
        Map<String, String> before = Map.copyOf(attacker.cookies(system.domain()));
        assertThat(Echo.user(attacker.open(own))).isEqualTo("ben");
        attacker.cookies(system.domain()).clear();
        attacker.cookies(system.domain()).putAll(before);
        attacker.step(own);
        assertThat(attacker.cookies(system.domain())).doesNotContainKey(Client.SESSION);
    }

    /** Where the next step of a sign-in at the domain would be, with its code. */
    private String codeFor(Client client) throws IOException {
        client.cookies(system.domain()).clear();
        Answer enter = client.step(client.step("/app/x").location());
        assertThat(enter.location()).startsWith(system.url() + "/.stead/enter?code=");
        return enter.location();
    }

    @Test
    void nobodyIsCarriedToAnotherSystem() throws Exception {
        Client client = Client.of(system, "ana");
        for (String to :
                List.of(
                        "https://example.com/",
                        "https://" + system.domain() + ".example.com/",
                        "https://example.com#." + system.domain() + "/",
                        "https://" + system.domain() + "@example.com/",
                        system.url().replace("https", "http") + "/",
                        "https://nowhere." + system.domain() + "/",
                        "//example.com/",
                        "javascript:alert(1)")) {
            Answer answer =
                    client.step(
                            system.own() + "/enter?state=" + STATE + "&to=" + Request.encoded(to));
            assertThat(answer.location()).as(to).doesNotContain("code=");
        }
        Answer page = client.stranger().open(system.own() + "/");
        Answer home =
                client.stranger()
                        .send(
                                Request.form(
                                        system.own() + "/sign-in",
                                        Map.of(
                                                "name", "ana",
                                                "password", People.PASSWORD,
                                                "to", "https://example.com/")));
        assertThat(page.status()).isEqualTo(200);
        assertThat(home.location()).doesNotContain("example.com");
    }

    @Test
    void aCookieOfOneOriginIsNothingAtAnother() throws Exception {
        Client client = Client.of(system, "ana");
        client.open("/app/x");
        client.open(other() + "/x");
        String own = "stead." + system.domain();
        String second = "other." + system.domain();
        List<String> hosts = List.of(system.domain(), second, own);
        Map<String, String> urls =
                Map.of(
                        system.domain(),
                        system.url() + "/app/x",
                        second,
                        other() + "/x",
                        own,
                        system.own() + "/api/v1/me");
        for (String from : hosts) {
            for (String at : hosts) {
                Client thief = client.stranger();
                String secret = client.cookies(from).getOrDefault(Client.SESSION, "");
                assertThat(secret).as(from).isNotEmpty();
                thief.cookies(at).put(Client.SESSION, secret);
                assertThat(thief.get(urls.getOrDefault(at, "")).status())
                        .as(from + " at " + at)
                        .isEqualTo(from.equals(at) ? 200 : 401);
            }
        }
    }

    @Test
    void twoSessionCookiesOrOneOfAnotherNameCountAsNone() throws Exception {
        Client client = Client.of(system, "ana");
        client.open("/app/x");
        String secret = client.cookies(system.domain()).getOrDefault(Client.SESSION, "");
        for (String cookies :
                List.of(
                        Client.SESSION + "=" + secret + "; " + Client.SESSION + "=planted",
                        "__Host-stead=" + secret,
                        "stead=" + secret,
                        " __host-http-stead=" + secret)) {
            Request request = Request.get(system.url() + "/app/x").with("Cookie: " + cookies);
            assertThat(client.stranger().send(request).status()).as(cookies).isEqualTo(401);
        }
    }

    @Test
    void aComponentSetsNoCookieOfSteadAndNoneForItsParent() throws Exception {
        Client client = Client.of(system, "ana");
        client.open(other() + "/x");

        Answer answer = client.open(other() + "/plant?" + system.domain());

        assertThat(answer.headers("Set-Cookie")).containsExactly("own=1; Path=/");
        assertThat(Echo.user(client.open(other() + "/x"))).isEqualTo("ana");
    }

    @Test
    void aChangeOrAnUpgradeFromAnotherOriginIsRefused() throws Exception {
        Client client = Client.of(system, "ana");
        client.open("/app/x");
        Request change = new Request("POST", system.url() + "/app/x", List.of(), "a=1");
        Request upgrade = Streams.socket(system.url() + "/app/socket");

        assertThat(client.send(change.with("Origin: " + system.url())).status()).isEqualTo(200);
        client.opened(upgrade.with("Origin: " + system.url()), 101).close();
        for (String origin : List.of(other(), system.own(), "https://example.com", "null")) {
            String from = "Origin: " + origin;
            assertThat(client.send(change.with(from)).status()).as(origin).isEqualTo(403);
            client.opened(upgrade.with(from), 403).close();
        }
        Request signOut = new Request("POST", system.own() + "/sign-out", List.of(), "");
        assertThat(client.send(signOut.with("Origin: " + other())).status()).isEqualTo(403);
        assertThat(client.signedIn()).isTrue();
    }

    @Test
    void ownPagesHaveTheStandardHeaders() throws Exception {
        for (Client client : List.of(new Client(system), Client.of(system, "ana"))) {
            Answer page = client.open(system.own() + "/");
            String policy = page.header("Content-Security-Policy");

            assertThat(page.status()).isEqualTo(200);
            assertThat(policy)
                    .contains("frame-ancestors 'none'")
                    .contains("base-uri 'none'")
                    .doesNotContain("unsafe-inline")
                    .doesNotContain("unsafe-eval");
            assertThat(policy).containsAnyOf("default-src 'none'", "default-src 'self'");
            assertThat(page.header("Strict-Transport-Security")).contains("max-age=");
            assertThat(page.header("Referrer-Policy")).isIn("no-referrer", "same-origin");
            assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(page.header("Cache-Control")).contains("no-store");
            assertThat(page.body()).doesNotContainPattern("<script(?![^>]*\\bsrc=)[^>]*>");
        }
    }

    @Test
    void theSessionCookieIsAsThePrefixDemands() throws Exception {
        Client client = new Client(system);
        Answer page = client.open("/app/x");
        Answer signedIn =
                client.send(
                        Request.form(
                                system.own() + "/sign-in",
                                Map.of("name", "ana", "password", People.PASSWORD, "to", "/")));

        assertThat(page.status()).isEqualTo(200);
        assertThat(signedIn.headers("Set-Cookie"))
                .filteredOn(cookie -> cookie.startsWith(Client.SESSION + "="))
                .singleElement()
                .asString()
                .contains("Secure", "HttpOnly", "SameSite=Lax", "Path=/")
                .doesNotContain("Domain")
                .doesNotContain("Max-Age")
                .doesNotContain("Expires");
    }

    @Test
    void aPlanListsWhatIsPublic() {
        String open = system.url() + "/open";

        assertThat(system.stead("plan").out()).contains(open).doesNotContain(system.url() + "/app");
        assertThat(system.stead("plan", "--json").out()).contains("publicRoutes").contains(open);
    }
}
