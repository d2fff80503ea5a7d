package dev.stead.control.accounts;

import dev.stead.api.Accounts.TokenView;
import dev.stead.api.Scope;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A token as it is on record.
 *
 * @param account id of its account
 * @param name what it is for
 * @param ends milliseconds since 1970, as created
 * @param used the same, to the minute; 0 for never
 */
record Token(
        String id,
        String account,
        String name,
        List<Scope> scopes,
        long created,
        long ends,
        long used) {
    Token {
        scopes = List.copyOf(scopes);
    }

    TokenView view(String owner) {
        return new TokenView(
                id,
                owner,
                name,
                scopes,
                Instant.ofEpochMilli(created),
                Instant.ofEpochMilli(ends),
                used == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(used)));
    }
}
