package dev.stead.control.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

final class TotpTest {
    private static final Totp RFC =
            new Totp(Base32.of("12345678901234567890".getBytes(StandardCharsets.US_ASCII)));

    /** RFC 6238, appendix B, SHA-1. */
    @ParameterizedTest
    @CsvSource({
        "59, 94287082",
        "1111111109, 07081804",
        "1111111111, 14050471",
        "1234567890, 89005924",
        "2000000000, 69279037",
        "20000000000, 65353130"
    })
    void makesTheCodesOfTheRfc(long seconds, String code) {
        assertThat(RFC.code(seconds / 30, 8)).isEqualTo(code);
        assertThat(RFC.match(code.substring(2), seconds, 0)).hasValue(seconds / 30);
    }

    @Test
    void takesACodeOfTheStepBeforeAndAfterAndNoOther() {
        long now = 1_000_000 * 30L;
        for (long off = -3; off <= 3; off++) {
            assertThat(RFC.match(RFC.code(1_000_000 + off, 6), now, 0).isPresent())
                    .as("off by " + off)
                    .isEqualTo(Math.abs(off) <= 1);
        }
    }

    @Test
    void takesACodeOnce() {
        String code = RFC.code(1_000_000, 6);

        assertThat(RFC.match(code, 1_000_000 * 30L, 1_000_000)).isEmpty();
    }

    @Test
    void base32ComesBackAsItWas() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            assertThat(Base32.bytes(Base32.of(bytes))).isEqualTo(bytes);
        }
        assertThat(Base32.of("foobar".getBytes(StandardCharsets.US_ASCII))).isEqualTo("MZXW6YTBOI");
    }
}
