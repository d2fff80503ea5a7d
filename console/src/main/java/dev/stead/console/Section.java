package dev.stead.console;

import dev.stead.api.Permission;

/** A part of the console, as the navigation shows it. */
enum Section {
    HOME("/", "Home", Permission.SEE_OWN),
    COMPONENTS("/components", "Components", Permission.SEE_SYSTEM),
    ENGINES("/engines", "Engines", Permission.SEE_SYSTEM),
    USAGE("/usage", "Usage", Permission.SEE_SYSTEM),
    LOGS("/logs", "Logs", Permission.SEE_SYSTEM),
    PLAN("/plan", "Plan", Permission.SEE_SYSTEM),
    ACCOUNTS("/accounts", "Accounts", Permission.SEE_ACCOUNTS),
    GROUPS("/groups", "Groups", Permission.SEE_ACCOUNTS),
    TOKENS("/tokens", "Tokens", Permission.SEE_ACCOUNTS),
    AUDIT("/audit", "Audit", Permission.SEE_ACCOUNTS),
    /** One's own account: shown by one's name. */
    ACCOUNT("/account", "Your account", Permission.SEE_OWN),
    /** Pages outside the navigation. */
    NONE("", "", Permission.SEE_OWN);

    private final String path;
    private final String title;
    private final Permission permission;

    Section(String path, String title, Permission permission) {
        this.path = path;
        this.title = title;
        this.permission = permission;
    }

    String path() {
        return path;
    }

    String title() {
        return title;
    }

    Permission permission() {
        return permission;
    }
}
