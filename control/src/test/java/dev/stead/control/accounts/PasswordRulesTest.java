package dev.stead.control.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PasswordRulesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "short",
                "elevenchars",
                "1qaz2wsx3edc",
                "1QAZ2wsx3EDC",
                "passwordpassword",
                "aaaaaaaaaaaaaa",
                "abababababab",
                "anna.smith@example",
                "Anna.Smith@Example",
                "twelve\tlong words"
            })
    void refusesWhatIsGuessedFirst(String password) {
        assertThatThrownBy(() -> PasswordRules.accept(password, "anna.smith@example"))
                .hasMessageStartingWith("the password ");
    }

    @Test
    void takesWhatIsLongEnoughAndNotCommon() {
        assertThat(PasswordRules.accept("correct horse battery", "anna"))
                .isEqualTo("correct horse battery");
        assertThat(PasswordRules.accept("x7".repeat(3) + "q".repeat(250), "anna")).hasSize(256);
        assertThatThrownBy(() -> PasswordRules.accept("x7".repeat(3) + "q".repeat(251), "anna"))
                .hasMessage("the password has 257 characters");
    }

    @Test
    void countsCharactersNotUnitsOfMemory() {
        assertThatThrownBy(() -> PasswordRules.accept("\uD83D\uDC0E".repeat(11), "anna"))
                .hasMessage("the password has 11 characters");
    }

    @Test
    void theSamePasswordIsTheSameHoweverAKeyboardComposesIt() {
        assertThat(PasswordRules.normal("cafe\u0301 au\u00a0lait"))
                .isEqualTo(PasswordRules.normal("caf\u00e9 au lait"));
    }

    @Test
    void namesOfAccountsAreLowerCaseAndPlain() {
        assertThat(AccountName.accept(" Anna.Smith@Example ")).isEqualTo("anna.smith@example");
        for (String wrong :
                new String[] {"", ".anna", "an na", "anna/", "a".repeat(65), "\u00e4"}) {
            assertThatThrownBy(() -> AccountName.accept(wrong)).as(wrong).isNotNull();
        }
        for (String wrong : new String[] {"", "Planners", "a,b", "a b", "-a"}) {
            assertThatThrownBy(() -> AccountName.group(wrong)).as(wrong).isNotNull();
        }
    }
}
