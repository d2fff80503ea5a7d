package dev.stead.gateway;

import dev.stead.api.Sessions.Visitor;

import java.util.List;

/** What the gateway knows of a session at this moment. */
sealed interface Finding {
    /**
     * Somebody is signed in.
     *
     * @param identity the visitor as components are told
     * @param changes what {@code Sessions.changes()} was before control was asked
     * @param until up to when this holds, by the gateway's monotonic clock
     */
    record SignedIn(
            SessionKey key,
            LastUse use,
            Visitor visitor,
            Identity identity,
            long changes,
            long until)
            implements Finding {
        String account() {
            return visitor.account();
        }

        List<String> groups() {
            return visitor.groups();
        }
    }

    /** There is no such session, or it has ended. */
    record Nobody() implements Finding {}

    /** Control has to be asked. */
    record Unsure() implements Finding {}

    /** Control cannot be asked, or did not answer. */
    record Unavailable() implements Finding {}

    Finding NOBODY = new Nobody();
    Finding UNSURE = new Unsure();
    Finding UNAVAILABLE = new Unavailable();
}
