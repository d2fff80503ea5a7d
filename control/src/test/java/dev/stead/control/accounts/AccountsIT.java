package dev.stead.control.accounts;

import static dev.stead.control.accounts.TestAccounts.HOME;
import static dev.stead.control.accounts.TestAccounts.OWNER;
import static dev.stead.control.accounts.TestAccounts.PASSWORD;
import static dev.stead.control.accounts.TestAccounts.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.api.Accounts.AccountChange;
import dev.stead.api.Accounts.AddedAccount;
import dev.stead.api.Accounts.FirstOperator;
import dev.stead.api.Accounts.NewAccount;
import dev.stead.api.Accounts.PasswordChange;
import dev.stead.api.Accounts.ResetLink;
import dev.stead.api.Role;
import dev.stead.api.SignIn.Answer;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

final class AccountsIT {
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

    private static void fails(Code code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SteadException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(code);
                            assertThat(e.mend()).isNotEmpty();
                        });
    }

    @Test
    void theFirstOperatorIsMadeOnceEver() {
        FirstOperator first = system.accounts().firstOperator(OWNER);
        String password = first.password().orElseThrow();

        assertThat(first.name()).hasValue("operator");
        assertThat(password).matches("([a-z2-9]{5}-){3}[a-z2-9]{5}");
        assertThat(system.tries("operator", password, "192.0.2.5"))
                .isInstanceOf(Answer.SignedIn.class);
        assertThat(system.accounts().firstOperator(OWNER).name()).isEmpty();
        system.add("anna", Role.OPERATOR);
        system.accounts().remove(OWNER, "operator");
        system.restart();
        assertThat(system.accounts().firstOperator(OWNER).name()).isEmpty();
    }

    @Test
    void noFirstOperatorIsMadeWhereThereWasAnAccount() {
        system.add("anna", Role.USER);
        system.accounts().remove(OWNER, "anna");

        assertThat(system.accounts().firstOperator(OWNER).name()).isEmpty();
    }

    @Test
    void anAccountWithoutAPasswordHasALinkThatWorksOnceWithinADay() {
        AddedAccount added =
                system.accounts()
                        .add(OWNER, new NewAccount("Anna", Role.VIEWER, List.of("b", "a"), null));
        ResetLink link = added.link().orElseThrow();
        assertThat(link.url()).startsWith("https://stead.example.com/password?link=");
        assertThat(link.ends()).isEqualTo(system.now().plus(Duration.ofDays(1)));
        assertThat(added.account().name()).isEqualTo("anna");
        assertThat(added.account().groups()).containsExactly("a", "b");
        assertThat(added.account().password()).isFalse();
        String secret = secret(link);

        assertThat(system.signIn().linkFor(secret)).hasValue("anna");
        fails(Code.WRONG_USAGE, () -> system.signIn().usePasswordLink(secret, "short", HOME));
        assertThat(system.signIn().linkFor(secret)).hasValue("anna");
        system.signIn().usePasswordLink(secret, PASSWORD, HOME);
        assertThat(system.signIn().linkFor(secret)).isEmpty();
        fails(Code.WRONG_USAGE, () -> system.signIn().usePasswordLink(secret, PASSWORD, HOME));
        system.enter("anna");
    }

    private static String secret(ResetLink link) {
        return link.url().substring(link.url().indexOf('=') + 1);
    }

    @Test
    void aLinkEndsWithAnotherOneADayAndADisabledAccount() {
        system.add("anna", Role.USER);
        String older = secret(system.accounts().resetLink(OWNER, "anna"));
        String old = secret(system.accounts().resetLink(OWNER, "anna"));
        assertThat(system.signIn().linkFor(older)).isEmpty();
        system.pass(Duration.ofDays(1));
        assertThat(system.signIn().linkFor(old)).isEmpty();
        String last = secret(system.accounts().resetLink(OWNER, "anna"));
        system.accounts().change(OWNER, "anna", new AccountChange(null, true));
        system.accounts().change(OWNER, "anna", new AccountChange(null, false));
        assertThat(system.signIn().linkFor(last)).isEmpty();
    }

    @Test
    void usingALinkEndsSessionsAndOpensALockedAccount() {
        system.add("anna", Role.USER);
        String before = system.enter("anna");
        for (int i = 0; i < 6; i++) {
            system.tries("anna", "wrong password", "address" + i);
        }
        String link = secret(system.accounts().resetLink(OWNER, "anna"));
        long changes = system.sessions().changes();

        system.signIn().usePasswordLink(link, "quite another password", HOME);

        assertThat(system.worksHere(before)).isFalse();
        assertThat(system.sessions().changes()).isGreaterThan(changes);
        assertThat(system.tries("anna", "quite another password", "address9"))
                .isInstanceOf(Answer.SignedIn.class);
    }

    @Test
    void anotherPasswordOpensAnAccountThatLockedItselfWhereItIsKnown() {
        system.add("anna", Role.USER);
        system.enter("anna");
        for (int i = 0; i < 5; i++) {
            system.tries("anna", "wrong password", HOME.address());
        }
        assertThat(system.tries("anna", PASSWORD, HOME.address()))
                .isInstanceOf(Answer.Refused.class);

        system.accounts().setPassword(OWNER, "anna", PASSWORD);

        system.enter("anna");
        for (int i = 0; i < 5; i++) {
            system.tries("anna", "wrong password", HOME.address());
        }
        String link = secret(system.accounts().resetLink(OWNER, "anna"));
        system.signIn().usePasswordLink(link, PASSWORD, HOME);
        system.enter("anna");
    }

    @Test
    void theLastOperatorWhoCanSignInStays() {
        system.add("anna", Role.OPERATOR);
        system.add("bert", Role.OPERATOR);
        system.accounts().change(OWNER, "bert", new AccountChange(null, true));

        fails(
                Code.CONFLICT,
                () -> system.accounts().change(OWNER, "anna", new AccountChange(null, true)));
        fails(
                Code.CONFLICT,
                () ->
                        system.accounts()
                                .change(OWNER, "anna", new AccountChange(Role.VIEWER, null)));
        fails(Code.CONFLICT, () -> system.accounts().remove(OWNER, "anna"));
        system.accounts().remove(OWNER, "bert");
        assertThat(system.accounts().accounts(OWNER)).hasSize(1);
    }

    @Test
    void refusesWhatIsNotRight() {
        system.add("anna", Role.USER);
        fails(Code.CONFLICT, () -> system.add("ANNA", Role.USER));
        fails(Code.WRONG_USAGE, () -> system.add("an na", Role.USER));
        fails(Code.UNKNOWN, () -> system.accounts().account(OWNER, "nobody"));
        fails(Code.UNKNOWN, () -> system.accounts().join(OWNER, "planners", "nobody"));
        fails(Code.WRONG_USAGE, () -> system.accounts().join(OWNER, "Plan ners", "anna"));
        var nothing = new NewAccount("bert", null, Collections.singletonList(null), PASSWORD);
        fails(Code.WRONG_USAGE, () -> system.accounts().add(OWNER, nothing));
        fails(Code.WRONG_USAGE, () -> system.accounts().setPassword(OWNER, "anna", "short"));
        fails(Code.UNKNOWN, () -> system.accounts().revokeToken(OWNER, "none"));
    }

    @Test
    void theOwnerOfTheServerHasNoAccountOfTheirOwn() {
        assertThat(system.accounts().me(OWNER).owner()).isTrue();
        assertThat(system.accounts().me(OWNER).name()).isEqualTo("root");
        assertThat(system.accounts().sessions(OWNER)).isEmpty();
        assertThat(system.accounts().ownTokens(OWNER)).isEmpty();
        fails(Code.CONFLICT, () -> system.accounts().beginTotp(OWNER));
        fails(Code.CONFLICT, () -> system.accounts().endSession(OWNER, "x"));
        fails(
                Code.CONFLICT,
                () -> system.accounts().changePassword(OWNER, new PasswordChange("a", "b")));
        fails(Code.CONFLICT, () -> system.accounts().dropTotp(OWNER, "a"));
        fails(Code.CONFLICT, () -> system.accounts().revokeOwnToken(OWNER, "a"));
    }

    @Test
    void ownPasswordIsChangedOnlyWithTheCurrentOneAndGuessingItIsSlow() {
        system.add("anna", Role.USER);
        var anna = session(system.enter("anna"));
        PasswordChange wrong = new PasswordChange("wrong password", "quite another password");
        for (int i = 0; i < 5; i++) {
            fails(Code.WRONG_USAGE, () -> system.accounts().changePassword(anna, wrong));
        }
        PasswordChange right = new PasswordChange(PASSWORD, "quite another password");
        fails(Code.SLOW_DOWN, () -> system.accounts().changePassword(anna, right));
        fails(Code.SLOW_DOWN, () -> system.accounts().changePassword(anna, right));
        assertThat(system.audit().stream().filter(e -> e.detail().equals("too many tries")))
                .extracting(e -> e.who() + " " + e.action() + " " + e.target())
                .containsExactly("anna account password anna");
        system.pass(Duration.ofSeconds(1));
        system.accounts().changePassword(anna, right);
        assertThat(system.tries("anna", PASSWORD, "192.0.2.1")).isInstanceOf(Answer.Refused.class);
    }

    @Test
    void aSecondFactorIsTakenAwayWithThePasswordOrByAnOperator() {
        system.add("anna", Role.USER);
        var anna = session(system.enter("anna"));
        system.enrol(anna.secret());
        assertThat(system.accounts().me(anna).totp()).isTrue();
        assertThat(system.accounts().me(anna).recoveryCodes()).isEqualTo(10);
        fails(Code.WRONG_USAGE, () -> system.accounts().dropTotp(anna, "wrong password"));
        system.accounts().dropTotp(anna, PASSWORD);
        assertThat(system.accounts().me(anna).totp()).isFalse();
        assertThat(system.accounts().me(anna).recoveryCodes()).isZero();
        fails(Code.CONFLICT, () -> system.accounts().confirmTotp(anna, "000000"));

        system.pass(Duration.ofMinutes(1));
        var enrolment = system.accounts().beginTotp(anna);
        assertThat(enrolment.uri())
                .isEqualTo(
                        "otpauth://totp/Stead%20demo%3Aanna?secret="
                                + enrolment.secret()
                                + "&issuer=Stead%20demo");
        fails(Code.WRONG_USAGE, () -> system.accounts().confirmTotp(anna, "000000"));
        system.accounts().confirmTotp(anna, system.code(enrolment.secret()));
        system.accounts().removeTotp(OWNER, "anna");
        assertThat(system.accounts().account(OWNER, "anna").totp()).isFalse();
    }

    @Test
    void groupsAreThoseWithMembersAndThoseThatTheFileNames() {
        system.add("anna", Role.USER);
        system.accounts().join(OWNER, "buyers", "anna");
        system.accounts().join(OWNER, "buyers", "anna");

        assertThat(system.accounts().groups(OWNER))
                .extracting(g -> g.name() + g.members() + g.routes())
                .containsExactly("buyers[anna][]", "planners[][https://app.example.com/]");
        system.accounts().leave(OWNER, "buyers", "anna");
        assertThat(system.accounts().groups(OWNER)).hasSize(1);
    }

    @Test
    void endsAllSessionsOfAnAccount() {
        system.add("anna", Role.USER);
        String one = system.enter("anna");
        String two = system.enter("anna");
        assertThat(system.accounts().account(OWNER, "anna").sessions()).isEqualTo(2);

        system.accounts().endSessions(OWNER, "anna");

        assertThat(system.worksHere(one) || system.worksHere(two)).isFalse();
    }
}
