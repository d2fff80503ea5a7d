package dev.stead.gateway;

import dev.stead.gateway.Listener.Door;
import dev.stead.model.TrafficRules.Rate;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;

import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * What visitors may take of the gateway: connections by number, memory and address, requests and
 * upgrades by address or, of those who are signed in, by account. Thread-safe, without locks where
 * requests pass.
 */
final class Limits {
    private static final int VISITORS = 1 << 16;
    private static final int ACCOUNTS = 1 << 13;

    /** Sign-ins that arrive; fewer at once than may wait for control. */
    private static final Rate ARRIVALS = new Rate(20, 200);

    private final int most;
    private final Pressure pressure;
    private final Figures figures;
    private final Map<Refusal, SparseLog> log = new EnumMap<>(Refusal.class);
    private final LongSupplier clock;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<AddressKey, Integer> byAddress = new ConcurrentHashMap<>();
    private final Buckets addressRequests;
    private final Buckets addressUpgrades;
    private final Buckets addressQuestions;
    private final Buckets addressArrivals;
    private final Buckets accountRequests;
    private final Buckets accountUpgrades;
    private volatile Traffic traffic = Traffic.DEFAULT;

    /**
     * Limits by the default rules.
     *
     * @param most connections that the machine allows
     * @param clock monotonic, nanoseconds, above 0
     * @param seed secret
     */
    Limits(int most, Pressure pressure, Figures figures, LongSupplier clock, long seed) {
        this.most = most;
        this.pressure = pressure;
        this.figures = figures;
        this.clock = clock;
        for (Refusal why : Refusal.values()) {
            log.put(why, new SparseLog(Limits.class, clock));
        }
        this.addressRequests = new Buckets(VISITORS, seed);
        this.addressUpgrades = new Buckets(VISITORS, seed);
        this.addressQuestions = new Buckets(VISITORS, seed);
        this.addressArrivals = new Buckets(VISITORS, seed);
        this.accountRequests = new Buckets(ACCOUNTS, seed);
        this.accountUpgrades = new Buckets(ACCOUNTS, seed);
    }

    /** Goes on by the rules of another table. */
    void use(Traffic next) {
        traffic = next;
        pressure.limit(next.rules().memory());
    }

    /** Whether nothing more is to be read that somebody has to hold in memory. */
    boolean isMemoryTight() {
        return pressure.isMemoryTight();
    }

    /** Connections of visitors at most, by the rules in use. */
    int mostConnections() {
        return Math.min(most, traffic.rules().connections().orElse(most));
    }

    // Connections.

    /**
     * Counts a connection that was just accepted until it is closed, or says why it may not be.
     * Behind a proxy that speaks for others, the visitor is counted by {@link #visits}. Components
     * that come by an inner door find it open however many visitors there are.
     */
    @SuppressWarnings("FutureReturnValueIgnored")
    Optional<Refusal> enter(Channel channel, Door door) {
        boolean inner = door == Door.INNER;
        AddressKey address = addressOf(channel);
        Optional<Refusal> why = inner ? scarce() : crowded();
        if (why.isEmpty() && !inner && !traffic.front().contains(address)) {
            why = visits(channel, address);
        }
        if (why.isPresent()) {
            refused(why.get(), channel);
            return why;
        }
        int places = inner ? 0 : 1;
        open.addAndGet(places);
        figures.accepted();
        channel.closeFuture()
                .addListener(_ -> {
                    open.addAndGet(-places);
                    figures.closed();
                });
        return why;
    }

    private Optional<Refusal> crowded() {
        return open.get() >= mostConnections() ? Optional.of(Refusal.CONNECTIONS) : scarce();
    }

    private Optional<Refusal> scarce() {
        if (pressure.areDescriptorsFew()) {
            return Optional.of(Refusal.DESCRIPTORS);
        }
        return pressure.isMemoryTight() ? Optional.of(Refusal.MEMORY) : Optional.empty();
    }

    /** Likewise for whomever a proxy has announced on a connection that {@link #enter} counts. */
    Optional<Refusal> visits(Channel channel) {
        Optional<Refusal> why = visits(channel, AddressKey.of(Peer.of(channel).address()));
        why.ifPresent(it -> refused(it, channel));
        return why;
    }

