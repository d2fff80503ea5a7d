package dev.stead.control.accounts;

import com.nulabinc.zxcvbn.Zxcvbn;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/**
 * The 30,000 commonest passwords, lower case, as zxcvbn brings them. They are read each time that a
 * password is given, which is rare, and not kept.
 */
final class CommonPasswords {
    private static final String LIST = "matchers/dictionaries/passwords.txt";

    private CommonPasswords() {}

    /** Whether one of these, or a single character, is among them. */
    static boolean hold(Collection<String> candidates) {
        if (candidates.stream().anyMatch(c -> c.codePointCount(0, c.length()) <= 2)) {
            return true;
        }
        try (InputStream list = Zxcvbn.class.getResourceAsStream(LIST)) {
            if (list == null) {
                throw new IllegalStateException("the list of the commonest passwords is missing");
            }
            return new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8))
                    .lines()
                    .anyMatch(candidates::contains);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
