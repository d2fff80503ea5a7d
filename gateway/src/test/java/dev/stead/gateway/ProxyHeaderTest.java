package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.haproxy.HAProxyMessageEncoder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetSocketAddress;

final class ProxyHeaderTest {
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

    @Test
    void tellsWhatAProxyBeforeTheGatewayHasTold() {
        EmbeddedChannel channel = new EmbeddedChannel();
        Peer.announce(
                channel,
                new Peer.Announced(
                        new InetSocketAddress("198.51.100.7", 4711),
                        new InetSocketAddress("192.0.2.1", 443)));
        assertThat(ProxyHeader.of(new Peer("198.51.100.7", 443, true), channel))
                .isEqualTo(new ProxyHeader("198.51.100.7", 4711, "192.0.2.1", 443));
    }

    /** Bytes by the table of the specification: version and command, family, length, addresses. */
    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 5000, 127.0.0.1, 443, 21 11 000c c0000207 7f000001 1388 01bb",
        "2001:db8::7, 0, ::1, 443, 21 21 0024 20010db8000000000000000000000007"
                + " 00000000000000000000000000000001 0000 01bb",
        "192.0.2.7, 0, ::1, 443, 21 21 0024 00000000000000000000ffffc0000207"
                + " 00000000000000000000000000000001 0000 01bb",
        "unknown, 0, 127.0.0.1, 443, 20 00 0000",
    })
    void saysWhoIsThere(String source, int sourcePort, String target, int port, String bytes) {
        EmbeddedChannel channel = new EmbeddedChannel(HAProxyMessageEncoder.INSTANCE);
        channel.writeOutbound(new ProxyHeader(source, sourcePort, target, port).message());
        ByteBuf written = channel.readOutbound();
        assertThat(ByteBufUtil.hexDump(written)).isEqualTo(SIGNATURE + bytes.replace(" ", ""));
        written.release();
    }
}
