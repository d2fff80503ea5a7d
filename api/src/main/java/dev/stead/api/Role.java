package dev.stead.api;

import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Locale;

/** What an account is to the system; each may do what those after it may. */
public enum Role {
    /** May administer. */
    OPERATOR,
    /** Sees what operators see, and changes nothing. */
    VIEWER,
    /** Opens applications. */
    USER;

    /** As it is written in commands and documents. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
