package dev.stead.gateway;

import dev.stead.api.RouteTable.Endpoint;
import dev.stead.api.RouteTable.Instances;
import dev.stead.gateway.Upstream.Place;

import io.netty.channel.unix.DomainSocketAddress;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Every instance of the current table, and those of former ones that still have something under
 * way. The one place that counts per instance and per component. Thread-safe.
 */
final class Upstreams {
    /** No component and no instance can have this name. */
    private static final String OWN = "stead:own";

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition drained = lock.newCondition();
    private final Map<Place, Upstream> known = new HashMap<>();

    /** The upstreams of a target, the known ones where they are known; still unused. */
    List<Upstream> of(Instances target) {
        lock.lock();
        try {
            List<Upstream> upstreams = new ArrayList<>();
            for (Endpoint endpoint : target.endpoints()) {
                var address = new InetSocketAddress(endpoint.host(), endpoint.port());
                upstreams.add(of(new Place(endpoint.instance(), address), target.component()));
            }
            return upstreams;
        } finally {
            lock.unlock();
        }
    }

    /** Stead's own pages, behind a Unix socket. */
    Upstream own(Path socket) {
        lock.lock();
        try {
            return of(new Place(OWN, new DomainSocketAddress(socket.toString())), OWN);
        } finally {
            lock.unlock();
        }
    }

    private Upstream of(Place place, String component) {
        return known.computeIfAbsent(place, key -> new Upstream(key, component, this::signal));
    }

    /** From now on only these serve; returns those that no longer do. */
    List<Upstream> keep(Set<Upstream> named) {
        lock.lock();
        try {
            List<Upstream> gone = new ArrayList<>();
            for (Upstream upstream : new HashSet<>(known.values())) {
                boolean retired = !named.contains(upstream);
                upstream.setRetired(retired);
                if (retired) {
                    gone.add(upstream);
                }
            }
            forgetDrained();
            return gone;
        } finally {
            lock.unlock();
        }
    }

    /** Revives those that are about to be named, so that they may be entered before the swap. */
    void revive(Set<Upstream> named) {
        named.forEach(upstream -> upstream.setRetired(false));
    }

    /** Waits until nothing is under way at an instance's retired endpoints. */
    boolean awaitDrained(String instance, Duration atMost) {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (isBusy(instance)) {
                if (left <= 0) {
                    return false;
                }
                left = drained.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            forgetDrained();
            lock.unlock();
        }
    }

    /** Requests and upgraded connections under way at a component's instances. */
    int inFlight(String component) {
        lock.lock();
        try {
            return known.values().stream()
                    .filter(upstream -> upstream.component().equals(component))
                    .mapToInt(Upstream::inFlight)
                    .sum();
        } finally {
            lock.unlock();
        }
    }

    /** Likewise, of each component that is known now. */
    SortedMap<String, Integer> inFlight() {
        lock.lock();
        try {
            SortedMap<String, Integer> all = new TreeMap<>();
            for (Upstream upstream : known.values()) {
                String component =
                        upstream.component().equals(OWN) ? "stead" : upstream.component();
                all.merge(component, upstream.inFlight(), Integer::sum);
            }
            return all;
        } finally {
            lock.unlock();
        }
    }

    private boolean isBusy(String instance) {
        return known.values().stream()
                .anyMatch(upstream ->
                        upstream.retired()
                                && upstream.instance().equals(instance)
                                && upstream.inFlight() > 0);
    }

    private void forgetDrained() {
        known.values().removeIf(upstream -> upstream.retired() && upstream.inFlight() == 0);
    }

    private void signal() {
        lock.lock();
        try {
            drained.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
