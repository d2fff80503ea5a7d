package dev.stead.gateway;

import dev.stead.api.RouteTable.InnerDoor;
import dev.stead.api.RouteTable.Listeners;
import dev.stead.base.Code;
import dev.stead.base.SteadException;
import dev.stead.gateway.Listener.Wanted;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollServerSocketChannel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The listeners in use, and the change to others: what is wanted still is left alone, what is new
 * is bound before anything old is closed, but for what is in its way. Used by one thread at a time.
 */
final class ListenerSet {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerSet.class);
    private static final int BACKLOG = 4096;

    /** Connections taken in one turn of a loop: with few, those that come in a burst wait long. */
    private static final int ACCEPTED_AT_ONCE = 256;

    private final EventLoopGroup loops;
    private final ClientInitializer.Shared shared;
    private Map<Wanted, Listener> current = new LinkedHashMap<>();

    ListenerSet(EventLoopGroup loops, ClientInitializer.Shared shared) {
        this.loops = loops;
        this.shared = shared;
    }

    /** A change that is prepared: everything is bound. */
    record Change(Map<Wanted, Listener> next) {}

    /**
     * Binds what is not bound yet. What is not wanted any more and has a port of what is, on the
     * same address or on all of them, is closed before.
     *
     * @throws SteadException code HOST when something cannot be bound; nothing has changed then
     */
    Change prepare(Listeners listeners, List<InnerDoor> innerDoors) {
        List<Wanted> all = wanted(listeners, innerDoors);
        Map<Wanted, Listener> next = new LinkedHashMap<>();
        List<Listener> added = new ArrayList<>();
        Map<Wanted, Integer> closed = new LinkedHashMap<>();
        try {
            for (Wanted wanted : all) {
                Listener known = current.get(wanted);
                if (known == null) {
                    closed.putAll(makeWay(wanted, all));
                    known = bind(wanted, wanted.port());
                    added.add(known);
                }
                next.put(wanted, known);
            }
        } catch (RuntimeException e) {
            added.forEach(Listener::close);
            closed.forEach(this::bindAgain);
            throw e;
        }
        return new Change(next);
    }

    /** Closes what is in the way, and says which port each had. */
    private Map<Wanted, Integer> makeWay(Wanted wanted, List<Wanted> all) {
        Map<Wanted, Integer> closed = new LinkedHashMap<>();
        current.forEach((old, listener) -> {
            int port = listener.port();
            if (port == wanted.port() && old.overlaps(wanted) && !all.contains(old)) {
                listener.close();
                closed.put(old, port);
            }
        });
        return closed;
    }

    private void bindAgain(Wanted old, int port) {
        try {
            current.put(old, bind(old, port));
        } catch (RuntimeException e) {
            current.remove(old);
            LOG.error("port {} of {} is not listened on any more", port, old.address(), e);
        }
    }

    /** Makes a prepared change; what is not wanted any more is closed. */
    void apply(Change change) {
        Map<Wanted, Listener> old = current;
        current = new LinkedHashMap<>(change.next());
        old.forEach((wanted, listener) -> {
            if (!current.containsKey(wanted)) {
                listener.close();
            }
        });
    }

    void closeAll() {
        current.values().forEach(Listener::close);
        current = new LinkedHashMap<>();
    }

    /** The port of the first listener of this kind. */
    int port(Listener.Door door) {
        return current.entrySet().stream()
                .filter(entry -> entry.getKey().door() == door)
                .mapToInt(entry -> entry.getValue().port())
                .findFirst()
                .orElse(-1);
    }

    private static List<Wanted> wanted(Listeners listeners, List<InnerDoor> innerDoors) {
        List<Wanted> wanted = new ArrayList<>();
        for (String address : listeners.addresses()) {
            wanted.add(new Wanted(address, listeners.https(), Listener.Door.TLS));
            wanted.add(new Wanted(address, listeners.http(), Listener.Door.REDIRECT));
        }
        for (InnerDoor inner : innerDoors) {
            wanted.add(new Wanted("127.0.0.1", inner.port(), Listener.Door.INNER));
        }
        return wanted;
    }

    private Listener bind(Wanted wanted, int port) {
        Listener listener = new Listener();
        ChannelInitializer<Channel> initializer = new ClientInitializer(listener, shared, wanted);
        ServerBootstrap bootstrap = bootstrap(loops).childHandler(initializer);
        ChannelFuture bound =
                bootstrap
                        .bind(new InetSocketAddress(wanted.address(), port))
                        .awaitUninterruptibly();
        Throwable failure = bound.cause();
        if (failure != null) {
            throw cannotBind(wanted, failure);
        }
        listener.bound(bound.channel());
        return listener;
    }

    /**
     * How every listener takes connections. By default Netty's epoll takes one in each turn of its
     * loop, as the descriptor that it gets is not the one "byte" that it asked for: a burst waited
     * a second while those who were in were served.
     */
    static ServerBootstrap bootstrap(EventLoopGroup loops) {
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(loops)
                        .channel(EpollServerSocketChannel.class)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(
                                ChannelOption.RECVBUF_ALLOCATOR,
                                new ServerChannelRecvByteBufAllocator()
                                        .respectMaybeMoreData(false)
                                        .maxMessagesPerRead(ACCEPTED_AT_ONCE))
                        .childOption(ChannelOption.AUTO_READ, false)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.SO_KEEPALIVE, true)
                        .childOption(
                                ChannelOption.WRITE_BUFFER_WATER_MARK,
                                WriteBufferWaterMark.DEFAULT);
        KeepAlive.TIMES.forEach(bootstrap::childOption);
        return bootstrap;
    }

    private static SteadException cannotBind(Wanted wanted, Throwable cause) {
        String place = "port " + wanted.port() + " of " + wanted.address();
        String why = String.valueOf(cause.getMessage());
        if (why.contains("in use")) {
            Optional<PortHolder> holder = PortHolder.find(wanted.port());
            String who =
                    holder.map(it -> it.name() + " (pid " + it.pid() + ")")
                            .orElse("another process");
            return new SteadException(
                    Code.HOST,
                    place + " is taken by " + who,
                    "stop it, or give other ports with listen: in the system file",
                    cause);
        }
        String mend =
                why.contains("Permission denied")
                        ? "run as root, or give ports above 1023 with listen: in the system file"
                        : "give an address of this machine with listen: in the system file";
        return new SteadException(Code.HOST, place + " cannot be listened on: " + why, mend, cause);
    }
}
