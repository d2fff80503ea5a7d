package dev.stead.api;

import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Locale;

/** What a token may be used for; never more than its account may do. */
public enum Scope {
    /** To look. */
    READ,
    /** To apply files and restart components. */
    RUN,
    /** To change accounts and groups that are no operators'. */
    ACCOUNTS;

    /** As it is written in commands and documents. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
