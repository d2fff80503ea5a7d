package dev.stead.control.accounts;

import dev.stead.base.Code;
import dev.stead.base.SteadException;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;

/** Which passwords may be given to an account, and how a typed one is brought to one form. */
final class PasswordRules {
    private static final int LEAST = 12;
    private static final int MOST = 256;

    private PasswordRules() {}

    /** The form in which passwords are hashed: RFC 8265, OpaqueString. */
    static String normal(String typed) {
        StringBuilder spaced = new StringBuilder();
        typed.codePoints()
                .map(c -> Character.getType(c) == Character.SPACE_SEPARATOR ? ' ' : c)
                .forEach(spaced::appendCodePoint);
        return Normalizer.normalize(spaced, Normalizer.Form.NFC);
    }

    /** Whether it is too long to be anybody's, so that it need not be hashed. */
    static boolean isImpossible(String normal) {
        return normal.codePointCount(0, normal.length()) > MOST;
    }

    /**
     * The normal form of a password for an account.
     *
     * @throws SteadException WRONG_USAGE when it is not good enough
     */
    static String accept(String typed, String account) {
        String password = normal(typed);
        int length = password.codePointCount(0, password.length());
        if (length < LEAST || length > MOST) {
            throw bad(
                    "the password has " + length + " characters",
                    "take " + LEAST + " to " + MOST + "; a few words in a row are good");
        }
        if (password.codePoints().anyMatch(Character::isISOControl)) {
            throw bad("the password holds a control character", "leave out tabs and line ends");
        }
        String lower = password.toLowerCase(Locale.ROOT);
        if (lower.equals(account) || lower.equals(account + account)) {
            throw bad("the password is the account's name", "take another one");
        }
        if (CommonPasswords.hold(List.of(lower, repeated(lower)))) {
            throw bad(
                    "the password is one of the commonest, which are tried first",
                    "take another one; a few words in a row are good");
        }
        return password;
    }

    /** What a text is a repetition of, which may be itself. */
    static String repeated(String text) {
        int period = (text + text).indexOf(text, 1);
        return text.substring(0, period);
    }

    private static SteadException bad(String what, String mend) {
        return new SteadException(Code.WRONG_USAGE, what, mend);
    }
}
