package dev.stead.gateway;

import dev.stead.gateway.Listener.Door;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;

import java.net.InetSocketAddress;
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

    private final int most;
    private final Pressure pressure;
    private final Figures figures;
    private final RefusalLog log;
    private final LongSupplier clock;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<AddressKey, Integer> byAddress = new ConcurrentHashMap<>();
    private final Buckets addressRequests;
    private final Buckets addressUpgrades;
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
        this.log = new RefusalLog(clock);
        this.addressRequests = new Buckets(VISITORS, seed);
        this.addressUpgrades = new Buckets(VISITORS, seed);
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

    /** Connections at most, by the rules in use. */
    int mostConnections() {
        return Math.min(most, traffic.rules().connections().orElse(most));
    }

    // Connections.

    /**
     * Counts a connection that was just accepted until it is closed, or says why it may not be.
     * Behind a proxy that speaks for others, the visitor is counted by {@link #visits}.
     */
    @SuppressWarnings("FutureReturnValueIgnored")
    Optional<Refusal> enter(Channel channel, Door door) {
        AddressKey address = addressOf(channel);
        boolean direct = door != Door.INNER && !traffic.front().contains(address);
        Optional<Refusal> why = crowded();
        if (why.isEmpty() && direct) {
            why = visits(channel, address);
        }
        if (why.isPresent()) {
            refused(why.get(), channel);
            return why;
        }
        open.incrementAndGet();
        figures.accepted();
        channel.closeFuture()
                .addListener(_ -> {
                    open.decrementAndGet();
                    figures.closed();
                });
        return why;
    }

    private Optional<Refusal> crowded() {
        if (open.get() >= mostConnections()) {
            return Optional.of(Refusal.CONNECTIONS);
        }
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
        log.note(why, String.valueOf(channel.remoteAddress()));
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
        AddressFilter from = traffic.from();
        return from.isOpen() || from.admits(AddressKey.of(client.peer().address()))
                ? Optional.empty()
                : Optional.of(refusal(client, Refusal.ADDRESS, "", 0));
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
        log.note(why, account.isEmpty() ? address : account);
        Page page = LimitPages.of(why, account.isEmpty() ? address : account, wait);
        return new PageAnswer(client, () -> ErrorPage.forPrograms(client, page));
    }
}
