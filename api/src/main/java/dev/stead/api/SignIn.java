package dev.stead.api;

import java.time.Duration;
import java.util.Optional;

/**
 * How somebody becomes signed in at the origin of Stead's own pages, and carries that to the
 * others. What is refused takes as long and says the same whether the account exists or not.
 * Thread-safe; methods block, a sign-in also while others wait before it.
 */
public interface SignIn {
    /**
     * Checks a name and a password.
     *
     * @throws dev.stead.base.SteadException EXHAUSTED when too many wait already
     */
    Answer begin(String name, String password, From from);

    /**
     * Checks the code of a second factor, or a recovery code.
     *
     * @param pending from {@link Answer.CodeWanted}; good for a few minutes and tries
     */
    Answer confirm(String pending, String code, From from);

    /** Ends a session, everywhere; one that has ended is no error. */
    void end(Caller.Session session);

    /**
     * A one-time code that carries a session to another origin of this system, good for a minute.
     *
     * @param origin such as {@code https://planning.example.com}, as a browser writes it
     * @param state what the other origin's gateway gave the browser to bring along; it must be
     *     brought back
     * @throws dev.stead.base.SteadException UNAUTHENTICATED when the session has ended; WRONG_USAGE
     *     when the origin is none of this system's
     */
    String carry(Caller.Session session, String origin, String state);

    /** Whose password a link is for; empty when it is used, old or wrong. */
    Optional<String> linkFor(String link);

    /**
     * Gives the account of a link its password; all its sessions end.
     *
     * @throws dev.stead.base.SteadException WRONG_USAGE when the password is not good enough, or
     *     the link is used or old
     */
    void usePasswordLink(String link, String password, From from);

    /** The public keys that prove identity tokens: a JSON Web Key Set (RFC 7517). */
    String publicKeys();

    /** The domain that the sign-in is for, and the origin of Stead's own pages. */
    Place place();

    /**
     * @param system the system's name
     * @param origin of Stead's own pages, such as {@code https://stead.planning.localhost:8443}
     */
    record Place(String system, String origin) {}

    /** Where a request came from, for the session list and the audit log. */
    record From(String address, String agent) {}

    /** How far it went. */
    sealed interface Answer {
        /** Signed in: the secret of a new session. */
        record SignedIn(String secret) implements Answer {
            @Override
            public String toString() {
                return "SignedIn[]";
            }
        }

        /** The password was right; a code is wanted too. */
        record CodeWanted(String pending) implements Answer {
            @Override
            public String toString() {
                return "CodeWanted[]";
            }
        }

        /**
         * Not signed in.
         *
         * @param why a sentence for whoever tries
         * @param retryAfter zero: try again at once
         */
        record Refused(String why, Duration retryAfter) implements Answer {}
    }
}
