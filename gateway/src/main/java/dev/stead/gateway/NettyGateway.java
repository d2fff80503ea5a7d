package dev.stead.gateway;

import dev.stead.api.Activity;
import dev.stead.api.CertificateStatus;
import dev.stead.api.Gateway;
import dev.stead.api.Metrics;
import dev.stead.api.RouteTable;
import dev.stead.api.RouteTable.Listeners;
import dev.stead.api.Sessions;
import dev.stead.api.Trimmable;
import dev.stead.base.Code;
import dev.stead.base.SteadException;
import dev.stead.model.FrontProxy;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator.SplittableGenerator;

/**
 * The gateway on Netty. Constructing it does nothing; the first {@link #serve} starts it. Methods
 * may block and may be called from any thread but the gateway's own.
 */
public final class NettyGateway implements Gateway {
    private final GatewaySettings settings;
    private final InstantSource clock;
    private final SplittableGenerator random;
    private final Sessions sessions;
    private final Optional<Path> accessLog;
    private final Optional<Path> cache;
    private final ReentrantLock changing = new ReentrantLock();
    private final Upstreams upstreams = new Upstreams(System::nanoTime, new SecureRandom());
    private final Shelves shelves;
    private final Challenges challenges = new Challenges();
    private final TicketKeys tickets;
    private final CertificateWatch certificates;
    private volatile Optional<Listeners> listeners = Optional.empty();
    private volatile @Nullable Running running;
    private EngineRoutes engines = EngineRoutes.NONE;
    private boolean closed;

    /**
     * A gateway that does not serve yet.
     *
     * @param clock decides about certificates and dates
     * @param random makes request ids, which need not be secret
     * @param sessions says who is signed in
     * @param certificates how certificates are looked after
     * @param files what is kept on disk; the folder of the access log is there once the gateway
     *     serves
     */
    public NettyGateway(
            GatewaySettings settings,
            InstantSource clock,
            SplittableGenerator random,
            Sessions sessions,
            CertificateSettings certificates,
            GatewayFiles files) {
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        this.sessions = sessions;
        this.accessLog = files.accessLog();
        this.cache = files.cache();
        this.shelves = new Shelves(files.cache(), Runtime.getRuntime().maxMemory() / 4);
        this.tickets = new TicketKeys(clock, new SecureRandom());
        this.certificates =
                new CertificateWatch(certificates, clock, random::split, challenges, new OnStage());
    }

    /** A gateway with the usual rules for certificates that keeps nothing on disk. */
    public NettyGateway(
            GatewaySettings settings,
            InstantSource clock,
            SplittableGenerator random,
            Sessions sessions) {
        this(settings, clock, random, sessions, CertificateSettings.standard(), GatewayFiles.NONE);
    }

    /** Where the gateway listens; the first address of each. */
    public record Ports(int https, int http) {}

    @Override
    public void serve(RouteTable table) {
        changing.lock();
        try {
            if (closed) {
                throw new SteadException(Code.INTERNAL, "the gateway is closed", "report this");
            }
            change(table);
        } finally {
            changing.unlock();
        }
    }

    private void change(RouteTable table) {
        if (running == null) {
            Natives.loadAhead();
        }
        TlsContext old = running == null ? null : running.live().tls();
        TableBuilder builder = new TableBuilder(upstreams, settings.ownRules(), before(running));
        Set<Upstream> named;
        Keeper keeper;
        try {
            Routes routes = builder.build(table);
            named = builder.named();
            keeper = certificates.keeper(table.certificate());
            swap(routes, keeper, named, table);
        } catch (RuntimeException e) {
            upstreams.keep(running == null ? Set.of() : running.named());
            throw e;
        }
        Running runs = running();
        boolean shows = runs.live().tls() != old;
        runs.retire(upstreams.keep(named), shows ? old : null);
        runs.setNamed(named);
        engines = builder.engines();
        shelves.follow(table);
        listeners = Optional.of(table.listeners());
        certificates.adopt(keeper, shows);
    }

    private TableBuilder.Before before(@Nullable Running runs) {
        return runs == null
                ? TableBuilder.Before.NOTHING
                : new TableBuilder.Before(runs.live().routes(), engines);
    }

    private void swap(Routes routes, Keeper keeper, Set<Upstream> named, RouteTable table) {
        Running runs = running();
        TlsContext old = runs.live().tls();
        TlsContext tls = context(keeper, old);
        upstreams.revive(named);
        try {
            runs.swap(new Live(routes, tls, table.listeners().front()), table);
        } catch (RuntimeException e) {
            if (tls != old) {
                tls.release();
            }
            throw e;
        }
    }

    private TlsContext context(Keeper keeper, @Nullable TlsContext old) {
        CertificateSet wanted = keeper.certificates();
        return old != null && old.shows(wanted)
                ? old
                : TlsContext.of(wanted, certificates.staples(wanted), tickets);
    }

