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
     */
    record Session(String secret, String address) implements Caller {
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
