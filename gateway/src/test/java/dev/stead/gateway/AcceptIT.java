package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Connections that come while a loop is busy are taken together, not one for each turn. */
final class AcceptIT {
    private static final int BURST = 200;

    @Test
    void aBurstIsTakenInOneTurn() throws Exception {
        EventLoopGroup loops = new EpollLoops(1, new DefaultThreadFactory("accept", true));
        List<Socket> clients = new ArrayList<>();
        Turns turns = new Turns();
        try {
            Channel listener =
                    ListenerSet.bootstrap(loops)
                            .handler(turns)
                            .childHandler(new Nothing())
                            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                            .sync()
                            .channel();
            CountDownLatch busy = new CountDownLatch(1);
            CountDownLatch held = new CountDownLatch(1);
            listener.eventLoop()
                    .execute(() -> {
                        held.countDown();
                        await(busy);
                    });
            held.await();
            connect(clients, (InetSocketAddress) listener.localAddress());
            busy.countDown();

            assertThat(turns.taken.poll(20, TimeUnit.SECONDS)).isEqualTo(BURST);
        } finally {
            for (Socket client : clients) {
                client.close();
            }
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }

    private static void connect(List<Socket> clients, InetSocketAddress to) throws IOException {
        for (int i = 0; i < BURST; i++) {
            clients.add(new Socket(to.getAddress(), to.getPort()));
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many connections each turn took. */
    private static final class Turns extends ChannelInboundHandlerAdapter {
        private final LinkedBlockingQueue<Integer> taken = new LinkedBlockingQueue<>();
        private int now;

        @Override
        public void channelRead(ChannelHandlerContext context, Object connection) {
            now++;
            context.fireChannelRead(connection);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            taken.add(now);
            now = 0;
            context.fireChannelReadComplete();
        }
    }

    private static final class Nothing extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {}
    }
}
