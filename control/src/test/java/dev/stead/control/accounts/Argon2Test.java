package dev.stead.control.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.Random;

final class Argon2Test {
    private final Mint mint = new Mint(new Random(1));
    private final Argon2 argon2 = new Argon2(TestAccounts.CHEAP, mint);

    /** From the tests of the reference implementation. */
    @Test
    void readsWhatTheReferenceImplementationWrote() {
        PasswordHash reference =
                PasswordHash.parse(
                        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ"
                                + "$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4");

        assertThat(argon2.matches(reference, "password")).isTrue();
        assertThat(argon2.matches(reference, "passwort")).isFalse();
    }

    @Test
    void aHashComesBackFromItsTextAndMatchesOnlyItsPassword() {
        PasswordHash hash = PasswordHash.parse(argon2.hash("correct horse").phc());

        assertThat(argon2.matches(hash, "correct horse")).isTrue();
        assertThat(argon2.matches(hash, "correct horsf")).isFalse();
        assertThat(hash.phc()).startsWith("$argon2id$v=19$m=64,t=1,p=1$");
        assertThat(argon2.hash("correct horse").phc()).isNotEqualTo(hash.phc());
        assertThat(argon2.isOutdated(hash)).isFalse();
        assertThat(new Argon2(HashCost.STANDARD, mint).isOutdated(hash)).isTrue();
    }

    @Test
    void nothingMatchesTheDummy() {
        assertThat(argon2.matches(argon2.dummy(), "")).isFalse();
    }

    @Test
    void neitherTextNorMessageShowsAHash() {
        assertThat(argon2.hash("correct horse").toString()).isEqualTo("PasswordHash[]");
        assertThatThrownBy(() -> PasswordHash.parse("$2a$10$secret"))
                .hasMessageNotContaining("secret");
    }
}
