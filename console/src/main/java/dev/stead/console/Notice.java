package dev.stead.console;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What was done by the request before; only its word is in an address, never a text. */
enum Notice {
    PASSWORD_CHANGED("Your password is changed; your other sessions have ended."),
    SESSION_ENDED("The session has ended."),
    FACTOR_DROPPED("The second factor is taken away."),
    TOKEN_REVOKED("The token is revoked."),
    DISABLED("The account is disabled; its sessions have ended."),
    ENABLED("The account may sign in again."),
    ROLE_CHANGED("The role is changed."),
    JOINED("The account is a member now."),
    LEFT("The account is no member any more."),
    FACTOR_REMOVED("The second factor of the account is removed."),
    SESSIONS_ENDED("All sessions of the account have ended."),
    REMOVED("The account is removed."),
    ENGINE_ENDED("The engine has ended."),
    ENGINE_EXTENDED("The engine goes on; its idle time begins anew."),
    ENGINE_SHARED("The accounts that you named may use the engine."),
    ENGINE_UNSHARED("Nobody but you may use the engine.");

    private final String text;

    Notice(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Notice> of(String word) {
        return Arrays.stream(values()).filter(n -> n.word().equals(word)).findFirst();
    }
}
