package dev.stead.model;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How the gateway hands requests to the instances of a component. None of the times applies to
 * upgraded connections and event streams once they stand.
 *
 * @param body largest body of a request, bytes; empty for no limit
 * @param connect how long connecting to an instance may take
 * @param answer how long an instance may take from the end of a request to the head of its answer,
 *     and how long it may neither take more of a request nor go on with an answer, while the client
 *     does its part
 * @param stall how long a client may neither send the body nor take the answer it asked for
 * @param concurrency requests and upgraded connections under way at one instance at most; empty for
 *     no limit
 * @param queue where requests wait while every instance has as much as it may
 * @param sticky whether a visitor's requests go to the same instance while it serves
 * @param slowStart how long a new instance gets less than its share, which grows meanwhile
 * @param breaker when an instance that fails gets nothing for a while
 * @param proxyProtocol whether connections to instances begin with the PROXY protocol, version 2
 */
public record ProxyRules(
        OptionalLong body,
        Duration connect,
        Duration answer,
        Duration stall,
        OptionalInt concurrency,
        Queue queue,
        boolean sticky,
        Duration slowStart,
        Breaker breaker,
        boolean proxyProtocol) {
    /** What holds when the file says nothing. */
    public static final ProxyRules DEFAULT =
            new ProxyRules(
                    OptionalLong.empty(),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(60),
                    OptionalInt.empty(),
                    new Queue(100, Duration.ofSeconds(10)),
                    false,
                    Duration.ofSeconds(10),
                    new Breaker(5, Duration.ofSeconds(10)),
                    false);

    /**
     * Requests that wait for an instance.
     *
     * @param length most that wait at the same time; further ones are answered 503
     * @param atMost longest time that one waits, then it is answered 503
     */
    public record Queue(int length, Duration atMost) {}

    /**
     * Passive health: an instance that failed this often in a row gets nothing for a while, then
     * one request to try.
     *
     * @param failures connections refused or cut and answers not given in time, in a row; 0 turns
     *     it off
     * @param open for how long it gets nothing
     */
    public record Breaker(int failures, Duration open) {}
}
