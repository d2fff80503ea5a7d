package dev.stead.api;

/**
 * Who asks for something, as whoever passes it on knows it. A claim: control finds out with every
 * call what it is worth.
 */
public sealed interface Caller {
    /**
     * Somebody who could open the control socket: the user that owns the server, or root. May do
     * everything.
     *
     * @param name of the user, for the audit log
     */
    record Owner(String name) implements Caller {}

    /**
     * Somebody at Stead's own pages.
     *
     * @param secret of the session at the origin of Stead's own pages; may be empty or wrong
     * @param address the client's
     * @param attended false when a page asks by itself, to keep fresh what it shows: that is no use
     *     of the session, so that a page left open does not keep it for ever
     */
    record Session(String secret, String address, boolean attended) implements Caller {
        /** Somebody who does something. */
        public Session(String secret, String address) {
            this(secret, address, true);
        }

        /** The same, while nobody may be looking. */
        public Session unattended() {
            return new Session(secret, address, false);
        }

        @Override
        public String toString() {
            return "Session[" + address + "]";
        }
    }

    /**
     * A program with a token for the API.
     *
     * @param secret the token; may be wrong
     * @param address the client's
     */
    record Token(String secret, String address) implements Caller {
        @Override
        public String toString() {
            return "Token[" + address + "]";
        }
    }
}
