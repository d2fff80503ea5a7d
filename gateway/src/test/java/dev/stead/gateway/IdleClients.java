package dev.stead.gateway;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.GlobalEventExecutor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Very many visitors, in a process of their own because of descriptors. Each line of its input,
 * {@code KIND COUNT}, opens connections, from twenty addresses in turns; then it says how many came
 * to stand and how many were refused, since it began. Ends with its input.
 */
final class IdleClients {
    private static final int AT_ONCE = 200;

    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final MultiThreadIoEventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final AtomicInteger standing = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final SslContext tls;
    private final int port;
    private int turn;

    private IdleClients(int port) throws IOException {
        this.port = port;
        this.tls =
                SslContextBuilder.forClient()
                        .sslProvider(SslProvider.OPENSSL_REFCNT)
                        .trustManager(InsecureTrustManagerFactory.INSTANCE)
                        .endpointIdentificationAlgorithm("")
                        .build();
    }

    /** What a visitor does once it is connected. */
    private enum Kind {
        IDLE,
        HEAD,
        BODY,
        READER
    }

    /** Argument: the port. */
    public static void main(String[] args) throws Exception {
        IdleClients clients = new IdleClients(Integer.parseInt(args[0]));
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", -1);
            clients.open(Kind.valueOf(words[0]), Integer.parseInt(words[1]));
            System.out.println(clients.standing.get() + " " + clients.refused.get());
        }
        clients.channels.close().await();
    }

    private void open(Kind kind, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            places.acquire();
            connect(kind);
        }
        places.acquire(AT_ONCE);
        places.release(AT_ONCE);
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void connect(Kind kind) {
        turn++;
        new Bootstrap()
                .group(loops)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.AUTO_READ, kind != Kind.READER)
                .option(ChannelOption.SO_RCVBUF, 4096)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 60_000)
                .handler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                shake(channel, kind);
                            }
                        })
                .connect(
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port),
                        new InetSocketAddress(
                                InetAddress.ofLiteral("127.0.0." + (2 + turn % 20)), 0));
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void shake(Channel channel, Kind kind) {
        SslHandler handler = tls.newHandler(channel.alloc(), "localhost", port);
        handler.setHandshakeTimeoutMillis(60_000);
        channel.pipeline().addLast(handler);
        if (kind == Kind.IDLE) {
            channel.pipeline().addLast(new Answered());
        }
        handler.handshakeFuture()
                .addListener(shaken -> {
                    if (shaken.isSuccess()) {
                        channels.add(channel);
                        begin(channel, kind);
                        if (kind != Kind.IDLE) {
                            stands();
                        }
                    } else {
                        refused();
                        channel.close();
                    }
                });
    }

    /** Sees the answer to the one request of an idle visitor. */
    private final class Answered extends ChannelInboundHandlerAdapter {
        private boolean seen;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
            if (!seen) {
                seen = true;
                stands();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            if (!seen && ctx.pipeline().get(SslHandler.class).handshakeFuture().isSuccess()) {
                seen = true;
                refused();
            }
        }
    }

    private void stands() {
        standing.incrementAndGet();
        places.release();
    }

    private void refused() {
        refused.incrementAndGet();
        places.release();
    }

    private static void begin(Channel channel, Kind kind) {
        switch (kind) {
            case IDLE -> send(channel, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            case HEAD -> drip(channel, "GET / HTTP/1.1\r\nHost: localhost\r\nX: ");
            case BODY ->
                    drip(
                            channel,
                            "PUT /sink HTTP/1.1\r\n"
                                    + "Host: localhost\r\n"
                                    + "Content-Length: 9999\r\n\r\n");
            case READER -> send(channel, "GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n");
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private static void drip(Channel channel, String begin) {
        send(channel, begin);
        var dripping =
                channel.eventLoop()
                        .scheduleAtFixedRate(() -> send(channel, "x"), 3, 3, TimeUnit.SECONDS);
        channel.closeFuture().addListener(_ -> dripping.cancel(false));
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private static void send(Channel channel, String text) {
        if (channel.isActive()) {
            channel.writeAndFlush(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
        }
    }
}
