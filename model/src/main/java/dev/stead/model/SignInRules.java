package dev.stead.model;

import java.time.Duration;

/**
 * How people sign in, the same for the whole system. Accounts are Stead's own.
 *
 * @param session how long a session lasts at most
 * @param idle how long one lasts that nobody uses; not more than {@code session}
 */
public record SignInRules(Duration session, Duration idle) {
    /** Everything left to the defaults. */
    public static final SignInRules DEFAULT =
            new SignInRules(Duration.ofHours(12), Duration.ofHours(2));
}
