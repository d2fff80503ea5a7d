package dev.stead.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.api.InstanceSpec;
import dev.stead.base.StateFolder;
import dev.stead.model.Health;
import dev.stead.model.InstanceState;
import dev.stead.model.Limits;
import dev.stead.model.SystemFile;
import dev.stead.model.SystemSpec;
import dev.stead.testing.FakeAgent;
import dev.stead.testing.FakeGateway;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** When a table is handed over; what is in it is shown by the tests of control. */
final class RouterTest {
    private final FakeAgent agent = new FakeAgent();
    private final FakeGateway gateway = new FakeGateway();
    private final Router router =
            new Router(
                    gateway,
                    agent,
                    new StateFolder(Path.of("/nowhere")),
                    new ControlSettings("shop", false, false, "test", 1, Duration.ZERO),
                    _ -> Optional.empty());

    @BeforeEach
    void publish() {
        SystemFile.Reading reading =
                SystemFile.read(
                        """
                        system: shop
                        components:
                          api: { service: ./api, route: / }
                        """,
                        _ -> true);
        SystemSpec system = ((SystemFile.Reading.Right) reading).system();
        router.publish(new Router.Published(system, Path.of("/nowhere"), Map.of()));
        assertThat(gateway.served()).isOne();
    }

    @Test
    void aTableThatSaysNothingNewIsNotHandedOver() {
        router.refresh();
        router.refresh();
        assertThat(gateway.served()).isOne();
    }

    @Test
    void whatChangesIsHandedOverOnce() {
        run("api-1");
        router.refresh();
        router.refresh();
        assertThat(gateway.served()).isEqualTo(2);
        assertThat(gateway.endpoints("api")).containsExactly("api-1");
        agent.change("api-1", InstanceState.UNHEALTHY);
        router.refresh();
        assertThat(gateway.served()).isEqualTo(3);
        assertThat(gateway.endpoints("api")).isEmpty();
    }

    @Test
    void theGatewayIsMadeToLookAtItsCertificateWithTheSameTable() {
        router.handOverAgain();
        assertThat(gateway.served()).isEqualTo(2);
    }

    @Test
    void whatCouldNotBeServedIsHandedOverTheNextTime() {
        run("api-1");
        gateway.takePort();
        router.refresh();
        gateway.givePortBack();
        router.refresh();
        assertThat(gateway.endpoints("api")).containsExactly("api-1");
    }

    private void run(String id) {
        agent.run(
                new InstanceSpec(
                        id,
                        "api",
                        "service",
                        new TreeMap<>(),
                        List.of("api"),
                        Optional.empty(),
                        new TreeMap<>(),
                        OptionalInt.of(40_000),
                        new TreeMap<>(),
                        List.of(),
                        Health.of(new Health.Tcp()),
                        "TERM",
                        Duration.ofSeconds(1),
                        Limits.NONE));
    }
}
