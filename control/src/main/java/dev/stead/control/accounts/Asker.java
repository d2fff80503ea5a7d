package dev.stead.control.accounts;

import dev.stead.api.Role;

import java.util.List;

/**
 * A caller who was found out.
 *
 * @param name of the account, or of the machine's user for the owner of the server
 * @param from the client's address, or {@code socket}
 * @param owner whether it is the owner of the server, who has no account
 * @param role operator for the owner of the server
 * @param groups of the account, sorted
 * @param token whether it is a program with a token
 */
public record Asker(
        String name, String from, boolean owner, Role role, List<String> groups, boolean token) {
    public Asker {
        groups = List.copyOf(groups);
    }
}
