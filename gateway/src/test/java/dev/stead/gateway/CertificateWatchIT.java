package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.api.CertificateStatus.Failure;
import dev.stead.api.RouteTable;
import dev.stead.api.RouteTable.CertificateSource;
import dev.stead.api.RouteTable.LocalAuthority;
import dev.stead.api.RouteTable.PemFiles;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** What is told of a certificate that is not shown, and for how long. */
final class CertificateWatchIT {
    @TempDir Path folder;
    private final MovableClock clock = new MovableClock(Instant.now());
    private Optional<InetSocketAddress> door = Optional.empty();
    private TestAuthority authority;
    private PemFiles files;
    private TestGateway shop;
    private CertificateWatch watch;

    @BeforeEach
    void start() throws Exception {
        authority = new TestAuthority(folder);
        files = authority.write("a", "a.example", "under_score.example");
        shop = new TestGateway(folder);
        watch =
                new CertificateWatch(
                        CertificateSettings.standard(),
                        clock,
                        () -> new SplittableRandom(7),
                        new Challenges(),
                        new ItsTurn());
    }

    @AfterEach
    void stop() {
        watch.close();
        shop.close();
    }

    /** Whose turn it is never changes here, but for {@link #adopt}. */
    private final class ItsTurn implements CertificateWatch.Stage {
        @Override
        public boolean show(Keeper keeper) {
            return true;
        }

        @Override
        public void renewTickets() {}

        @Override
        public NettyGateway.Ports ports() {
            return shop.gateway().ports();
        }

        @Override
        public Optional<InetSocketAddress> door() {
            return door;
        }
    }

    private void adopt(CertificateSource source) throws InterruptedException {
        watch.adopt(watch.keeper(source), true);
        watch.look();
    }

    private Optional<Failure> told() {
        return watch.status().getFirst().failure();
    }

    private InetSocketAddress nobody() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Pebble.freePort());
    }

    private InetSocketAddress shop(PemFiles shown) {
        RouteTable table = shop.table();
        shop.gateway().serve(new RouteTable(table.listeners(), shown, table.entries()));
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), shop.gateway().ports().https());
    }

    @Test
    void tellsOfACertificateThatIsNotShownUntilItIs() throws Exception {
        door = Optional.of(shop(authority.write("b", "a.example")));
        adopt(files);
        assertThat(told().orElseThrow().what()).contains("is not the one that is stored");
        door = Optional.of(nobody());
        watch.look();
        assertThat(told().orElseThrow().what()).contains("could not be looked at");
        door = Optional.of(shop(files));
        watch.look();
        assertThat(told()).isEmpty();
    }

    @Test
    void tellsNothingThatCanNoLongerBeLookedAt() throws Exception {
        door = Optional.of(nobody());
        adopt(files);
        assertThat(told()).isPresent();
        door = Optional.empty();
        watch.look();
        assertThat(told()).isEmpty();
    }

    @Test
    void tellsNothingOfAnotherSource() throws Exception {
        door = Optional.of(nobody());
        adopt(files);
        assertThat(told()).isPresent();
        adopt(new LocalAuthority(folder.resolve("local"), List.of("a.example")));
        assertThat(told()).isEmpty();
    }
}
