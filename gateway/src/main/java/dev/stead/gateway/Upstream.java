package dev.stead.gateway;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An instance that answers requests, and how many it has under way. Lives as long as a table names
 * it, and then until its last request has ended.
 *
 * <pre>
 * serving --retire--> retired --(in flight 0)--> drained
 *    ^-----revive------'
 * </pre>
 *
 * A loop enters first and then looks whether it is retired; whoever retires sets that first and
 * then looks who is inside. So nobody slips in unseen. Thread-safe.
 */
final class Upstream {
    private final Place place;
    private final Component component;
    private final Optional<EngineUse> use;
    private final String cookieValue;
    private final Runnable whenDrained;
    private final Circuit circuit = new Circuit();
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile boolean retired;
    private volatile boolean warm = true;
    private volatile long namedAt;

    /**
     * An instance that serves, without slow start.
     *
     * @param cookieValue what stands for it in a visitor's cookie
     */
    Upstream(Place place, Component component, String cookieValue, Runnable whenDrained) {
        this(place, component, Optional.empty(), cookieValue, whenDrained);
    }

    /**
     * Likewise.
     *
     * @param use what is counted of an engine
     */
    Upstream(
            Place place,
            Component component,
            Optional<EngineUse> use,
            String cookieValue,
            Runnable whenDrained) {
        this.place = place;
        this.component = component;
        this.use = use;
        this.cookieValue = cookieValue;
        this.whenDrained = whenDrained;
    }

    /**
     * Which instance, and where it answers.
     *
     * @param address of a TCP or a Unix socket
     * @param fastCgi whether it speaks FastCGI rather than HTTP/1.1
     */
    record Place(String instance, SocketAddress address, boolean fastCgi) {
        /** One that speaks HTTP/1.1. */
        Place(String instance, SocketAddress address) {
            this(instance, address, false);
        }
    }

    String instance() {
        return place.instance();
    }

    Component component() {
        return component;
    }

    /** What is counted of it if it is an engine. */
    Optional<EngineUse> use() {
        return use;
    }

    /** Where requests wait that find no room in it. */
    RequestQueue queue() {
        return use.isPresent() ? use.get().queue() : component.queue();
    }

    String cookieValue() {
        return cookieValue;
    }

    boolean fastCgi() {
        return place.fastCgi();
    }

    SocketAddress address() {
        return place.address();
    }

    Circuit circuit() {
        return circuit;
    }

    /** Requests and upgraded connections under way. */
    int inFlight() {
        return inFlight.get();
    }

    /** It comes to a component that others serve already. */
    void startSlowly(long now) {
        namedAt = now;
        warm = false;
    }

    /** How much of its share it gets now, see {@link SlowStart}. */
    double weight(Duration slowStart, long now) {
        if (warm) {
            return 1;
        }
        double weight = SlowStart.weight(now - namedAt, slowStart);
        warm = weight >= 1;
        return weight;
    }

    boolean isFull(OptionalInt most) {
        return most.isPresent() && inFlight.get() >= most.getAsInt();
    }

    /**
     * Counts a request in; false, and not counted, when a newer table does not name this one, or
     * when it has as much as it may.
     */
    boolean enter(OptionalInt most) {
        if (most.isEmpty()) {
            inFlight.incrementAndGet();
        } else {
            int limit = most.getAsInt();
            if (inFlight.getAndUpdate(now -> now < limit ? now + 1 : now) >= limit) {
                return false;
            }
        }
        if (retired) {
            countOut();
            return false;
        }
        return true;
    }

    /** Counts out what {@link #enter} counted in. */
    void leave() {
        countOut();
        queue().roomMade();
    }

    private void countOut() {
        if (inFlight.decrementAndGet() == 0 && retired) {
            whenDrained.run();
        }
    }

    boolean retired() {
        return retired;
    }

    void setRetired(boolean retired) {
        this.retired = retired;
    }
}
