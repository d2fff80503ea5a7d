package dev.stead.gateway;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

/** What the gateway counts, besides each request. Thread-safe. */
final class Figures {
    /** What it calls requests that reached no component. */
    static final String NOWHERE = "-";

    private final LongAdder accepted = new LongAdder();
    private final LongAdder closed = new LongAdder();
    private final LongAdder handshakes = new LongAdder();
    private final LongAdder failedHandshakes = new LongAdder();
    private final LongAdder upgrades = new LongAdder();
    private final LongAdder upgradesEnded = new LongAdder();
    private final Map<Refusal, LongAdder> connections = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> requests = new ConcurrentHashMap<>();
    private final List<Map<String, RequestFigures>> loops = new CopyOnWriteArrayList<>();

    /** Figures by component for one more event loop, which fills them. */
    Map<String, RequestFigures> newLoop() {
        Map<String, RequestFigures> own = new ConcurrentHashMap<>();
        loops.add(own);
        return own;
    }

    /** By event loop, then by component. */
    List<Map<String, RequestFigures>> loops() {
        return loops;
    }

    void accepted() {
        accepted.increment();
    }

    void closed() {
        closed.increment();
    }

    void handshake(boolean succeeded) {
        (succeeded ? handshakes : failedHandshakes).increment();
    }

    void upgraded() {
        upgrades.increment();
    }

    void upgradeEnded() {
        upgradesEnded.increment();
    }

    /** A connection was refused. */
    void refused(Refusal why) {
        connections.computeIfAbsent(why, _ -> new LongAdder()).increment();
    }

    /** A request was answered by the gateway in place of a component. */
    void refused(String why) {
        requests.computeIfAbsent(why, _ -> new LongAdder()).increment();
    }

    long acceptedConnections() {
        return accepted.sum();
    }

    long openConnections() {
        return accepted.sum() - closed.sum();
    }

    long goodHandshakes() {
        return handshakes.sum();
    }

    long badHandshakes() {
        return failedHandshakes.sum();
    }

    long openUpgrades() {
        return upgrades.sum() - upgradesEnded.sum();
    }

    /** Refused connections for a reason. */
    long refusedConnections(Refusal why) {
        LongAdder count = connections.get(why);
        return count == null ? 0 : count.sum();
    }

    /** Refused requests by reason. */
    Map<String, LongAdder> refusedRequests() {
        return requests;
    }
}
