package dev.stead.gateway;

import java.net.SocketAddress;
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
    private final String component;
    private final boolean fastCgi;
    private final Runnable whenDrained;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile boolean retired;

    Upstream(Place place, String component, Runnable whenDrained) {
        this(place, component, false, whenDrained);
    }

    /**
     * An instance.
     *
     * @param fastCgi whether it speaks FastCGI rather than HTTP/1.1
     */
    Upstream(Place place, String component, boolean fastCgi, Runnable whenDrained) {
        this.fastCgi = fastCgi;
        this.place = place;
        this.component = component;
        this.whenDrained = whenDrained;
    }

    /**
     * Which instance, and where it answers.
     *
     * @param address of a TCP or a Unix socket
     */
    record Place(String instance, SocketAddress address) {}

    String instance() {
        return place.instance();
    }

    String component() {
        return component;
    }

    boolean fastCgi() {
        return fastCgi;
    }

    SocketAddress address() {
        return place.address();
    }

    /** Requests and upgraded connections under way. */
    int inFlight() {
        return inFlight.get();
    }

    /** Counts a request in; false, and not counted, when a newer table does not name this one. */
    boolean enter() {
        inFlight.incrementAndGet();
        if (retired) {
            leave();
            return false;
        }
        return true;
    }

    /** Counts out what {@link #enter} counted in. */
    void leave() {
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
