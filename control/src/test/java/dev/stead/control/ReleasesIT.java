package dev.stead.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.stead.api.Disks;
import dev.stead.base.Code;
import dev.stead.base.StateFolder;
import dev.stead.base.SteadException;
import dev.stead.testing.FakeHost;
import dev.stead.testing.SmallDisk;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

final class ReleasesIT {
    private static final int SIZE = 100_000;

    @TempDir Path folder;
    private Path state;
    private Path source;

    @BeforeEach
    void make() throws IOException {
        state = Files.createDirectory(folder.resolve("state"));
        source = Files.createDirectory(folder.resolve("source"));
    }

    private Releases releases(Disks disks) {
        PackedForms packing = new PackedForms(List::of, Duration.ofMinutes(1), System::nanoTime);
        return new Releases(new StateFolder(state), new FakeHost(), packing, disks);
    }

    private String publish(Releases releases, String component, int content) throws IOException {
        byte[] bytes = new byte[SIZE];
        bytes[0] = (byte) content;
        Files.write(source.resolve("file"), bytes);
        String digest =
                releases.publish(
                        component,
                        source,
                        new Blueprint.Source("./source", List.of(), true),
                        new Progress(InstantSource.system(), event -> {}));
        Files.setLastModifiedTime(
                releases.folder(component, digest),
                FileTime.from(Instant.EPOCH.plusSeconds(content)));
        return digest;
    }

    private List<String> left(String component) throws IOException {
        try (Stream<Path> all = Files.list(state.resolve("releases").resolve(component))) {
            return all.map(p -> p.getFileName().toString())
                    .filter(name -> !name.equals(".packed") && !name.equals(".sums"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void trimsTheOldestOfAllComponentsThatAreNotInUse() throws IOException {
        Releases releases = releases(Disks.UNWATCHED);
        List<String> ui = new ArrayList<>();
        for (int i = 1; i <= 5; i += 2) {
            ui.add(publish(releases, "ui", i));
        }
        String former = publish(releases, "former", 2);
        assertThat(releases.trimAll(Map.of(), Long.MAX_VALUE)).as("in hand").isZero();
        releases.letGo();

        Map<String, Set<String>> inUse = Map.of("ui", Set.of(ui.getFirst()));
        assertThat(releases.trimAll(inUse, SIZE + 1)).isEqualTo(2 * SIZE);

        assertThat(left("ui")).containsExactlyInAnyOrder(ui.get(0), ui.get(2));
        assertThat(state.resolve("releases/ui/.sums").toFile().list())
                .containsExactlyInAnyOrder(ui.get(0), ui.get(2));
        assertThat(left("former")).as(former).isEmpty();
    }

    @Test
    void whatSteadDidNotMakeStays() throws IOException {
        Releases releases = releases(Disks.UNWATCHED);
        publish(releases, "ui", 1);
        releases.letGo();
        Path mine = Files.createDirectory(state.resolve("releases/ui/backup"));
        Files.writeString(mine.resolve("x"), "x");
        Files.writeString(state.resolve("releases/ui/" + "a".repeat(32)), "a file");
        Files.createSymbolicLink(state.resolve("releases/ui/" + "b".repeat(32)), mine);
        Files.createDirectory(state.resolve("releases/notes"));

        releases.trim("ui", Set.of());
        assertThat(releases.trimAll(Map.of(), Long.MAX_VALUE)).isEqualTo(SIZE);

        assertThat(left("ui")).containsExactly("a".repeat(32), "backup", "b".repeat(32));
        assertThat(mine.resolve("x")).exists();
        assertThat(state.resolve("releases/notes")).exists();
    }

    @Test
    void removesWhatAMakingOrARemovalThatWasCutOffLeft() throws IOException {
        Releases releases = releases(Disks.UNWATCHED);
        Path staging = Files.createDirectories(state.resolve("releases/ui/.staging"));
        Path removed = Files.createDirectories(state.resolve("releases/ui/.removed"));
        Files.write(staging.resolve("half"), new byte[SIZE]);
        Files.write(removed.resolve("half"), new byte[SIZE]);
        assertThat(releases.trimAll(Map.of(), 1)).isEqualTo(2 * SIZE);
        assertThat(staging).doesNotExist();
        assertThat(removed).doesNotExist();
    }

    @Test
    void aReleaseThatDoesNotFitLeavesNothingBehind() throws IOException {
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), 256 * 1024)) {
            assumeThat(disk.isMissing()).as("no disk can be mounted").isFalse();
            state = disk.folder();
            disk.fillUpTo(40_000);
            Releases releases = releases(Disks.UNWATCHED);

            assertThatThrownBy(() -> publish(releases, "ui", 1))
                    .isInstanceOfSatisfying(
                            SteadException.class,
                            e -> {
                                assertThat(e.code()).isEqualTo(Code.HOST);
                                assertThat(e.what()).contains("its release has room for");
                                assertThat(e.mend()).contains("make room");
                            });

            assertThat(left("ui")).isEmpty();
            disk.empty();
            publish(releases, "ui", 1);
            assertThat(left("ui")).hasSize(1);
        }
    }

    @Test
    void asksForRoomBeforeItCopies() {
        Disks none =
                new Disks() {
                    @Override
                    public void demand(Path where, long bytes, String what) {
                        throw new SteadException(
                                Code.EXHAUSTED, where.getFileName() + " " + bytes + " " + what, "");
                    }

                    @Override
                    public List<String> warnings() {
                        return List.of();
                    }
                };
        assertThatThrownBy(() -> publish(releases(none), "ui", 1))
                .hasMessage("ui " + SIZE + " make a new release of ui");
        assertThat(state).isEmptyDirectory();
    }
}
