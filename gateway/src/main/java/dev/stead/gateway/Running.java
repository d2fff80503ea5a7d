package dev.stead.gateway;

import dev.stead.api.RouteTable;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import io.netty.channel.epoll.Epoll;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator.SplittableGenerator;

/** The part of a gateway that has threads and sockets. Changed by one thread at a time. */
final class Running implements AutoCloseable {
    private final Loops loops;
    private final FileStore files = new FileStore();
    private final SessionCache sessions;
    private final ListenerSet listeners;
    private volatile Live live = Live.NOTHING;
    private volatile int httpsPort;
    private final Watching watching;
    private Set<Upstream> named = Set.of();

    Running(
            GatewaySettings settings,
            InstantSource clock,
            SplittableGenerator random,
            SessionCache sessions,
            Shelves shelves,
            Challenges challenges,
            Optional<Path> accessLog) {
        this.sessions = sessions;
        if (!Epoll.isAvailable()) {
            throw new SteadException(
                    Code.HOST,
                    "the gateway's native library cannot be loaded",
                    "run on Linux x86-64 with a temporary folder that allows programs",
                    Epoll.unavailabilityCause());
        }
        SecureRandom secrets = new SecureRandom();
        watching = new Watching(settings.maxConnections(), accessLog, secrets.nextLong());
        loops = new Loops(settings, clock, random, watching);
        loops.start(settings);
        watching.start();
        OwnPlace own = new OwnPlace(() -> live.routes(), () -> httpsPort);
        Refusals refusals = new Refusals(own, secrets);
        Guard guard = new Guard(sessions, refusals, watching.limits());
        EnterAnswers enter = new EnterAnswers(sessions, guard, refusals, watching.limits());
        RoutedAnswers routed =
                new RoutedAnswers(
                        () -> live.routes(),
                        files,
                        guard,
                        new ResponseCache(shelves),
                        enter,
                        new NothingHere(() -> live.routes(), own, watching.limits(), enter),
                        watching.limits());
        Answers redirect =
                new ChallengeAnswers(
                        challenges, new RedirectAnswers(() -> httpsPort, watching.limits()));
        listeners =
                new ListenerSet(
                        loops.group(),
                        new ClientInitializer.Shared(
                                settings,
                                loops,
                                routed,
                                redirect,
                                () -> Objects.requireNonNull(live.tls()),
                                new Fronts(() -> live.front(), settings.headTimeout()),
                                challenges,
                                watching.limits(),
                                new PlainRefusals(),
                                watching.figures()));
    }

    Watching watching() {
        return watching;
    }

    Live live() {
        return live;
    }

    Set<Upstream> named() {
        return named;
    }

    void setNamed(Set<Upstream> named) {
        this.named = named;
    }

    NettyGateway.Ports ports() {
        return new NettyGateway.Ports(
                listeners.port(Listener.Door.TLS), listeners.port(Listener.Door.REDIRECT));
    }

    /** Binds what is new, then serves with these; nothing changes when that fails. */
    void swap(Live next, RouteTable wanted) {
        Live before = live;
        if (before.tls() == null) {
            // The first connection may come as soon as the first port is bound.
            live = next;
        }
        ListenerSet.Change change;
        try {
            change = listeners.prepare(wanted.listeners(), wanted.innerDoors());
        } catch (RuntimeException e) {
            live = before;
            throw e;
        }
        live = next;
        watching.use(wanted);
        listeners.apply(change);
        httpsPort = listeners.port(Listener.Door.TLS);
    }

    /** Shows other certificates to new connections, with the same routes. */
    void show(TlsContext next) {
        Live before = live;
        live = before.showing(next);
        retire(List.of(), before.tls());
    }

    /** Lets go of what the table before had. */
    void retire(List<Upstream> gone, @Nullable TlsContext unused) {
        // A connection that is being accepted on a loop may still hold the old context until then.
        loops.onEach(
                loop -> gone.forEach(loop.unused()::close),
                () -> {
                    if (unused != null) {
                        unused.release();
                    }
                });
    }

    @Override
    public void close() {
        listeners.closeAll();
        loops.close();
        watching.close();
        files.close();
        sessions.close();
        TlsContext tls = live.tls();
        if (tls != null) {
            tls.release();
        }
    }
}
