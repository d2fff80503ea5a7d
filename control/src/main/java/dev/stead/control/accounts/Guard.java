package dev.stead.control.accounts;

import dev.stead.api.Caller;
import dev.stead.api.Permission;

/** Finds out who asks, and whether they may. Thread-safe. */
public interface Guard {
    /**
     * Who this caller is.
     *
     * @throws dev.stead.base.SteadException UNAUTHENTICATED when nobody is signed in; FORBIDDEN,
     *     after putting the refusal on the audit log, when they lack the permission
     */
    Asker demand(Caller caller, Permission permission);
}
