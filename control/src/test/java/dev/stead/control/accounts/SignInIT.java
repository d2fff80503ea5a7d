package dev.stead.control.accounts;

import static dev.stead.control.accounts.TestAccounts.HOME;
import static dev.stead.control.accounts.TestAccounts.OWNER;
import static dev.stead.control.accounts.TestAccounts.PASSWORD;
import static dev.stead.control.accounts.TestAccounts.pending;
import static dev.stead.control.accounts.TestAccounts.refused;
import static dev.stead.control.accounts.TestAccounts.secret;
import static dev.stead.control.accounts.TestAccounts.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.api.Accounts.AccountChange;
import dev.stead.api.Accounts.NewAccount;
import dev.stead.api.Role;
import dev.stead.api.SignIn.Answer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

final class SignInIT {
    @TempDir Path folder;
    private TestAccounts system;

    @BeforeEach
    void start() {
        system = new TestAccounts(folder);
        system.add("anna", Role.USER);
    }

    @AfterEach
    void stop() {
        system.close();
    }

    private Answer tries(String name, String password) {
        return system.tries(name, password, HOME.address());
    }

    @Test
    void theRightPasswordBeginsASessionThatIsAlwaysNew() {
        String first = secret(tries("anna", PASSWORD));
        String second = secret(tries(" ANNA ", PASSWORD));

        assertThat(first).isNotEqualTo(second).hasSize(43);
        assertThat(system.accounts().sessions(session(second))).hasSize(2);
        assertThat(system.accounts().account(OWNER, "anna").lastSignIn()).hasValue(system.now());
    }

    @Test
    void saysTheSameOfAWrongPasswordAnUnknownNameAndADisabledAccount() {
        system.add("bert", Role.USER);
        system.accounts().change(OWNER, "bert", new AccountChange(null, true));
        system.accounts().add(OWNER, new NewAccount("carl", null, null, null));

        List<Answer> answers =
                List.of(
                        system.tries("anna", "wrong password", "192.0.2.11"),
                        system.tries("nobody", PASSWORD, "192.0.2.12"),
                        system.tries("bert", PASSWORD, "192.0.2.13"),
                        system.tries("carl", PASSWORD, "192.0.2.14"),
                        system.tries("anna", "x".repeat(10_000), "192.0.2.15"));

        assertThat(answers)
                .containsOnly(
                        new Answer.Refused("The name or the password is wrong.", Duration.ZERO));
    }

