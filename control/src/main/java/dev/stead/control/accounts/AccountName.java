package dev.stead.control.accounts;

import dev.stead.base.Code;
import dev.stead.base.SteadException;

import java.util.Locale;
import java.util.regex.Pattern;

/** How accounts and groups are called. */
final class AccountName {
    private static final Pattern ACCOUNT = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,63}");
    private static final Pattern GROUP = Pattern.compile("[a-z]([a-z0-9-]{0,29}[a-z0-9])?");
    private static final int SHOWN = 80;

    private AccountName() {}

    /** As accounts are looked for. */
    static String lower(String typed) {
        return typed.strip().toLowerCase(Locale.ROOT);
    }

    /**
     * The name of a new account.
     *
     * @throws SteadException WRONG_USAGE when no account may be called so
     */
    static String accept(String typed) {
        String name = lower(typed == null ? "" : typed);
        if (!ACCOUNT.matcher(name).matches()) {
            throw new SteadException(
                    Code.WRONG_USAGE,
                    "an account cannot be called " + shown(name),
                    "use at most 64 lower case letters, digits and . _ - @, a letter or digit"
                            + " first");
        }
        return name;
    }

    /**
     * The name of a group.
     *
     * @throws SteadException WRONG_USAGE when no group may be called so
     */
    static String group(String typed) {
        if (typed == null || !GROUP.matcher(typed).matches()) {
            throw new SteadException(
                    Code.WRONG_USAGE,
                    "a group cannot be called " + shown(String.valueOf(typed)),
                    "use at most 31 lower case letters, digits and dashes, a letter first");
        }
        return typed;
    }

    /** Fit for a message: short, on one line. */
    static String shown(String typed) {
        return PlainText.of(typed, "?", SHOWN);
    }
}
