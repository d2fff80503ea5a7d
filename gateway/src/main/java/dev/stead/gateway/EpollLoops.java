package dev.stead.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;

import java.util.concurrent.ThreadFactory;

/**
 * Event loops that take a new socket only when they have handled all events that the kernel
 * reported before.
 *
 * <p>Netty knows sockets by their descriptors. Where one is closed, and another accepted or made in
 * the same turn, the new one may get the descriptor of the old; an event of the old one that waits
 * to be handled in that turn would then close the new one, or take from it the notice of its end.
 */
final class EpollLoops extends MultiThreadIoEventLoopGroup {
    EpollLoops(int threads, ThreadFactory factory) {
        super(threads, factory, EpollIoHandler.newFactory());
    }

    /** Sockets that were accepted come by this. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it is the promise
    public ChannelFuture register(Channel channel) {
        EventLoop loop = next();
        ChannelPromise promise = new DefaultChannelPromise(channel, loop);
        loop.execute(() -> loop.register(promise));
        return promise;
    }
}
