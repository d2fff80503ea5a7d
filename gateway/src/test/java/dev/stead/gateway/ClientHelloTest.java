package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.SplittableRandom;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

final class ClientHelloTest {
    /** Of the record and of the handshake message. */
    private static final int HEADERS = 9;

    @Test
    void readsHostAndProtocols() throws Exception {
        assertThat(ClientHello.read(hello("Planning.Example", "acme-tls/1", "h2")))
                .isEqualTo(new ClientHello("planning.example", List.of("acme-tls/1", "h2")));
    }

    @Test
    void readsNothingFromWhatIsCutOffOrDamaged() throws Exception {
        ByteBuf whole = hello("planning.example", "acme-tls/1");
        for (int length = 0; length < whole.readableBytes(); length++) {
            ClientHello read = ClientHello.read(whole.slice(0, length));
            assertThat(read.protocols()).isIn(List.of(), List.of("acme-tls/1"));
        }
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 20_000; i++) {
            ByteBuf damaged = whole.copy();
            damaged.setByte(random.nextInt(damaged.readableBytes()), random.nextInt(256));
            assertThat(ClientHello.read(damaged).host().length()).isLessThan(300);
        }
    }

    private static ByteBuf hello(String host, String... protocols)
            throws GeneralSecurityException, IOException {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(host)));
        parameters.setApplicationProtocols(protocols);
        engine.setSSLParameters(parameters);
        engine.beginHandshake();
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), out);
        out.flip().position(HEADERS);
        return Unpooled.wrappedBuffer(out.slice());
    }
}