    private boolean show(Keeper keeper) {
        Running runs = running;
        if (runs == null || closed || !certificates.isCurrent(keeper)) {
            return false;
        }
        TlsContext old = runs.live().tls();
        TlsContext next = context(keeper, old);
        if (next != old) {
            runs.show(next);
            certificates.adopt(keeper, true);
        }
        certificates.shown(next.certificates());
        return true;
    }

    private void renewTickets() {
        Running runs = running;
        TlsContext tls = runs == null ? null : runs.live().tls();
        if (tls != null && tickets.rotate()) {
            tls.renewTickets(tickets);
        }
    }

    /** What the certificates' thread may do. */
    private final class OnStage implements CertificateWatch.Stage {
        @Override
        public boolean show(Keeper keeper) {
            changing.lock();
            try {
                return NettyGateway.this.show(keeper);
            } finally {
                changing.unlock();
            }
        }

        @Override
        public void renewTickets() {
            changing.lock();
            try {
                NettyGateway.this.renewTickets();
            } finally {
                changing.unlock();
            }
        }

        @Override
        public Ports ports() {
            return NettyGateway.this.ports();
        }

        @Override
        public Optional<InetSocketAddress> door() {
            return listeners.filter(NettyGateway::takesTlsAtOnce).map(this::door);
        }

        private InetSocketAddress door(Listeners at) {
            InetSocketAddress listener =
                    new InetSocketAddress(at.addresses().getFirst(), ports().https());
            return listener.getAddress().isAnyLocalAddress()
                    ? new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getPort())
                    : listener;
        }
    }

    /** With the PROXY protocol, a connection without its first line may be turned away. */
    private static boolean takesTlsAtOnce(Listeners at) {
        return at.front()
                .map(FrontProxy::by)
                .filter(FrontProxy.By.PROXY_PROTOCOL::equals)
                .isEmpty();
    }

    private Running running() {
        Running runs = running;
        if (runs == null) {
            runs =
                    new Running(
                            settings,
                            clock,
                            random,
                            new SessionCache(sessions, settings.sessions(), System::nanoTime),
                            shelves,
                            challenges,
                            accessLog);
            running = runs;
        }
        return runs;
    }

    /**
     * The ports in use.
     *
     * @throws IllegalStateException when nothing is served
     */
    public Ports ports() {
        changing.lock();
        try {
            if (running == null) {
                throw new IllegalStateException("the gateway does not serve yet");
            }
            return running.ports();
        } finally {
            changing.unlock();
        }
    }

    /** Figures for those who watch; none before anything is served. */
    public Metrics metrics() {
        return new GatewayMetrics(
                () -> {
                    Running runs = running;
                    return runs == null ? List.of() : List.of(runs.watching());
                },
                List.of(
                        new UpstreamMetrics(upstreams),
                        new CacheMetrics(shelves),
                        new CertificateMetrics(this::certificates)));
    }

    /** What it keeps on disk that can go, the least missed first. */
    public List<Trimmable> trimmables() {
        List<Trimmable> all = new ArrayList<>();
        cache.ifPresent(it -> all.add(new KeptAnswers(it, shelves)));
        accessLog.ifPresent(it -> all.add(new RotatedLog(it)));
        return all;
    }

    /** Requests and upgraded connections under way at a component's instances. */
    public int inFlight(String component) {
        return upstreams.inFlight(component);
    }

    /**
     * What metrics tell about the components of the table in use, in no order. Cheap enough to be
     * asked every second, and by any thread.
     */
    public List<ComponentFigures> figures() {
        return upstreams.figures();
    }

    /** What the response cache has done for each component that it keeps answers of. */
    public Map<String, CacheFigures> cacheFigures() {
        return shelves.figures();
    }

    @Override
    public Map<String, Activity> activity() {
        return upstreams.activity();
    }

    @Override
    public int purge(String component, Optional<String> path) {
        return shelves.purge(component, path);
    }

    @Override
    public boolean awaitDrained(String instance, Duration atMost) {
        return upstreams.awaitDrained(instance, atMost);
    }

    @Override
    public List<CertificateStatus> certificates() {
        return certificates.status();
    }

    /** Has the certificates looked after now, and waits until that is done. */
    void lookAtCertificates() throws InterruptedException {
        certificates.look();
    }

    /** What authorities are answered that check our names. */
    Challenges challenges() {
        return challenges;
    }

    /** What new connections are made with. */
    TlsContext shownNow() {
        changing.lock();
        try {
            return Objects.requireNonNull(Objects.requireNonNull(running).live().tls());
        } finally {
            changing.unlock();
        }
    }

    @Override
    public void close() {
        // Before the lock, which a round that ends may want.
        certificates.close();
        changing.lock();
        try {
            closed = true;
            if (running != null) {
                running.close();
                running = null;
            }
            shelves.close();
        } finally {
            changing.unlock();
        }
    }
}