    @Test
    void locksAnAccountFromTheFifthFailureDoublingTheWaitForKnownAndUnknownNamesAlike() {
        List<Duration> anna = failures("anna");
        assertThat(anna)
                .startsWith(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO)
                .contains(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4))
                .endsWith(Duration.ofMinutes(15));
        assertThat(failures("another")).isEqualTo(anna);
    }

    private List<Duration> failures(String name) {
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            Duration wait = refused(system.tries(name, "wrong password", name + i)).retryAfter();
            waits.add(wait);
            if (!wait.isZero()) {
                Answer.Refused unseen = refused(system.tries(name, PASSWORD, "unseen"));
                assertThat(unseen.why()).startsWith("There were too many tries. Try again in ");
                assertThat(unseen.retryAfter()).isEqualTo(wait);
            }
            system.pass(wait);
        }
        return waits;
    }

    @Test
    void locksAnAddressThatTriesManyNames() {
        for (int i = 0; i < 49; i++) {
            assertThat(refused(tries("name" + i, "wrong password")).retryAfter()).isZero();
        }
        assertThat(refused(tries("another", "wrong password")).retryAfter())
                .isEqualTo(Duration.ofSeconds(1));

        assertThat(refused(tries("anna", PASSWORD)).retryAfter()).isPositive();
        assertThat(system.tries("anna", PASSWORD, "192.0.2.99"))
                .isInstanceOf(Answer.SignedIn.class);
    }

    @Test
    void anAddressThatManyShareIsForgivenAFailureAMinute() {
        system.add("bert", Role.USER);
        secret(tries("anna", PASSWORD));
        for (int i = 0; i < 24 * 60; i++) {
            refused(tries("name" + i, "wrong password"));
            system.pass(Duration.ofSeconds(59));
        }
        assertThat(tries("bert", PASSWORD)).isInstanceOf(Answer.SignedIn.class);

        for (int i = 0; i < 70; i++) {
            refused(tries("more" + i, "wrong password"));
        }
        system.add("carl", Role.USER);
        assertThat(refused(tries("carl", PASSWORD)).retryAfter()).isPositive();
        assertThat(tries("anna", PASSWORD)).isInstanceOf(Answer.SignedIn.class);
        assertThat(tries("bert", PASSWORD)).isInstanceOf(Answer.SignedIn.class);
        system.pass(Duration.ofMinutes(2));
        assertThat(tries("carl", PASSWORD)).isInstanceOf(Answer.SignedIn.class);
    }

    @Test
    void manyGuessesFromOneAddressAreRefusedUnseen() {
        int seen = 0;
        int guesses = Counts.of(1_000, 10_000);
        for (int i = 0; i < guesses; i++) {
            Answer.Refused answer = refused(tries("name" + i, "one of the commonest"));
            seen += answer.why().startsWith("The name") ? 1 : 0;
            system.pass(Duration.ofMillis(100));
        }

        // The free ones, one for each minute, and the waits of 1, 2, 4... seconds.
        assertThat(seen).isBetween(50, 50 + guesses / 600 + 11);
    }

    @Test
    void whoeverSignedInFromAnAddressIsNotLockedOutThereByOthersFor30Days() {
        secret(tries("anna", PASSWORD));
        for (int i = 0; i < 8; i++) {
            Duration wait = refused(system.tries("anna", "wrong one", "away" + i)).retryAfter();
            system.pass(wait);
        }
        assertThat(refused(system.tries("anna", "wrong one", "more")).retryAfter()).isPositive();
        assertThat(system.accounts().account(OWNER, "anna").lockedUntil()).isPresent();

        assertThat(refused(system.tries("anna", PASSWORD, "elsewhere")).retryAfter()).isPositive();
        assertThat(tries("anna", PASSWORD)).isInstanceOf(Answer.SignedIn.class);

        system.pass(Duration.ofDays(31));
        failures("anna");
        refused(system.tries("anna", "wrong one", "again"));
        assertThat(tries("anna", PASSWORD)).isInstanceOf(Answer.Refused.class);
    }

    @Test
    void ownFailuresLockAlsoAtAKnownAddress() {
        secret(tries("anna", PASSWORD));
        for (int i = 0; i < 5; i++) {
            tries("anna", "wrong password");
        }

        assertThat(refused(tries("anna", PASSWORD)).retryAfter()).isPositive();
        system.pass(Duration.ofSeconds(1));
        assertThat(tries("anna", PASSWORD)).isInstanceOf(Answer.SignedIn.class);
    }

    @Test
    void manyGuessesFromManyAddressesAreRefusedUnseenAndKeepTheTablesSmall() {
        int seen = 0;
        int guesses = Counts.of(500, 10_000);
        for (int i = 0; i < guesses; i++) {
            String address = "10." + i / 65_536 + "." + i / 256 % 256 + "." + i % 256;
            Answer.Refused answer = refused(system.tries("anna", "guess number " + i, address));
            seen += answer.why().startsWith("The name") ? 1 : 0;
            system.pass(Duration.ofMillis(10));
        }

        // In so many hundredths of a second, waits of 1, 2, 4... seconds.
        assertThat(seen).isBetween(5, 5 + 64 - Long.numberOfLeadingZeros(guesses / 100));
        assertThat(
                        system.audit().stream()
                                .filter(e -> e.outcome().equals("refused"))
                                .filter(e -> !e.detail().equals("too many tries")))
                .hasSize(seen);
        assertThat(rows("attempt")).isLessThanOrEqualTo(2 * seen);
    }

    private int rows(String table) {
        try (var database = system.database()) {
            return database.read(
                    h -> h.createQuery("SELECT COUNT(*) FROM " + table).mapTo(Integer.class).one());
        }
    }

    @Test
    void hashesAgainWhenTheCostHasChanged() {
        system.cost(new HashCost(128, 1, 1));
        secret(tries("anna", PASSWORD));

        try (var database = system.database()) {
            assertThat(
                            database.read(h -> AccountTable.named(h, "anna"))
                                    .password()
                                    .orElseThrow()
                                    .phc())
                    .startsWith("$argon2id$v=19$m=128,t=1,p=1$");
        }
        secret(tries("anna", PASSWORD));
    }

    @Test
    void aSecondFactorIsAskedForAndItsCodeCountsOnce() {
        String totp = system.enrol(system.enter("anna"));
        system.pass(Duration.ofSeconds(30));
        String code = system.code(totp);

        Answer first = system.signIn().confirm(pending(tries("anna", PASSWORD)), code, HOME);
        Answer again = system.signIn().confirm(pending(tries("anna", PASSWORD)), code, HOME);

        assertThat(first).isInstanceOf(Answer.SignedIn.class);
        assertThat(refused(again).why()).isEqualTo("The code is wrong.");
    }

    @Test
    void theCodeThatConfirmedTheSecondFactorDoesNotCountAgain() {
        String totp = system.enrol(system.enter("anna"));

        assertThat(
                        system.signIn()
                                .confirm(pending(tries("anna", PASSWORD)), system.code(totp), HOME))
                .isInstanceOf(Answer.Refused.class);
    }

    @Test
    void aRecoveryCodeWorksOnceHoweverItIsTyped() {
        String secret = system.enter("anna");
        String totp = system.accounts().beginTotp(session(secret)).secret();
        List<String> codes =
                system.accounts().confirmTotp(session(secret), system.code(totp)).codes();
        assertThat(codes).hasSize(10).doesNotHaveDuplicates();
        String typed = codes.getFirst().toUpperCase(java.util.Locale.ROOT).replace("-", " ");

        String signedIn =
                secret(system.signIn().confirm(pending(tries("anna", PASSWORD)), typed, HOME));

        assertThat(system.accounts().me(session(signedIn)).recoveryCodes()).isEqualTo(9);
        assertThat(
                        system.signIn()
                                .confirm(pending(tries("anna", PASSWORD)), codes.getFirst(), HOME))
                .isInstanceOf(Answer.Refused.class);
    }

    @Test
    void aPendingSecondFactorLastsFiveMinutesAndFiveTries() {
        String totp = system.enrol(system.enter("anna"));
        system.pass(Duration.ofSeconds(60));
        String late = pending(tries("anna", PASSWORD));
        system.pass(Duration.ofMinutes(5));
        assertThat(refused(system.signIn().confirm(late, system.code(totp), HOME)).why())
                .startsWith("That took too long.");

        String tried = pending(tries("anna", PASSWORD));
        for (int i = 0; i < 5; i++) {
            system.pass(refused(system.signIn().confirm(tried, "000000", HOME)).retryAfter());
        }
        assertThat(refused(system.signIn().confirm(tried, system.code(totp), HOME)).why())
                .startsWith("That took too long.");
    }

    @Test
    void codesCannotBeGuessedByBeginningAgain() {
        system.enrol(system.enter("anna"));
        int seen = 0;
        for (int i = 0; i < 200; i++) {
            Answer.Refused answer =
                    refused(
                            system.signIn()
                                    .confirm(pending(tries("anna", PASSWORD)), "000000", HOME));
            seen += answer.why().startsWith("The code") ? 1 : 0;
            system.pass(Duration.ofMillis(50));
        }
        assertThat(seen).isBetween(5, 10);
        assertThat(system.audit().stream().filter(e -> e.detail().equals("too many tries")))
                .hasSize(1);
    }

    @Test
    void theCodeOfAnAccountThatWasDisabledMeanwhileIsRefused() {
        String totp = system.enrol(system.enter("anna"));
        system.pass(Duration.ofSeconds(60));
        String pending = pending(tries("anna", PASSWORD));
        system.accounts().change(OWNER, "anna", new AccountChange(null, true));

        assertThat(system.signIn().confirm(pending, system.code(totp), HOME))
                .isInstanceOf(Answer.Refused.class);
    }

    @Test
    void triesDuringALockAreOnTheAuditLogOnceAMinute() {
        for (String name : List.of("anna", "nobody")) {
            for (int i = 0; i < 9; i++) {
                Duration wait = refused(system.tries(name, "wrong one", "away" + i)).retryAfter();
                system.pass(wait);
            }
            refused(system.tries(name, "wrong one", "away"));
            for (int i = 0; i < 10; i++) {
                refused(system.tries(name, PASSWORD, "unseen" + i));
            }
        }

        assertThat(
                        system.audit().stream()
                                .filter(e -> e.detail().equals("too many tries"))
                                .map(e -> e.who() + " " + e.from() + " " + e.outcome()))
                .containsExactly(" unseen0 refused", "anna unseen0 refused");
    }

    @Test
    void aRightPasswordWithoutItsCodeIsOnTheAuditLog() {
        system.enrol(system.enter("anna"));

        pending(tries("anna", PASSWORD));

        assertThat(system.audit().getFirst())
                .extracting(e -> e.who() + " " + e.action() + " " + e.outcome() + " " + e.detail())
                .isEqualTo("anna sign-in begun a code is wanted");
    }

    @Test
    void anotherSecondFactorNeedsThePasswordToTakeTheOneOfBeforeAway() {
        var anna = session(system.enter("anna"));
        String old = system.enrol(anna.secret());
        system.pass(Duration.ofMinutes(1));

        assertThatThrownBy(() -> system.accounts().beginTotp(anna))
                .hasMessageContaining("a second factor is in use");
        secret(system.signIn().confirm(pending(tries("anna", PASSWORD)), system.code(old), HOME));
        system.accounts().dropTotp(anna, PASSWORD);
        String next = system.accounts().beginTotp(anna).secret();
        system.accounts().confirmTotp(anna, system.code(next));
        system.pass(Duration.ofMinutes(1));

        refused(system.signIn().confirm(pending(tries("anna", PASSWORD)), system.code(old), HOME));
        secret(system.signIn().confirm(pending(tries("anna", PASSWORD)), system.code(next), HOME));
    }

    @Test
    void aNameThatNoAccountHasIsNotWrittenDown() {
        tries("my-secret-password-in-the-wrong-field", "x");

        assertThat(system.audit().toString()).doesNotContain("my-secret");
        assertThat(system.audit().getFirst().detail()).isEqualTo("an unknown name");
    }
}
