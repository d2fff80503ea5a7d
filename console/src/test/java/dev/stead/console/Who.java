package dev.stead.console;

import dev.stead.api.Caller;
import dev.stead.api.Permission;
import dev.stead.api.Role;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/** Who the fakes take a caller for: the secret of a session is the word of its role. */
final class Who {
    private static final AtomicBoolean NEVER = new AtomicBoolean();

    private Who() {}

    static Role of(Caller caller) {
        return of(caller, NEVER);
    }

    static Role of(Caller caller, AtomicBoolean ended) {
        String secret = caller instanceof Caller.Session session ? session.secret() : "";
        if (ended.get()) {
            throw unknown();
        }
        return Arrays.stream(Role.values())
                .filter(r -> r.word().equals(secret))
                .findFirst()
                .orElseThrow(Who::unknown);
    }

    private static SteadException unknown() {
        return new SteadException(Code.UNAUTHENTICATED, "Nobody is signed in", "Sign in");
    }

    static void must(Caller caller, Permission permission) {
        if (!permission.isOf(of(caller))) {
            throw new SteadException(Code.FORBIDDEN, "You may not do this", "");
        }
    }
}
