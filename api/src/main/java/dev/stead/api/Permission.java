package dev.stead.api;

import static dev.stead.api.Role.OPERATOR;
import static dev.stead.api.Role.USER;
import static dev.stead.api.Role.VIEWER;

import java.util.Optional;

/**
 * What an operation of control demands. The owner of the server has every one; accounts have those
 * of their role; a token those of its account's role that its scopes hold too.
 */
public enum Permission {
    /** See one's own account, sessions and applications. */
    SEE_OWN(Optional.of(Scope.READ), Optional.of(USER)),
    /** Change one's own password, second factor, sessions and tokens; never with a token. */
    CHANGE_OWN(Optional.empty(), Optional.of(USER)),
    /** Open, share and end one's own engines. */
    OPEN_OWN(Optional.of(Scope.RUN), Optional.of(USER)),
    /** See components, instances, logs and the plan of the applied file. */
    SEE_SYSTEM(Optional.of(Scope.READ), Optional.of(VIEWER)),
    /** Plan other files, apply, restart. */
    CHANGE_SYSTEM(Optional.of(Scope.RUN), Optional.of(OPERATOR)),
    /** See accounts, groups, tokens and the audit log. */
    SEE_ACCOUNTS(Optional.of(Scope.READ), Optional.of(VIEWER)),
    /** Change accounts and groups, revoke tokens of others. */
    CHANGE_ACCOUNTS(Optional.of(Scope.ACCOUNTS), Optional.of(OPERATOR)),
    /** Make tokens for other accounts; never with a token. */
    MAKE_TOKENS(Optional.empty(), Optional.of(OPERATOR)),
    /** End the server, name files of the machine; only for the owner of the server. */
    HOLD_SERVER(Optional.empty(), Optional.empty());

    private final Optional<Scope> scope;
    private final Optional<Role> least;

    Permission(Optional<Scope> scope, Optional<Role> least) {
        this.scope = scope;
        this.least = least;
    }

    /** Whether an account of this role has it. */
    public boolean isOf(Role role) {
        return least.isPresent() && role.compareTo(least.get()) <= 0;
    }

    /** The scope that a token must have; empty: no token has it. */
    public Optional<Scope> scope() {
        return scope;
    }
}
