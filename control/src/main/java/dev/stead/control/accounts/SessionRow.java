package dev.stead.control.accounts;

import dev.stead.model.SignInRules;

/**
 * A session as it is on record.
 *
 * @param account id of its account
 * @param began on the steady clock, as used
 * @param agent what the browser calls itself
 */
record SessionRow(String id, String account, long began, long used, String address, String agent) {
    /** How many milliseconds it still lasts when nobody uses it again; none when it has ended. */
    long left(SignInRules rules, long now) {
        return Math.min(
                began + rules.session().toMillis() - now, used + rules.idle().toMillis() - now);
    }

    SessionRow usedAt(long moment) {
        return new SessionRow(id, account, began, Math.max(used, moment), address, agent);
    }
}
