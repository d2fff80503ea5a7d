package dev.stead.control.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.stead.api.DiskLevel;
import dev.stead.api.Trimmable;
import dev.stead.base.Code;
import dev.stead.base.Exposition;
import dev.stead.base.StateFolder;
import dev.stead.base.SteadException;
import dev.stead.testing.SmallDisk;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** On a file system of 32 MiB that somebody else fills. */
final class DiskGuardIT {
    private static final long MIB = 1 << 20;

    @TempDir Path folder;
    private final AtomicLong nanos = new AtomicLong();
    private final List<String> told = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private SmallDisk disk;
    private StateFolder state;
    private DiskCare care;

    @BeforeEach
    void mount() throws IOException {
        disk = SmallDisk.mount(folder.resolve("disk"), 32 * MIB);
        assumeThat(disk.isMissing()).as("no disk can be mounted").isFalse();
        state = new StateFolder(Files.createDirectories(disk.folder().resolve("state")));
        care = new DiskCare(state, disk.folder(), () -> Instant.EPOCH, nanos::get);
    }

    @AfterEach
    void unmount() throws IOException {
        disk.close();
    }

    /** Files of so many MiB each, of which each call deletes as many as it must. */
    private Trimmable pile(String what, DiskLevel from, int mebibytes) throws IOException {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < mebibytes; i++) {
            Path file = state.root().resolve(what + i);
            Files.write(file, new byte[(int) MIB]);
            files.add(file);
        }
        return new Pile(state.root(), what, from, files, calls);
    }

    private record Pile(
            Path folder, String what, DiskLevel from, List<Path> files, List<String> calls)
            implements Trimmable {
        @Override
        public long trim(long bytes) throws IOException {
            calls.add("trim " + what);
            long gone = 0;
            while (gone < bytes && !files.isEmpty()) {
                Files.delete(files.removeFirst());
                gone += MIB;
            }
            return gone;
        }

        @Override
        public void recover() {
            calls.add("recover " + what);
        }
    }

    private DiskGuard guard(Trimmable... trimmables) {
        return care.guard(List.of(trimmables), told::add);
    }

    @Test
    void trimsInOrderNoMoreThanItMustAndLetsGrowAgain() throws Exception {
        DiskGuard guard =
                guard(
                        pile("a", DiskLevel.LOW, 1),
                        pile("z", DiskLevel.CRITICAL, 5),
                        pile("b", DiskLevel.LOW, 8));
        assertThat(guard.look()).isFalse();
        assertThat(calls).isEmpty();

        disk.fillUpTo(1900 << 10);
        assertThat(guard.look()).isTrue();
        assertThat(calls).containsExactly("trim a", "trim b");
        assertThat(told).singleElement().asString().contains("is low on space");
        assertThat(care.disks().warnings())
                .anyMatch(it -> it.contains("is low on space") && it.contains("free some"))
                .anyMatch(it ->
                        it.contains("Stead freed 3 MiB")
                                && it.contains("1 MiB of a, 2 MiB of b")
                                && it.contains(disk.folder().toString()));

        assertThat(guard.look()).isFalse();
        assertThat(calls).endsWith("recover a", "recover b").hasSize(4);
        assertThat(care.disks().warnings()).singleElement().asString().startsWith("Stead freed");
    }

    @Test
    void inGreaterNeedGivesUpWhatElseIsKept() throws Exception {
        DiskGuard guard = guard(pile("z", DiskLevel.CRITICAL, 2), pile("a", DiskLevel.LOW, 1));
        disk.fillUpTo(MIB);
        assertThat(guard.look()).isTrue();
        assertThat(calls).containsExactly("trim a", "trim z");
    }

    @Test
    void whatIsInVainIsTriedAgainLaterOrWhenItGetsWorse() throws Exception {
        DiskGuard guard = guard(pile("a", DiskLevel.LOW, 0));
        disk.fillUpTo(3 * MIB);
        guard.look();
        guard.look();
        assertThat(calls).hasSize(1);
        disk.fillUpTo(MIB);
        guard.look();
        guard.look();
        assertThat(calls).hasSize(2);
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        guard.look();
        assertThat(calls).hasSize(3);
    }

    @Test
    void oneThatFailsDoesNotKeepTheOthersFromIt() throws Exception {
        Trimmable gone =
                new Pile(
                        state.root(),
                        "gone",
                        DiskLevel.LOW,
                        new ArrayList<>(List.of(state.root().resolve("none"))),
                        calls);
        DiskGuard guard = guard(gone, pile("b", DiskLevel.LOW, 3));
        disk.fillUpTo(2 * MIB);
        assertThat(guard.look()).isTrue();
        assertThat(calls).containsExactly("trim gone", "trim b");
        assertThat(guard.look()).isFalse();
    }

    @Test
    void whatIsOnAnotherDiskIsLeftAlone() throws Exception {
        Trimmable elsewhere = new Pile(folder, "else", DiskLevel.LOW, new ArrayList<>(), calls);
        DiskGuard guard = guard(elsewhere);
        disk.fillUpTo(MIB);
        assertThat(guard.look()).isTrue();
        assertThat(calls).isEmpty();
    }

    @Test
    void refusesWhatWouldLeaveTooLittleAndSaysWhatToDo() throws Exception {
        care.disks().demand(state.releases(), 20 * MIB, "make a new release");
        assertThatThrownBy(
                        () -> care.disks().demand(state.releases(), 31 * MIB, "make a new release"))
                .isInstanceOfSatisfying(
                        SteadException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(Code.EXHAUSTED);
                            assertThat(e.what())
                                    .contains("the disk " + disk.folder())
                                    .contains("too little space to make a new release")
                                    .contains("of 32 MiB is free, 32.6 MiB must be");
                            assertThat(e.mend()).contains("du -xh " + disk.folder());
                        });
        disk.fillUpTo(MIB);
        assertThatThrownBy(() -> care.disks().demand(state.root(), 0, "start new instances"))
                .hasMessageContaining("1 MiB of 32 MiB is free, 2");
        disk.empty();
        care.disks().demand(state.root(), 0, "start new instances");
    }

    @Test
    void holdsSpaceBackWhileThereIsPlentyAndTellsFigures() throws Exception {
        DiskGuard guard = guard();
        guard.look();
        assertThat(state.reserve()).hasSize(32 * MIB / 64);
        disk.fillUpTo(0);
        guard.look();
        assertThat(told).singleElement().asString().contains("is as good as full");
        Exposition all = new Exposition();
        care.metrics().addTo(all);
        assertThat(all.text())
                .contains("stead_control_disk_level{mount=\"" + disk.folder() + "\"} 3.0")
                .contains("stead_control_disk_free_bytes{mount=\"" + disk.folder() + "\"} 0.0")
                .contains("stead_control_disk_reserve_bytes 524288.0");
        for (int i = 0; i < 2; i++) {
            care.reserve().makeRoom();
            disk.fillUpTo(0);
        }
        assertThat(state.reserve()).hasSize(0);
        care.reserve().makeRoom();
        disk.empty();
        guard.look();
        assertThat(state.reserve()).hasSize(32 * MIB / 64);
        assertThat(told.getLast()).contains("has plenty of space");
    }

    @Test
    void whatIsCalledLikeTheReserveAndIsNoneStays() throws Exception {
        Path other = Files.writeString(folder.resolve("other"), "theirs");
        Files.createSymbolicLink(state.reserve(), other);
        DiskGuard guard = guard();
        guard.look();
        disk.fillUpTo(0);
        care.reserve().makeRoom();
        assertThat(other).hasContent("theirs");
        assertThat(state.reserve()).isSymbolicLink();
    }
}
