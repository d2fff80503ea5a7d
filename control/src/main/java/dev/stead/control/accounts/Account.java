package dev.stead.control.accounts;

import dev.stead.api.Role;

import java.util.Optional;

/**
 * An account as it is on record.
 *
 * @param password its hash, if it has one
 * @param totp the secret of its second factor, base 32, if it has one
 * @param totpBegun the secret of one that is not confirmed yet
 * @param totpStep the time step of the last code that counted
 * @param created milliseconds since 1970
 * @param lastSignIn milliseconds since 1970; 0 for never
 */
record Account(
        String id,
        String name,
        Role role,
        boolean disabled,
        Optional<PasswordHash> password,
        Optional<String> totp,
        Optional<String> totpBegun,
        long totpStep,
        long created,
        long lastSignIn) {
    /** One that was made just now, without a password. */
    static Account made(String id, String name, Role role, long at) {
        return new Account(
                id,
                name,
                role,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                at,
                0);
    }

    Account with(Role now, boolean off) {
        return new Account(
                id, name, now, off, password, totp, totpBegun, totpStep, created, lastSignIn);
    }

    Account with(PasswordHash hash) {
        return new Account(
                id,
                name,
                role,
                disabled,
                Optional.of(hash),
                totp,
                totpBegun,
                totpStep,
                created,
                lastSignIn);
    }

    Account beginning(String secret) {
        return new Account(
                id,
                name,
                role,
                disabled,
                password,
                totp,
                Optional.of(secret),
                totpStep,
                created,
                lastSignIn);
    }

    /** With a second factor, or without one. */
    Account with(Optional<String> factor, long step) {
        return new Account(
                id,
                name,
                role,
                disabled,
                password,
                factor,
                Optional.empty(),
                step,
                created,
                lastSignIn);
    }

    /** With the step of a code that counted. */
    Account counting(long step) {
        return new Account(
                id, name, role, disabled, password, totp, totpBegun, step, created, lastSignIn);
    }

    Account signedIn(long at) {
        return new Account(
                id, name, role, disabled, password, totp, totpBegun, totpStep, created, at);
    }

    /** Whether it may administer, and is able to. */
    boolean isActingOperator() {
        return role == Role.OPERATOR && !disabled;
    }

    /** For the audit log. */
    String summary() {
        return "role=" + role.word() + " disabled=" + disabled;
    }
}
