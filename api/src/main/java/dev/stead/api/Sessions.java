package dev.stead.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the gateway asks about sessions. Thread-safe; {@link #find} and {@link #redeem} block,
 * {@link #changes} does not.
 */
public interface Sessions {
    /**
     * Whose session a secret is, at one host; empty when there is none, or it has ended.
     *
     * @param host as a request names it, without the port, lower case
     * @param unused how long ago the gateway last saw it used; counts as use at that moment
     */
    Optional<Visitor> find(String host, String secret, Duration unused);

    /**
     * Takes a one-time code in exchange for a session at this host; empty when the code is used,
     * old, for another host or another browser.
     *
     * @param state what the browser brought back in its cookie
     */
    Optional<String> redeem(String host, String code, String state);

    /**
     * Puts on the audit log that somebody who is signed in was refused; the same again only now and
     * then.
     *
     * @param address the client's
     * @param target host and path
     * @param why a sentence
     */
    void refused(String account, String address, String target, String why);

    /** A number that rises whenever an answer of {@link #find} may have become wrong. */
    long changes();

    /** Nobody is ever signed in. */
    Sessions NONE =
            new Sessions() {
                @Override
                public Optional<Visitor> find(String host, String secret, Duration unused) {
                    return Optional.empty();
                }

                @Override
                public Optional<String> redeem(String host, String code, String state) {
                    return Optional.empty();
                }

                @Override
                public void refused(String account, String address, String target, String why) {}

                @Override
                public long changes() {
                    return 0;
                }
            };

    /**
     * Somebody who is signed in.
     *
     * @param groups sorted
     * @param token a signed identity token (JWT) for this host
     * @param fresh how long this may be used without asking again, above zero
     */
    record Visitor(String account, List<String> groups, String token, Duration fresh) {
        public Visitor {
            groups = List.copyOf(groups);
        }
    }
}
