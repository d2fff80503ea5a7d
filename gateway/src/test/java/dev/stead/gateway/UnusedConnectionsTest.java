package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.InetSocketAddress;

final class UnusedConnectionsTest {
    private final Loop loop = LoopTest.loop();
    private final Upstream first = upstream("api-1");
    private final Upstream second = upstream("api-2");
    private final UnusedConnections unused = new UnusedConnections(3);

    @Test
    void theOneThatWasUsedLastComesFirst() {
        UpstreamConnection old = kept(first);
        UpstreamConnection young = kept(first);
        kept(second);
        assertThat(unused.take(first)).isSameAs(young);
        assertThat(unused.take(first)).isSameAs(old);
        assertThat(unused.take(first)).isNull();
    }

    @Test
    void theBoundIsOneOverAllInstances() {
        kept(first);
        UpstreamConnection other = kept(second);
        kept(first);
        assertThat(unused.keep(connection(second))).isFalse();

        assertThat(unused.take(second)).isSameAs(other);
        kept(second);
        assertThat(unused.keep(connection(first))).isFalse();
    }

    @Test
    void whatEndsOrIsClosedMakesRoomOnce() {
        UpstreamConnection gone = kept(first);
        UpstreamConnection closed = kept(first);
        kept(second);
        unused.forget(gone);
        unused.forget(gone);
        kept(second);
        assertThat(unused.keep(connection(second))).isFalse();

        unused.close(first);
        unused.forget(closed);
        assertThat(unused.take(first)).isNull();
        kept(second);
        assertThat(unused.keep(connection(second))).isFalse();
    }

    @Test
    void nothingIsKeptToAnInstanceThatIsBeingDrained() {
        first.setRetired(true);
        assertThat(unused.keep(connection(first))).isFalse();
    }

    private UpstreamConnection kept(Upstream upstream) {
        UpstreamConnection connection = connection(upstream);
        assertThat(unused.keep(connection)).isTrue();
        return connection;
    }

    private UpstreamConnection connection(Upstream upstream) {
        return new UpstreamConnection(upstream, new EmbeddedChannel(), loop, true);
    }

    private static Upstream upstream(String instance) {
        return new Upstream(
                new Upstream.Place(
                        instance, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)),
                new Component("api", () -> 0),
                "",
                () -> {});
    }
}
