package dev.stead.control.accounts;

import static dev.stead.control.accounts.TestAccounts.OWNER;
import static dev.stead.control.accounts.TestAccounts.PASSWORD;
import static dev.stead.control.accounts.TestAccounts.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.api.Accounts.AccountChange;
import dev.stead.api.Accounts.PasswordChange;
import dev.stead.api.Accounts.TokenRequest;
import dev.stead.api.Audit;
import dev.stead.api.Role;
import dev.stead.api.Scope;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

final class AuditIT {
    @TempDir Path folder;
    private TestAccounts system;

    @BeforeEach
    void start() {
        system = new TestAccounts(folder);
    }

    @AfterEach
    void stop() {
        system.close();
    }

    private Audit.Page page(@Nullable String before, int limit) {
        return system.role()
                .audit()
                .entries(OWNER, new Audit.Query(null, null, null, null, null, null, before, limit));
    }

    private List<String> found(
            @Nullable String who,
            @Nullable String action,
            @Nullable String target,
            @Nullable String outcome) {
        return system
                .role()
                .audit()
                .entries(
                        OWNER,
                        new Audit.Query(who, action, target, outcome, null, null, null, null))
                .entries()
                .stream()
                .map(e -> e.action() + " " + e.target())
                .toList();
    }

    @Test
    void everyChangeIsThereWithWhatItWasAndWhatItIs() {
        system.add("anna", Role.USER);
        system.accounts().change(OWNER, "anna", new AccountChange(Role.VIEWER, null));
        system.accounts().join(OWNER, "planners", "anna");
        system.accounts().change(OWNER, "anna", new AccountChange(null, true));
        system.accounts().remove(OWNER, "anna");

        assertThat(system.audit().reversed())
                .extracting(e ->
                        String.join(
                                "|",
                                e.who(),
                                e.from(),
                                e.action(),
                                e.target(),
                                e.outcome(),
                                e.before(),
                                e.after()))
                .containsExactly(
                        "root|socket|account add|anna|done||role=user disabled=false groups=",
                        "root|socket|account change|anna|done|role=user disabled=false|role=viewer"
                                + " disabled=false",
                        "root|socket|group join|anna|done|groups=|groups=planners",
                        "root|socket|account disable|anna|done|role=viewer"
                                + " disabled=false|role=viewer disabled=true",
                        "root|socket|account remove|anna|done|role=viewer disabled=true"
                                + " groups=planners|");
    }

    @Test
    void pagesShowEachEntryOnceAlsoWhenMoreComeMeanwhile() {
        for (int i = 0; i < 10; i++) {
            system.add("account" + i, Role.USER);
        }
        List<String> seen = new ArrayList<>();
        Audit.Page page = page(null, 3);
        while (true) {
            page.entries().forEach(e -> seen.add(e.target()));
            if (page.next() == null) {
                break;
            }
            system.accounts().groups(OWNER);
            system.add("later" + seen.size(), Role.USER);
            page = page(page.next(), 3);
        }

        assertThat(seen)
                .containsExactly(
                        "account9",
                        "account8",
                        "account7",
                        "account6",
                        "account5",
                        "account4",
                        "account3",
                        "account2",
                        "account1",
                        "account0");
        for (String wrong : new String[] {"x", "!", "", "bm8gbnVtYmVy"}) {
            assertThatThrownBy(() -> page(wrong, 3)).as(wrong).hasMessageContaining("no such page");
        }
        assertThatThrownBy(() -> page(null, 0)).hasMessage("the limit is 0");
    }

    @Test
    void filtersByWhoWhatAndHowItEnded() {
        system.add("anna", Role.USER);
        String anna = system.enter("anna");
        system.tries("anna", "wrong password", "192.0.2.3");
        assertThatThrownBy(() -> system.accounts().accounts(session(anna))).isNotNull();

        assertThat(found("anna", null, null, "done")).containsExactly("sign-in anna");
        assertThat(found(null, "account", null, null)).containsExactly("account add anna");
        assertThat(found(null, "account add", "anna", null)).hasSize(1);
        assertThat(found(null, "acc", null, null)).isEmpty();
        assertThat(found(null, "account%", null, null)).isEmpty();
        assertThat(found(null, null, null, "refused")).hasSize(2);
        Instant since = system.now();
        system.pass(Duration.ofMinutes(1));
        system.enter("anna");
        var later = new Audit.Query(null, null, null, null, since.plusMillis(1), null, null, null);
        var earlier = new Audit.Query(null, null, null, null, null, since, null, null);
        assertThat(system.role().audit().entries(OWNER, later).entries()).hasSize(1);
        assertThat(system.role().audit().entries(OWNER, earlier).entries()).isEmpty();
        assertThatThrownBy(() -> system.role().audit().entries(session(anna), Audit.Query.LATEST))
                .hasMessageContaining("does not allow this");
    }

    @Test
    void keepsEntriesFor400Days() {
        system.add("anna", Role.USER);
        system.pass(Duration.ofDays(400));
        system.role().sweep();
        assertThat(system.audit()).hasSize(1);
        system.pass(Duration.ofMillis(1));
        system.role().sweep();
        assertThat(system.audit()).isEmpty();
    }

    @Test
    void whatOthersChooseIsKeptShortAndOnOneLine() {
        system.tries("anna", "x", "192.0.2.1\n" + "x".repeat(10_000));

        assertThat(system.audit().getFirst().from()).hasSizeLessThan(400).doesNotContain("\n");
        system.tries("anna", "x", "a\u0085b\u202Ec\u2028d\uD800e");
        assertThat(system.audit().getFirst().from()).isEqualTo("a b c d e");
        assertThat(AccountName.shown("a\u202Eb\u009Bc")).isEqualTo("a?b?c");
    }

