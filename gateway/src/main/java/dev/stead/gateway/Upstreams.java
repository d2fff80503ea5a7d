package dev.stead.gateway;

import dev.stead.api.Activity;
import dev.stead.api.RouteTable.Endpoint;
import dev.stead.api.RouteTable.FastCgi;
import dev.stead.api.RouteTable.Instances;
import dev.stead.gateway.Upstream.Place;

import io.netty.channel.unix.DomainSocketAddress;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Every instance of the current table, and those of former ones that still have something under
 * way, with what each component's share. The one place that counts per instance and per component.
 * Thread-safe.
 */
final class Upstreams {
    /** Stands for Stead's own pages: no component and no instance can have this name. */
    static final String OWN = "stead:own";

    private final LongSupplier nanoTime;
    private final StickyCookie.Values cookies;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition drained = lock.newCondition();
    private final Map<Place, Upstream> known = new HashMap<>();
    private final Map<String, Component> components = new HashMap<>();
    private final Set<Upstream> awaited = new HashSet<>();

    /**
     * Knows none yet.
     *
     * @param nanoTime {@link System#nanoTime} or what stands for it
     * @param random makes what stands for instances in visitors' cookies
     */
    Upstreams(LongSupplier nanoTime, SecureRandom random) {
        this.nanoTime = nanoTime;
        this.cookies = new StickyCookie.Values(random);
    }

    /**
     * The upstreams of a target, the known ones where they are known; still unused, and not
     * forgotten before {@link #keep} says which of them serve.
     */
    List<Upstream> of(Instances target) {
        return of(target, false);
    }

    /** Likewise, of which each is an engine: nobody but its user has anything to do with it. */
    List<Upstream> ofEngine(Instances target) {
        return of(target, true);
    }

    private List<Upstream> of(Instances target, boolean engine) {
        lock.lock();
        try {
            List<Upstream> upstreams = new ArrayList<>();
            for (Endpoint endpoint : target.endpoints()) {
                boolean fastCgi = target.speaks() instanceof FastCgi;
                Place place = new Place(endpoint.instance(), address(endpoint), fastCgi);
                upstreams.add(of(place, target.component(), engine));
            }
            return upstreams;
        } finally {
            lock.unlock();
        }
    }

    private static SocketAddress address(Endpoint endpoint) {
        return endpoint.socket()
                .<SocketAddress>map(path -> new DomainSocketAddress(path.toString()))
                .orElseGet(() -> new InetSocketAddress(endpoint.host(), endpoint.port()));
    }

    /** Stead's own pages, behind a Unix socket. */
    Upstream own(Path socket) {
        lock.lock();
        try {
            Place place = new Place(OWN, new DomainSocketAddress(socket.toString()));
            return of(place, OWN, false);
        } finally {
            lock.unlock();
        }
    }

    private Upstream of(Place place, String name, boolean engine) {
        Component component = components.computeIfAbsent(name, key -> new Component(key, nanoTime));
        Upstream upstream = known.get(place);
        if (upstream == null) {
            String cookie = cookies.of(place.instance());
            Optional<EngineUse> use = engine ? Optional.of(newUse()) : Optional.empty();
            upstream = new Upstream(place, component, use, cookie, this::signal);
            known.put(place, upstream);
            startSlowly(upstream);
        } else if (upstream.retired()) {
            // It was unhealthy, or somebody changed his mind: what was known of it is old.
            upstream.circuit().reset();
            startSlowly(upstream);
        }
        awaited.add(upstream);
        return upstream;
    }

    private EngineUse newUse() {
        return new EngineUse(new RequestQueue(nanoTime), nanoTime.getAsLong());
    }

    /** There are no others that an engine would have to take its share from. */
    private void startSlowly(Upstream upstream) {
        if (upstream.use().isEmpty() && upstream.component().serving()) {
            upstream.startSlowly(nanoTime.getAsLong());
        }
    }

    /** From now on only these serve; returns those that no longer do. */
    List<Upstream> keep(Set<Upstream> named) {
        List<Upstream> gone = new ArrayList<>();
        List<RequestQueue> left;
        lock.lock();
        try {
            awaited.clear();
            for (Upstream upstream : known.values()) {
                boolean retired = !named.contains(upstream);
                upstream.setRetired(retired);
                if (retired) {
                    gone.add(upstream);
                }
            }
            Set<Component> serving =
                    named.stream().map(Upstream::component).collect(Collectors.toSet());
            components.values().forEach(it -> it.setServing(serving.contains(it)));
            forgetDrained();
            left = queuesInUse();
        } finally {
            lock.unlock();
        }
        // Whoever waits may go to an instance that is new.
        left.forEach(RequestQueue::roomMade);
        return gone;
    }

    /** Those that somebody waits in; whoever joins one later looks for room by itself. */
    private List<RequestQueue> queuesInUse() {
        Set<RequestQueue> inUse = new HashSet<>();
        for (Upstream upstream : known.values()) {
            if (!upstream.queue().isEmpty()) {
                inUse.add(upstream.queue());
            }
        }
        for (Component component : components.values()) {
            if (!component.queue().isEmpty()) {
                inUse.add(component.queue());
            }
        }
        return List.copyOf(inUse);
    }

    /** Revives those that are about to be named, so that they may be entered before the swap. */
    void revive(Set<Upstream> named) {
        named.forEach(upstream -> upstream.setRetired(false));
    }

    /**
     * Waits until nothing is under way at an instance's retired endpoints. What waits in a queue is
     * at no instance, and goes to those of the new table.
     */
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
                    .filter(upstream -> upstream.component().name().equals(component))
                    .mapToInt(Upstream::inFlight)
                    .sum();
        } finally {
            lock.unlock();
        }
    }

    /** What visitors do with each engine of the current table, by instance. */
    Map<String, Activity> activity() {
        lock.lock();
        try {
            return UpstreamFigures.activity(known.values(), nanoTime.getAsLong());
        } finally {
            lock.unlock();
        }
    }

    /** What metrics tell, by component in no order. */
    List<ComponentFigures> figures() {
        lock.lock();
        try {
            return UpstreamFigures.of(components.values(), known.values());
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
        known.values()
                .removeIf(upstream ->
                        upstream.retired()
                                && upstream.inFlight() == 0
                                && !awaited.contains(upstream));
        Set<Component> used = new HashSet<>();
        known.values().forEach(upstream -> used.add(upstream.component()));
        components.values().removeIf(it -> !used.contains(it) && it.queue().isEmpty());
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
