package dev.stead.gateway;

import dev.stead.gateway.Finding.SignedIn;
import dev.stead.model.Access;

import java.util.Collections;

/** Who may use a route, of those who have signed in. */
final class AccessRule {
    private AccessRule() {}

    static boolean admits(Access access, SignedIn visitor) {
        return switch (access) {
            case Access.Public _, Access.SignedIn _ -> true;
            case Access.Accounts accounts -> accounts.names().contains(visitor.account());
            case Access.Groups groups -> !Collections.disjoint(groups.names(), visitor.groups());
        };
    }

    /** Whether a route is that of an engine, which somebody has for themselves. */
    static boolean isPrivate(Access access) {
        return access instanceof Access.Accounts;
    }

    /** Whether a route is for everybody. */
    static boolean isPublic(Access access) {
        return access instanceof Access.Public;
    }
}
