package dev.stead.console;

import dev.stead.api.SignIn;

import java.time.Duration;

/**
 * Why somebody is not signed in.
 *
 * @param delay how long the next try has to wait; zero: not at all
 */
record Refusal(String why, Duration delay) {
    static Refusal of(SignIn.Answer.Refused refused) {
        return new Refusal(refused.why(), refused.retryAfter());
    }

    /** The page with the status that tells programs. */
    Reply on(Reply page) {
        if (delay.isZero()) {
            return new Reply(401, page.headers(), page.cookies(), page.body());
        }
        return new Reply(429, page.headers(), page.cookies(), page.body())
                .with("Retry-After", Long.toString(seconds()));
    }

    boolean waits() {
        return !delay.isZero();
    }

    String length() {
        return Show.length(Duration.ofSeconds(seconds()));
    }

    private long seconds() {
        return Math.max(1, delay.plusMillis(999).toSeconds());
    }
}
