package dev.stead.gateway;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;

/**
 * Reads nothing from a client that does not read. HTTP/2 bounds bodies by windows, and nothing
 * bounds what else a client can ask for and leave in our buffers.
 */
final class ReadGate extends ChannelDuplexHandler {
    private boolean held;

    @Override
    public void read(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            ctx.read();
        } else {
            held = true;
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (held && ctx.channel().isWritable()) {
            held = false;
            ctx.read();
        }
        ctx.fireChannelWritabilityChanged();
    }
}
