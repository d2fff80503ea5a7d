package dev.stead.control.accounts;

import static dev.stead.control.accounts.TestAccounts.OWNER;
import static dev.stead.control.accounts.TestAccounts.PASSWORD;
import static dev.stead.control.accounts.TestAccounts.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.api.Accounts.AccountChange;
import dev.stead.api.Accounts.NewAccount;
import dev.stead.api.Accounts.NewToken;
import dev.stead.api.Accounts.TokenRequest;
import dev.stead.api.Caller;
import dev.stead.api.Permission;
import dev.stead.api.Role;
import dev.stead.api.Scope;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

final class PermissionsIT {
    @TempDir Path folder;
    private TestAccounts system;

    @BeforeEach
    void start() {
        system = new TestAccounts(folder);
        for (Role role : Role.values()) {
            system.add(role.word(), role);
        }
        system.add("second", Role.OPERATOR);
    }

    @AfterEach
    void stop() {
        system.close();
    }

    private static void fails(Code code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SteadException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private Set<String> allowed(Caller caller) {
        Set<String> allowed = new TreeSet<>();
        for (Permission permission : Permission.values()) {
            try {
                system.role().guard().demand(caller, permission);
                allowed.add(permission.name().toLowerCase(Locale.ROOT));
            } catch (SteadException e) {
                assertThat(e.code()).isEqualTo(Code.FORBIDDEN);
            }
        }
        return allowed;
    }

    private NewToken make(String account, Scope... scopes) {
        return system.accounts()
                .makeTokenFor(
                        OWNER,
                        account,
                        new TokenRequest(
                                "test",
                                Arrays.asList(scopes),
                                system.now().plus(Duration.ofDays(30))));
    }

    private Caller token(String account, Scope... scopes) {
        return new Caller.Token(make(account, scopes).secret(), "192.0.2.7");
    }

    @Test
    void eachCallerHasThePermissionsOfItsRoleAndScopesAndNoOthers() {
        assertThat(allowed(OWNER)).hasSize(Permission.values().length);
        assertThat(allowed(session(system.enter("operator"))))
                .containsExactly(
                        "change_accounts",
                        "change_own",
                        "change_system",
                        "make_tokens",
                        "open_own",
                        "see_accounts",
                        "see_own",
                        "see_system");
        assertThat(allowed(session(system.enter("viewer"))))
                .containsExactly("change_own", "open_own", "see_accounts", "see_own", "see_system");
        assertThat(allowed(session(system.enter("user"))))
                .containsExactly("change_own", "open_own", "see_own");
        assertThat(allowed(token("operator", Scope.READ, Scope.RUN, Scope.ACCOUNTS)))
                .containsExactly(
                        "change_accounts",
                        "change_system",
                        "open_own",
                        "see_accounts",
                        "see_own",
                        "see_system");
        assertThat(allowed(token("operator", Scope.RUN)))
                .containsExactly("change_system", "open_own");
        assertThat(allowed(token("operator", Scope.ACCOUNTS))).containsExactly("change_accounts");
        assertThat(allowed(token("viewer", Scope.READ)))
                .containsExactly("see_accounts", "see_own", "see_system");
        assertThat(allowed(token("user", Scope.READ))).containsExactly("see_own");
    }

    @Test
    void nobodyIsLetInWithASecretThatIsWrongOrForSomethingElse() {
        String own = system.enter("operator");
        String app = system.carry(own);
        String token = make("operator", Scope.READ).secret();
        for (Caller caller :
                List.of(
                        session(""),
                        session("wrong"),
                        session(app),
                        session(token),
                        new Caller.Token("", "x"),
                        new Caller.Token(own, "x"),
                        new Caller.Token("stead_wrong", "x"))) {
            fails(Code.UNAUTHENTICATED, () -> system.accounts().me(caller));
        }
    }

    @Test
    void aTokenEndsRevokedWithItsAccountDisabledAndOnItsDay() {
        Caller caller = token("viewer", Scope.READ);
        var view = system.accounts().tokens(OWNER).getFirst();
        assertThat(view.used()).isEmpty();
        system.accounts().me(caller);
        assertThat(system.accounts().tokens(OWNER).getFirst().used()).hasValue(system.now());

        system.accounts().change(OWNER, "viewer", new AccountChange(null, true));
        fails(Code.UNAUTHENTICATED, () -> system.accounts().me(caller));
        system.accounts().change(OWNER, "viewer", new AccountChange(null, false));
        system.accounts().me(caller);
        system.jump(Duration.ofDays(30));
        fails(Code.UNAUTHENTICATED, () -> system.accounts().me(caller));

        Caller another = token("viewer", Scope.READ);
        system.accounts().revokeToken(OWNER, system.accounts().tokens(OWNER).getFirst().id());
        fails(Code.UNAUTHENTICATED, () -> system.accounts().me(another));
    }

    @Test
    void theUseOfATokenIsWrittenOnceAMinute() {
        Caller caller = token("viewer", Scope.READ);
        system.accounts().me(caller);
        var first = system.now();
        system.pass(Duration.ofSeconds(59));
        system.accounts().me(caller);
        assertThat(system.accounts().tokens(OWNER).getFirst().used()).hasValue(first);
        system.pass(Duration.ofSeconds(1));
        system.accounts().me(caller);
        assertThat(system.accounts().tokens(OWNER).getFirst().used()).hasValue(system.now());
    }

    @Test
    void tokensHaveANameAScopeThatIsOfUseAndAnEndWithinAYear() {
        Caller user = session(system.enter("user"));
        var ends = system.now().plus(Duration.ofDays(1));
        for (TokenRequest wrong :
                List.of(
                        new TokenRequest(" ", List.of(Scope.READ), ends),
                        new TokenRequest("x", List.of(), ends),
                        new TokenRequest("x", Collections.singletonList(null), ends),
                        new TokenRequest("x", List.of(Scope.READ), Instant.MAX),
                        new TokenRequest("x", List.of(Scope.READ), Instant.MIN),
                        new TokenRequest("x\ny", List.of(Scope.READ), ends),
                        new TokenRequest("x\u0085y", List.of(Scope.READ), ends),
                        new TokenRequest("x\u202Ey", List.of(Scope.READ), ends),
                        new TokenRequest("x\u200By", List.of(Scope.READ), ends),
                        new TokenRequest("x", List.of(Scope.ACCOUNTS), ends),
                        new TokenRequest("x", List.of(Scope.READ), system.now()),
                        new TokenRequest(
                                "x", List.of(Scope.READ), ends.plus(Duration.ofDays(366))))) {
            fails(Code.WRONG_USAGE, () -> system.accounts().makeToken(user, wrong));
        }
        NewToken made =
                system.accounts().makeToken(user, new TokenRequest("x", List.of(Scope.READ), ends));
        assertThat(made.secret()).startsWith("stead_").hasSize(49);
        assertThat(system.accounts().ownTokens(user)).containsExactly(made.token());
        Caller other = session(system.enter("viewer"));
        fails(Code.UNKNOWN, () -> system.accounts().revokeOwnToken(other, made.token().id()));
        system.accounts().revokeOwnToken(user, made.token().id());
        assertThat(system.accounts().ownTokens(user)).isEmpty();
    }

    @Test
    void aTokenTouchesNoOperatorAndMakesNone() {
        Caller token = token("operator", Scope.READ, Scope.RUN, Scope.ACCOUNTS);
        var accounts = system.accounts();
        String other = make("second", Scope.READ).token().id();
        List<ThrowingCallable> forbidden =
                List.of(
                        () ->
                                accounts.add(
                                        token, new NewAccount("n", Role.OPERATOR, null, PASSWORD)),
                        () -> accounts.change(token, "second", new AccountChange(null, true)),
                        () -> accounts.change(token, "second", new AccountChange(Role.USER, null)),
                        () ->
                                accounts.change(
                                        token, "user", new AccountChange(Role.OPERATOR, null)),
                        () -> accounts.remove(token, "second"),
                        () -> accounts.resetLink(token, "second"),
                        () -> accounts.setPassword(token, "second", PASSWORD),
                        () -> accounts.removeTotp(token, "second"),
                        () -> accounts.endSessions(token, "second"),
                        () -> accounts.join(token, "planners", "second"),
                        () -> accounts.leave(token, "planners", "second"),
                        () -> accounts.revokeToken(token, other),
                        () ->
                                accounts.makeTokenFor(
                                        token,
                                        "user",
                                        new TokenRequest("x", List.of(Scope.READ), system.now())),
                        () -> accounts.beginTotp(token),
                        () -> accounts.firstOperator(token));
        forbidden.forEach(call -> fails(Code.FORBIDDEN, call));

        accounts.add(token, new NewAccount("n", Role.VIEWER, List.of("planners"), PASSWORD));
        accounts.change(token, "n", new AccountChange(Role.USER, true));
        accounts.join(token, "buyers", "n");
        accounts.remove(token, "n");
    }

    @Test
    void refusalsAreOnTheAuditLogOnceAMinuteEach() {
        Caller user = session(system.enter("user"));
        for (int i = 0; i < 10; i++) {
            fails(Code.FORBIDDEN, () -> system.accounts().accounts(user));
            fails(Code.FORBIDDEN, () -> system.accounts().remove(user, "viewer"));
            fails(
                    Code.UNAUTHENTICATED,
                    () -> system.accounts().me(new Caller.Token("stead_old", "203.0.113.5")));
        }
        var refused = system.audit().stream().filter(e -> e.outcome().equals("refused")).toList();

        assertThat(refused)
                .extracting(e -> e.who() + " " + e.from() + " " + e.action() + " " + e.target())
                .containsExactlyInAnyOrder(
                        "user 192.0.2.1 see accounts ",
                        "user 192.0.2.1 account remove viewer",
                        "- 203.0.113.5 see own ");
        system.pass(Duration.ofMinutes(1));
        fails(Code.FORBIDDEN, () -> system.accounts().accounts(user));
        assertThat(system.audit().getFirst().outcome()).isEqualTo("refused");
    }

    private List<String> refusals() {
        return system.audit().stream()
                .filter(e -> e.outcome().equals("refused"))
                .map(e -> e.who() + " " + e.from() + " " + e.action() + " " + e.target())
                .toList();
    }

    @Test
    void whoTriesTheSameAtManyTargetsIsPutOnRecordOnce() {
        Caller user = session(system.enter("user"));
        for (int i = 0; i < 100; i++) {
            String name = "name" + i;
            fails(Code.FORBIDDEN, () -> system.accounts().remove(user, name));
            fails(
                    Code.UNAUTHENTICATED,
                    () ->
                            system.accounts()
                                    .me(new Caller.Token("x", "2001:db8::" + name.length())));
        }

        assertThat(refusals())
                .containsExactly("- 2001:db8::5 see own ", "user 192.0.2.1 account remove name0");
    }

    @Test
    void aRefusedDemandSaysWhatWasWantedOfWhat() {
        Caller user = session(system.enter("user"));

        fails(
                Code.FORBIDDEN,
                () ->
                        system.accounts()
                                .demand(user, Permission.SEE_ACCOUNTS, "listTokens", "viewer"));
        system.accounts().demand(user, Permission.SEE_OWN, "me", "");

        assertThat(refusals()).containsExactly("user 192.0.2.1 listTokens viewer");
    }

    @Test
    void whatOthersRefusedIsOnTheAuditLogAndNoUseOfASessionOrToken() {
        Caller token = token("viewer", Scope.READ);
        String secret = system.enter("user");
        system.pass(Duration.ofHours(1));

        system.accounts().refused(session(secret), "apply", "another origin's page asked");
        system.accounts().refused(token, "apply", "another origin's page asked");
        system.accounts().refused(session("made up"), "apply", "another origin's page asked");
        system.accounts().refused(session("made up"), "plan", "another origin's page asked");

        assertThat(refusals())
                .containsExactly(
                        "- 192.0.2.1 apply ", "viewer 192.0.2.7 apply ", "user 192.0.2.1 apply ");
        assertThat(system.audit().getFirst().detail()).isEqualTo("another origin's page asked");
        assertThat(system.accounts().tokens(OWNER).getFirst().used()).isEmpty();
        system.pass(Duration.ofHours(1));
        assertThat(system.worksHere(secret)).isFalse();
    }

    @Test
    void nobodyFillsTheAuditLogWithRefusals() {
        Caller user = session(system.enter("user"));
        for (int i = 0; i < 500; i++) {
            system.accounts().refused(user, "action" + i, "why");
        }

        assertThat(refusals()).hasSize(61).startsWith("- 192.0.2.1 refusals ");
        assertThat(system.audit().getFirst().detail()).contains("are left out");
    }

    @Test
    void aDemotedOperatorMayNoLonger() {
        Caller second = session(system.enter("second"));
        system.accounts().change(OWNER, "second", new AccountChange(Role.VIEWER, null));

        fails(Code.FORBIDDEN, () -> system.accounts().remove(second, "user"));
        assertThat(system.accounts().accounts(second)).hasSize(4);
    }
}
