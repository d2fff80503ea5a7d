package dev.stead.gateway;

import dev.stead.api.Gateway;
import dev.stead.api.Metrics;
import dev.stead.api.RouteTable;
import dev.stead.api.Sessions;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
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
    private final ReentrantLock changing = new ReentrantLock();
    private final Upstreams upstreams = new Upstreams();
    private final Certificates certificates;
    private volatile @Nullable Running running;
    private boolean closed;

    /**
     * A gateway that does not serve yet.
     *
     * @param clock decides about certificates and dates
     * @param random makes request ids, which need not be secret
     * @param sessions says who is signed in
     * @param accessLog the file of the access log, in a folder that is there once the gateway
     *     serves; empty for none
     */
    public NettyGateway(
            GatewaySettings settings,
            InstantSource clock,
            SplittableGenerator random,
            Sessions sessions,
            Optional<Path> accessLog) {
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        this.sessions = sessions;
        this.accessLog = accessLog;
        this.certificates = new Certificates(clock);
    }

    /** A gateway without an access log. */
    public NettyGateway(
            GatewaySettings settings,
            InstantSource clock,
            SplittableGenerator random,
            Sessions sessions) {
        this(settings, clock, random, sessions, Optional.empty());
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
        TableBuilder builder = new TableBuilder(upstreams);
        Routes routes = builder.build(table);
        Credentials credentials = certificates.obtain(table.certificate());
        Running runs = running();
        TlsContext old = runs.live().tls();
        TlsContext tls = old != null && old.shows(credentials) ? old : TlsContext.of(credentials);
        Set<Upstream> named = builder.named();
        upstreams.revive(named);
        try {
            runs.swap(new Live(routes, tls), table);
        } catch (SteadException e) {
            if (tls != old) {
                tls.release();
            }
            upstreams.keep(runs.named());
            throw e;
        }
        runs.retire(upstreams.keep(named), tls == old ? null : old);
        runs.setNamed(named);
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
                List.of(new UpstreamMetrics(upstreams)));
    }

    /** Requests and upgraded connections under way at a component's instances. */
    public int inFlight(String component) {
        return upstreams.inFlight(component);
    }

    @Override
    public boolean awaitDrained(String instance, Duration atMost) {
        return upstreams.awaitDrained(instance, atMost);
    }

    @Override
    public void close() {
        changing.lock();
        try {
            closed = true;
            if (running != null) {
                running.close();
                running = null;
            }
        } finally {
            changing.unlock();
        }
    }
}
