package dev.stead.gateway;

import io.netty.channel.CombinedChannelDuplexHandler;

/**
 * Speaks FastCGI 1.0 to an instance, so that to everybody else it looks like one that speaks HTTP.
 *
 * <p>One connection has one request: a process of php-fpm serves the connection that it has taken
 * and no other, so that one which waited in a pool would keep a process from all others.
 */
final class FastCgiCodec extends CombinedChannelDuplexHandler<FastCgiDecoder, FastCgiEncoder> {
    private FastCgiCodec(FastCgiDecoder decoder) {
        super(decoder, new FastCgiEncoder(decoder));
    }

    /** Whether a byte has come. */
    boolean heard() {
        return inboundHandler().heard();
    }

    /** A codec for one connection to an instance of a component. */
    static FastCgiCodec of(String component, ProgramLines lines) {
        return new FastCgiCodec(new FastCgiDecoder(line -> lines.take(component, line)));
    }
}
