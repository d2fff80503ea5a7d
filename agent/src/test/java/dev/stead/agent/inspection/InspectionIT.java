package dev.stead.agent.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.agent.HostPaths;
import dev.stead.api.HostFacts;
import dev.stead.api.HostFacts.Listening;
import dev.stead.base.StateFolder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** This machine, as it is. */
final class InspectionIT {
    @TempDir Path folder;

    private HostFacts facts(StateFolder state, Set<Integer> ports, boolean thorough) {
        return new Inspection(
                        HostPaths.below(Path.of("/")),
                        state,
                        InstantSource.system(),
                        System::nanoTime,
                        ProcessHandle.current().pid(),
                        _ -> Optional.empty())
                .facts(new HostFacts.Question(List.of(), ports, thorough));
    }

    @Test
    void saysWhatItHas() throws IOException {
        HostFacts facts = facts(new StateFolder(folder), Set.of(), true);

        assertThat(facts.memory().orElseThrow().total()).isGreaterThan(64L << 20);
        assertThat(facts.memory().orElseThrow().available())
                .isPositive()
                .isLessThanOrEqualTo(facts.memory().orElseThrow().total());
        assertThat(facts.cores().orElseThrow())
                .isPositive()
                .isLessThanOrEqualTo(Runtime.getRuntime().availableProcessors());
        var store = Files.getFileStore(folder);
        assertThat(facts.disk().space().orElseThrow().total()).isEqualTo(store.getTotalSpace());
        assertThat(facts.disk().space().orElseThrow().free())
                .isBetween(store.getUsableSpace() / 2, store.getTotalSpace());
        assertThat(facts.bounds().files()).isPresent();
        assertThat(facts.bounds().processes()).isPresent();
        assertThat(facts.software().kernel()).isPresent();
        assertThat(facts.clock().now())
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
    }

    @Test
    void measuresTheDiskInAboutASecondAndLeavesNothing() {
        StateFolder state = new StateFolder(folder);
        long begin = System.nanoTime();

        HostFacts.Speed speed = facts(state, Set.of(), true).disk().speed().orElseThrow();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
        assertThat(speed.writes()).isBetween(1, 64);
        assertThat(speed.median()).isPositive().isLessThanOrEqualTo(speed.p99());
        assertThat(folder).isEmptyDirectory();
        assertThat(facts(state, Set.of(), false).disk().speed()).isEmpty();
    }

    @Test
    void aFolderThatIsNotThereYetIsLookedAtAboveIt() {
        HostFacts facts = facts(new StateFolder(folder.resolve("a/b")), Set.of(), true);

        assertThat(facts.disk().folder()).isEqualTo(folder);
        assertThat(facts.disk().space()).isPresent();
        assertThat(facts.disk().refusal()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aLinkInPlaceOfTheProbeIsNotFollowed() throws IOException {
        StateFolder state = new StateFolder(folder.resolve("s"));
        Files.createDirectories(state.root());
        Path precious = Files.writeString(folder.resolve("precious"), "content");
        Files.createSymbolicLink(state.probe(), precious);

        assertThat(facts(state, Set.of(), true).disk().refusal()).isPresent();
        assertThat(precious).hasContent("content");
    }

    @Test
    void ownListenersAreOwn() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = server.getLocalPort();

            Listening found =
                    facts(new StateFolder(folder), Set.of(port), false).listening().stream()
                            .filter(it -> it.port() == port)
                            .findFirst()
                            .orElseThrow();

            assertThat(found.address()).isEqualTo("127.0.0.1");
            assertThat(found.holder().orElseThrow().pid()).isEqualTo(ProcessHandle.current().pid());
            assertThat(found.holder().orElseThrow().self()).isTrue();
        }
    }
}