    /** Counts a connection for its visitor until it is closed, or says why it may not be. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private Optional<Refusal> visits(Channel channel, AddressKey address) {
        Traffic now = traffic;
        if (!now.from().admits(address)) {
            return Optional.of(Refusal.ADDRESS);
        }
        AddressKey visitor = address.visitor();
        if (byAddress.merge(visitor, 1, Integer::sum) > now.rules().address().connections()) {
            left(visitor);
            return Optional.of(Refusal.ADDRESS_CONNECTIONS);
        }
        channel.closeFuture().addListener(_ -> left(visitor));
        return Optional.empty();
    }

    private void left(AddressKey visitor) {
        byAddress.computeIfPresent(visitor, (_, count) -> count == 1 ? null : count - 1);
    }

    private void refused(Refusal why, Channel channel) {
        figures.refused(why);
        tell(why, channel.remoteAddress());
    }

    private void tell(Refusal why, Object who) {
        SparseLog line = log.get(why);
        if (line != null) {
            line.warn("the gateway refuses by its limit \"{}\", now {}", why.word(), who);
        }
    }

    private static AddressKey addressOf(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress remote
                ? AddressKey.of(remote.getAddress())
                : AddressKey.NONE;
    }

    // Requests.

    /** Why a request may not be answered now, whatever it asks for; empty when it may. */
    Optional<Answer> gate(ClientConnection client) {
        if (pressure.isMemoryTight()) {
            return Optional.of(refusal(client, Refusal.MEMORY, "", 0));
        }
        return admits(client.peer())
                ? Optional.empty()
                : Optional.of(refusal(client, Refusal.ADDRESS, "", 0));
    }

    /** Whether a visitor may ask for anything from where it is. */
    boolean admits(Peer visitor) {
        AddressFilter from = traffic.from();
        return from.isOpen() || from.admits(AddressKey.of(visitor.address()));
    }

    /** Why a request may not use a route. */
    Answer notFromHere(ClientConnection client) {
        return refusal(client, Refusal.ROUTE_ADDRESS, "", 0);
    }

    /** Counts a request of nobody who is signed in; too many are refused. */
    Optional<Answer> byAddress(ClientConnection client, Request request) {
        var rules = traffic.rules().address();
        AddressKey visitor = AddressKey.of(client.peer().address()).visitor();
        long now = clock.getAsLong();
        long wait = addressRequests.take(visitor, rules.requests(), now);
        Refusal why = Refusal.ADDRESS_REQUESTS;
        if (wait == 0 && isUpgrade(request)) {
            wait = addressUpgrades.take(visitor, rules.upgrades(), now);
            why = Refusal.ADDRESS_UPGRADES;
        }
        return wait == 0 ? Optional.empty() : Optional.of(refusal(client, why, "", wait));
    }

    /**
     * Counts a question to control about a session that is not known, before it is asked; too many
     * are refused. As many as requests, but apart from them: whoever is signed in may ask from an
     * address where others ask too much.
     */
    Optional<Answer> byQuestion(ClientConnection client) {
        return take(client, addressQuestions, traffic.rules().address().requests());
    }

    /** Counts a sign-in that arrives at a host, which control has to end; too many are refused. */
    Optional<Answer> byArrival(ClientConnection client) {
        return take(client, addressArrivals, ARRIVALS);
    }

    private Optional<Answer> take(ClientConnection client, Buckets buckets, Rate rate) {
        AddressKey visitor = AddressKey.of(client.peer().address()).visitor();
        long wait = buckets.take(visitor, rate, clock.getAsLong());
        return wait == 0
                ? Optional.empty()
                : Optional.of(refusal(client, Refusal.ADDRESS_REQUESTS, "", wait));
    }

    /** Counts a request of somebody who is signed in; too many are refused. */
    Optional<Answer> byAccount(ClientConnection client, Request request, String account) {
        var rules = traffic.rules().account();
        long now = clock.getAsLong();
        long wait = accountRequests.take(account, rules.requests(), now);
        Refusal why = Refusal.ACCOUNT_REQUESTS;
        if (wait == 0 && isUpgrade(request)) {
            wait = accountUpgrades.take(account, rules.upgrades(), now);
            why = Refusal.ACCOUNT_UPGRADES;
        }
        return wait == 0 ? Optional.empty() : Optional.of(refusal(client, why, account, wait));
    }

    private static boolean isUpgrade(Request request) {
        return request.head().headers().contains(HttpHeaderNames.UPGRADE)
                && !HopByHop.upgrade(request.head().headers()).isEmpty();
    }

    private Answer refusal(ClientConnection client, Refusal why, String account, long wait) {
        client.tally().refused(why.word());
        String address = client.peer().address();
        String who = account.isEmpty() ? address : account;
        tell(why, who);
        Page page = LimitPages.of(why, who, wait);
        return new PageAnswer(client, () -> ErrorPage.forPrograms(client, page));
    }
}