    @Test
    void howACommandEndedIsKeptShortAndOnOneLineToo() {
        Asker asker = new Asker("root", "socket", true, Role.OPERATOR, List.of(), false);
        String id = system.role().log().begin(asker, "apply", "stead.yaml");

        system.role().log().finish(id, "failed", "one\n" + "x".repeat(10_000));

        assertThat(system.audit().getFirst().detail())
                .hasSizeLessThan(400)
                .startsWith("one x")
                .doesNotContain("\n");
    }

    @Test
    void aTimeFarOutsideTheCalendarIsWrongUsage() {
        for (Instant moment : List.of(Instant.MIN, Instant.MAX, Instant.ofEpochMilli(-1))) {
            var query = new Audit.Query(null, null, null, null, moment, null, null, null);
            assertThatThrownBy(() -> system.role().audit().entries(OWNER, query))
                    .isInstanceOfSatisfying(
                            SteadException.class,
                            e -> assertThat(e.code()).isEqualTo(Code.WRONG_USAGE));
        }
    }

    @Test
    void entriesOfSomebodyAndOfATargetAreFoundByAnIndex() {
        try (var database = system.database()) {
            for (String column : List.of("who", "target")) {
                String plan =
                        database.read(h ->
                                h.createQuery(
                                                "EXPLAIN QUERY PLAN SELECT * FROM audit WHERE "
                                                        + column
                                                        + " = 'x' ORDER BY at DESC, id DESC LIMIT"
                                                        + " 10")
                                        .map((r, c) -> r.getString("detail"))
                                        .list()
                                        .toString());
                assertThat(plan).contains("USING INDEX audit_" + column);
            }
        }
    }

    /** Neither in the database nor in the log; hashes only. */
    @Test
    void noSecretIsOnRecord() throws IOException {
        system.add("anna", Role.OPERATOR);
        String own = system.enter("anna");
        String code = system.signIn().carry(session(own), TestAccounts.APP, TestAccounts.STATE);
        String app =
                system.sessions()
                        .redeem(TestAccounts.APP_HOST, code, TestAccounts.STATE)
                        .orElseThrow();
        system.accounts()
                .changePassword(session(own), new PasswordChange(PASSWORD, "quite another one"));
        String token =
                system.accounts()
                        .makeToken(
                                session(own),
                                new TokenRequest(
                                        "test",
                                        List.of(Scope.READ),
                                        system.now().plus(Duration.ofDays(1))))
                        .secret();
        String totp = system.accounts().beginTotp(session(own)).secret();
        var recovery = system.accounts().confirmTotp(session(own), system.code(totp)).codes();
        String link = system.accounts().resetLink(OWNER, "anna").url();
        List<String> secrets = new ArrayList<>(recovery);
        secrets.addAll(
                List.of(
                        own,
                        code,
                        app,
                        PASSWORD,
                        "quite another one",
                        token,
                        link.substring(link.indexOf('=') + 1),
                        TestAccounts.STATE));

        assertThat(system.audit().toString()).doesNotContain(secrets).doesNotContain(totp);
        system.close();
        String database = Files.readString(folder.resolve("state.db"), StandardCharsets.ISO_8859_1);
        assertThat(secrets).noneMatch(database::contains);
        start();
    }

    @Test
    void theKeyOfIdentityTokensIsMadeOncePrivatelyAndNeverOverwritten() throws Exception {
        String keys = system.signIn().publicKeys();
        Path file = folder.resolve("sign-in-key.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(keys).doesNotContain("\"d\"").contains("P-256");
        system.restart();
        assertThat(system.signIn().publicKeys()).isEqualTo(keys);

        Files.writeString(file, "{\"damaged\": true}");
        system.restart();
        assertThatThrownBy(() -> system.signIn().publicKeys())
                .hasMessageContaining(file.toString())
                .hasMessageNotContaining("damaged");
        assertThat(file).hasContent("{\"damaged\": true}");
    }

    @Test
    void anIdentityTokenProvesWhoItIsForOneOriginForFiveMinutes() throws Exception {
        system.add("anna", Role.USER);
        system.accounts().join(OWNER, "planners", "anna");
        String app = system.carry(system.enter("anna"));

        var visitor =
                system.sessions().find(TestAccounts.APP_HOST, app, Duration.ZERO).orElseThrow();

        var token = com.nimbusds.jwt.SignedJWT.parse(visitor.token());
        var key =
                com.nimbusds.jose.jwk.JWKSet.parse(system.signIn().publicKeys())
                        .getKeyByKeyId(token.getHeader().getKeyID())
                        .toECKey();
        var claims = token.getJWTClaimsSet();
        assertThat(token.verify(new com.nimbusds.jose.crypto.ECDSAVerifier(key))).isTrue();
        assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("ES256");
        assertThat(claims.getSubject()).isEqualTo("anna");
        assertThat(claims.getIssuer()).isEqualTo("https://stead.example.com");
        assertThat(claims.getAudience()).containsExactly("https://app.example.com");
        assertThat(claims.getStringListClaim("groups")).containsExactly("planners");
        assertThat(claims.getExpirationTime().toInstant())
                .isEqualTo(system.now().plus(Duration.ofMinutes(5)));
        assertThat(visitor.toString()).isNotEmpty();
    }
}
