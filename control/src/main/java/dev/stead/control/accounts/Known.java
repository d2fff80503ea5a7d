package dev.stead.control.accounts;

import dev.stead.api.Role;

import java.util.List;
import java.util.Optional;

/**
 * A caller who was found out, with what of them is on record.
 *
 * @param account empty for the owner of the server
 * @param session id of the session, if it is one
 * @param token if it is one
 */
record Known(
        Asker asker, Optional<Account> account, Optional<String> session, Optional<Token> token) {
    /** Where the owner of the server comes from. */
    static final String SOCKET = "socket";

    static Known owner(String name) {
        return new Known(
                new Asker(AuditLog.clipped(name), SOCKET, true, Role.OPERATOR, List.of(), false),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
