package dev.stead.gateway;

/**
 * That somebody was refused, for the audit log.
 *
 * @param account of whoever is signed in, or {@link #UNKNOWN}
 * @param address the client's
 * @param target host and path
 * @param why a sentence
 */
record RefusalReport(String account, String address, String target, String why) {
    /** Somebody with a session whose account is not at hand. */
    static final String UNKNOWN = "-";

    private static final int LONGEST = 256;

    static RefusalReport of(ClientConnection client, Request request, String account, String why) {
        String target = request.host() + request.path().path();
        return new RefusalReport(
                account,
                client.peer().address(),
                target.length() > LONGEST ? target.substring(0, LONGEST) : target,
                why);
    }
}
