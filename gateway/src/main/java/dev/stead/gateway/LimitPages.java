package dev.stead.gateway;

import io.netty.handler.codec.http.HttpResponseStatus;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What is said to those whom a limit refuses. */
final class LimitPages {
    private LimitPages() {}

    /**
     * The page for a reason.
     *
     * @param who address, or account where the reason is about accounts
     * @param wait nanoseconds until there is something to be had again
     */
    static Page of(Refusal why, String who, long wait) {
        return switch (why) {
            case ADDRESS, ROUTE_ADDRESS ->
                    new Page(
                            HttpResponseStatus.FORBIDDEN,
                            "Not from this address",
                            "This cannot be used from your address, "
                                    + who
                                    + ". Whoever runs the system decides from where it can.",
                            Optional.empty());
            case ADDRESS_REQUESTS, ADDRESS_UPGRADES ->
                    tooMany(
                            "Too many came from your address, "
                                    + who
                                    + ", in a short time. Others may share it with you; whoever"
                                    + " has signed in is counted separately.",
                            wait);
            case ACCOUNT_REQUESTS, ACCOUNT_UPGRADES ->
                    tooMany(
                            "Too many came with your account, "
                                    + who
                                    + ", in a short time, perhaps from a program or from another"
                                    + " window.",
                            wait);
            case MEMORY, CONNECTIONS, DESCRIPTORS, ADDRESS_CONNECTIONS ->
                    new Page(
                            HttpResponseStatus.SERVICE_UNAVAILABLE,
                            "Too much at once",
                            "More is asked of this server at the moment than it can hold.",
                            Optional.empty());
        };
    }

    private static Page tooMany(String text, long wait) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(wait + 999_999_999L);
        return new Page(
                HttpResponseStatus.TOO_MANY_REQUESTS,
                "Too many requests",
                text,
                Optional.empty(),
                Math.clamp(seconds, 1, 3600));
    }
}
