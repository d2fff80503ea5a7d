package dev.stead.model;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What the gateway takes from all visitors together, from one address and from one account.
 *
 * @param connections clients at one time; empty for what the machine's descriptors allow
 * @param memory bytes of buffers at most; empty for a share of the machine's memory
 * @param address what one address may do; everybody behind one NAT shares it
 * @param account what one account may do, wherever it is signed in
 * @param from from where requests are taken at all
 * @param log the access log
 */
public record TrafficRules(
        OptionalInt connections,
        OptionalLong memory,
        PerAddress address,
        PerAccount account,
        AddressRules from,
        LogRules log) {
    /** What holds when the file says nothing. */
    public static final TrafficRules DEFAULT =
            new TrafficRules(
                    OptionalInt.empty(),
                    OptionalLong.empty(),
                    PerAddress.DEFAULT,
                    PerAccount.DEFAULT,
                    AddressRules.ANY,
                    LogRules.DEFAULT);

    /**
     * A token bucket.
     *
     * @param perSecond tokens that come back in a second
     * @param burst most tokens there are
     */
    public record Rate(int perSecond, int burst) {}

    /**
     * What one address may do: an IPv4 address, or the first 64 bits of an IPv6 address. A request
     * with a valid session counts for its account instead, so that an office behind one address is
     * not one visitor.
     *
     * @param connections connections at one time
     * @param requests requests of nobody who is signed in
     * @param upgrades upgraded connections begun
     */
    public record PerAddress(int connections, Rate requests, Rate upgrades) {
        static final PerAddress DEFAULT =
                new PerAddress(1_000, new Rate(1_000, 5_000), new Rate(20, 200));
    }

    /**
     * What one account may do.
     *
     * @param requests requests with its sessions
     * @param upgrades upgraded connections begun
     */
    public record PerAccount(Rate requests, Rate upgrades) {
        static final PerAccount DEFAULT = new PerAccount(new Rate(500, 2_500), new Rate(20, 200));
    }

    /**
     * The access log: one JSON object for each request.
     *
     * @param on whether there is one
     * @param hide names of query parameters whose values are left out, besides the usual ones
     * @param keep bytes kept at most
     */
    public record LogRules(boolean on, List<String> hide, long keep) {
        static final LogRules DEFAULT = new LogRules(true, List.of(), 64L << 20);

        public LogRules {
            hide = List.copyOf(hide);
        }
    }
}
