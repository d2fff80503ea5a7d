package dev.stead.api;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Accounts, groups, tokens and sessions. Every method finds out who asks and whether they may
 * ({@link Permission}), and puts changes and refusals on the audit log. Thread-safe; methods block.
 *
 * <p>Failures are {@link dev.stead.base.SteadException}s: UNAUTHENTICATED when nobody is signed in,
 * FORBIDDEN when they may not, UNKNOWN for a name that does not exist, WRONG_USAGE for a value that
 * is not right, CONFLICT for what would leave no operator, or a name that is taken.
 */
public interface Accounts {
    /**
     * Nothing when the caller has this permission; the failures above when not.
     *
     * @param action what is wanted, for the audit log, such as {@code removeAccount}
     * @param target of the action; may be empty
     */
    void demand(Caller caller, Permission permission, String action, String target);

    /**
     * Puts a refusal on the audit log that was decided where the request came in, such as one by a
     * page of another origin.
     *
     * @param action what was wanted
     * @param why a sentence
     */
    void refused(Caller caller, String action, String why);

    // One's own; permission SEE_OWN or CHANGE_OWN.

    /** Who asks. */
    Me me(Caller caller);

    /** The caller's sessions, the latest first. */
    List<SessionView> sessions(Caller caller);

    /** Ends one of the caller's sessions. */
    void endSession(Caller caller, String id);

    /** Gives the caller another password; every other session of theirs ends. */
    void changePassword(Caller caller, PasswordChange change);

    /** Begins a second factor: it counts once a code of it is confirmed. */
    Enrolment beginTotp(Caller caller);

    /** Confirms the second factor that was begun; the recovery codes are shown this once. */
    RecoveryCodes confirmTotp(Caller caller, String code);

    /** Takes the caller's own second factor away; their password proves that it is them. */
    void dropTotp(Caller caller, String password);

    /** The caller's tokens. */
    List<TokenView> ownTokens(Caller caller);

    /** Makes a token for the caller. */
    NewToken makeToken(Caller caller, TokenRequest request);

    /** Revokes one of the caller's tokens. */
    void revokeOwnToken(Caller caller, String id);

    // Everybody's; permission SEE_ACCOUNTS, CHANGE_ACCOUNTS or MAKE_TOKENS.

    /** All accounts by name. */
    List<AccountView> accounts(Caller caller);

    /** One account. */
    AccountView account(Caller caller, String name);

    /** Adds an account; without a password it has a link to give itself one. */
    AddedAccount add(Caller caller, NewAccount account);

    /** Changes an account; each session of an account that is disabled ends. */
    AccountView change(Caller caller, String name, AccountChange change);

    /** Removes an account with its sessions and tokens; the audit log keeps its name. */
    void remove(Caller caller, String name);

    /** A link by which somebody gives the account another password, once, within a day. */
    ResetLink resetLink(Caller caller, String name);

    /** Gives an account this password; its sessions end. */
    void setPassword(Caller caller, String name, String password);

    /** Takes the second factor of somebody away who lost it. */
    void removeTotp(Caller caller, String name);

    /** Ends all sessions of an account. */
    void endSessions(Caller caller, String name);

    /** Groups that have members, and those that the system file names. */
    List<GroupView> groups(Caller caller);

    /** Makes an account a member. */
    void join(Caller caller, String group, String account);

    /** Ends a membership. */
    void leave(Caller caller, String group, String account);

    /** All tokens. */
    List<TokenView> tokens(Caller caller);

    /** Makes a token for an account. */
    NewToken makeTokenFor(Caller caller, String account, TokenRequest request);

    /** Revokes any token. */
    void revokeToken(Caller caller, String id);

    /**
     * The password of the first operator's account, which is made when there has never been an
     * account; else empty. Permission HOLD_SERVER.
     */
    FirstOperator firstOperator(Caller caller);

    /**
     * @param name of the account; of the machine's user for the owner of the server
     * @param groups sorted
     * @param totp whether a second factor is in use
     * @param recoveryCodes how many are left
     * @param owner whether it is the owner of the server, who has no account
     */
    record Me(
            String name,
            Role role,
            List<String> groups,
            boolean totp,
            int recoveryCodes,
            boolean owner) {
        public Me {
            groups = List.copyOf(groups);
        }
    }

    /**
     * @param agent what the browser calls itself
     * @param current whether it is the one that asks
     */
    record SessionView(
            String id,
            Instant began,
            Instant used,
            String address,
            String agent,
            boolean current) {}

    /** Both passwords, as they were typed. */
    record PasswordChange(String current, String wanted) {}

    /**
     * @param secret base 32, to be typed
     * @param uri {@code otpauth://}, to be shown as a QR code
     */
    record Enrolment(String secret, String uri) {}

    /** Codes that each replace a second factor once. */
    record RecoveryCodes(List<String> codes) {
        public RecoveryCodes {
            codes = List.copyOf(codes);
        }
    }

    /**
     * @param disabled may not sign in
     * @param password whether it has one
     * @param totp whether a second factor is in use
     * @param lockedUntil until when guesses are refused unseen
     */
    record AccountView(
            String name,
            Role role,
            List<String> groups,
            boolean disabled,
            boolean password,
            boolean totp,
            int sessions,
            Instant created,
            Optional<Instant> lastSignIn,
            Optional<Instant> lockedUntil) {
        public AccountView {
            groups = List.copyOf(groups);
        }
    }

    /**
     * @param name lower case letters, digits and {@code . _ - @}, a letter or digit first, at most
     *     64; made lower case when it is not
     * @param password null: a link is made instead
     */
    record NewAccount(
            String name,
            @Nullable Role role,
            @Nullable List<String> groups,
            @Nullable String password) {}

    /** The account, and the link where it has no password yet. */
    record AddedAccount(AccountView account, Optional<ResetLink> link) {}

    /** What is null stays as it is. */
    record AccountChange(@Nullable Role role, @Nullable Boolean disabled) {}

    /** Shown to the operator, to be passed on. */
    record ResetLink(String url, Instant ends) {}

    /** Members by name. */
    record GroupView(String name, List<String> members, List<String> routes) {
        public GroupView {
            members = List.copyOf(members);
            routes = List.copyOf(routes);
        }
    }

    /**
     * @param name what it is for
     * @param ends when it stops working, at most a year from now
     */
    record TokenRequest(String name, List<Scope> scopes, Instant ends) {}

    /**
     * @param used when it was last used, to the minute
     */
    record TokenView(
            String id,
            String account,
            String name,
            List<Scope> scopes,
            Instant created,
            Instant ends,
            Optional<Instant> used) {
        public TokenView {
            scopes = List.copyOf(scopes);
        }
    }

    /** The secret is shown this once. */
    record NewToken(TokenView token, String secret) {}

    /** The name and password of the first operator, when it was made just now. */
    record FirstOperator(Optional<String> name, Optional<String> password) {}
}
