package dev.stead.gateway;

import dev.stead.model.ProxyRules;
import dev.stead.model.ProxyRules.Breaker;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Limits of the gateway; every one of them is visible here.
 *
 * @param threads event loops
 * @param maxConnections clients at one time; further ones are closed as soon as they are accepted
 * @param headTimeout how long a client may take for the TLS handshake, and for a request's head
 * @param idleTimeout how long a client's connection may be idle between requests
 * @param stallTimeout how long a client may neither send the body nor take the answer that it asked
 *     for, where no component's {@link ProxyRules} say it
 * @param connectTimeout how long connecting to Stead's own pages may take
 * @param answerTimeout how long Stead's own pages may take from the end of a request to the head of
 *     their answer, or do nothing for it, and control to say who asks
 * @param pooledTimeout how long a connection to an instance is kept unused; shorter than what
 *     common servers allow, so that they seldom close one that is about to be used
 * @param maxUnused unused connections to instances kept on each event loop: those of the last
 *     seconds' peak, or a peak's requests would wait for connections to be made again and again
 * @param sessions what is asked and remembered about sessions
 */
public record GatewaySettings(
        int threads,
        int maxConnections,
        Duration headTimeout,
        Duration idleTimeout,
        Duration stallTimeout,
        Duration connectTimeout,
        Duration answerTimeout,
        Duration pooledTimeout,
        int maxUnused,
        SessionLimits sessions) {
    /** Longest request line, bytes. */
    static final int MAX_LINE = 8 * 1024;

    /** Largest head, bytes. */
    static final int MAX_HEAD = 32 * 1024;

    /** Most header lines in a request or an answer. */
    static final int MAX_HEADERS = 256;

    /** Largest head of an instance's answer, bytes. */
    static final int MAX_ANSWER_HEAD = 64 * 1024;

    /** Requests that a client may have under way on one HTTP/2 connection. */
    static final int MAX_STREAMS = 128;

    /** What a server uses when nothing else is said. */
    public static GatewaySettings standard() {
        int threads = Runtime.getRuntime().availableProcessors();
        long descriptors = Descriptors.limit();
        return new GatewaySettings(
                threads,
                Descriptors.connections(descriptors),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(3),
                Duration.ofSeconds(60),
                Duration.ofSeconds(4),
                Descriptors.unused(descriptors, threads),
                SessionLimits.standard());
    }

    /** The same with another number of event loops. */
    public GatewaySettings withThreads(int other) {
        return new GatewaySettings(
                other,
                maxConnections,
                headTimeout,
                idleTimeout,
                stallTimeout,
                connectTimeout,
                answerTimeout,
                pooledTimeout,
                maxUnused,
                sessions);
    }

    /** The same with other bounds of sessions. */
    public GatewaySettings withSessions(SessionLimits other) {
        return new GatewaySettings(
                threads,
                maxConnections,
                headTimeout,
                idleTimeout,
                stallTimeout,
                connectTimeout,
                answerTimeout,
                pooledTimeout,
                maxUnused,
                other);
    }

    /** How requests are handed to Stead's own pages. */
    ProxyRules ownRules() {
        ProxyRules usual = ProxyRules.DEFAULT;
        return new ProxyRules(
                OptionalLong.empty(),
                connectTimeout,
                answerTimeout,
                stallTimeout,
                OptionalInt.empty(),
                usual.queue(),
                false,
                usual.slowStart(),
                // There is nobody else to ask, and it says itself when it is not ready.
                new Breaker(0, usual.breaker().open()),
                false);
    }

    /**
     * How often deadlines are looked at, and whether sessions have ended: several times in the
     * second that the end of one may take to show.
     */
    Duration tick() {
        Duration shortest = Duration.ofSeconds(1);
        for (Duration timeout : timeouts()) {
            shortest = timeout.compareTo(shortest) < 0 ? timeout : shortest;
        }
        return shortest.dividedBy(4).plusMillis(1);
    }

    private Duration[] timeouts() {
        return new Duration[] {
            headTimeout, idleTimeout, stallTimeout, answerTimeout, pooledTimeout
        };
    }
}
