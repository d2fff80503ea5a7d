package dev.stead.gateway;

import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;

import java.util.Map;

/**
 * Has the kernel ask whether the other end is still there (RFC 9293, 3.8.4) when a connection has
 * been silent for a minute. WebSockets and event streams may be silent for as long as they like,
 * and one whose other end has vanished would stay for ever. After four probes in another minute
 * without an answer the connection fails like any other.
 */
final class KeepAlive {
    /** For TCP only. */
    static final Map<ChannelOption<Integer>, Integer> TIMES =
            Map.of(
                    EpollChannelOption.TCP_KEEPIDLE, 60,
                    EpollChannelOption.TCP_KEEPINTVL, 15,
                    EpollChannelOption.TCP_KEEPCNT, 4);

    private KeepAlive() {}
}
