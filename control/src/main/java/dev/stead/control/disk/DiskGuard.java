package dev.stead.control.disk;

import dev.stead.api.DiskLevel;
import dev.stead.api.Trimmable;
import dev.stead.base.Ballast;
import dev.stead.base.ByteCount;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Looks at the disks every few seconds, more often when one is in need; has trimmed what can go, in
 * the order given, until there is plenty again; tells the log, the status and the components. On a
 * thread of its own, since deleting may take long and virtual threads must not wait for it.
 * Construct -> {@link #start} -> {@link #close}.
 */
final class DiskGuard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiskGuard.class);
    private static final Duration CALM = Duration.ofSeconds(5);
    private static final Duration IN_NEED = Duration.ofSeconds(1);

    /** Where nothing could be freed, it is tried again after this time, or when it gets worse. */
    private static final Duration IN_VAIN = Duration.ofSeconds(30);

    private final WatchedDisks disks;
    private final Path reserveFolder;
    private final Ballast reserve;
    private final List<Trimmable> trimmables;
    private final Consumer<String> components;
    private final Freed freed;
    private final LongSupplier nanos;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("disk-guard").daemon().factory());

    // Of the one who looks.
    private final Map<Long, DiskLevel> levels = new HashMap<>();
    private final Map<Long, Attempt> inVain = new HashMap<>();
    private final Set<Trimmable> trimmed = Collections.newSetFromMap(new IdentityHashMap<>());
    private Optional<String> unfilled = Optional.empty();

    /** When nothing could be freed, and how bad it was. */
    private record Attempt(DiskLevel level, long nanos) {}

    /**
     * @param reserveFolder where the reserve is
     * @param trimmables what can go, in the order in which it shall; what is to go only in greater
     *     need comes after the others
     * @param components is told what components are to know
     * @param nanos a time that never jumps
     */
    DiskGuard(
            WatchedDisks disks,
            Path reserveFolder,
            Ballast reserve,
            List<Trimmable> trimmables,
            Consumer<String> components,
            Freed freed,
            LongSupplier nanos) {
        this.disks = disks;
        this.reserveFolder = reserveFolder;
        this.reserve = reserve;
        this.trimmables =
                trimmables.stream().sorted(Comparator.comparing(Trimmable::from)).toList();
        this.components = components;
        this.freed = freed;
        this.nanos = nanos;
    }

    /** Looks at once, in a thread of its own, and from then on. */
    void start() {
        thread.execute(this::lookAgain);
    }

    private void lookAgain() {
        boolean need = true;
        try {
            need = look();
        } catch (RuntimeException e) {
            LOG.error("the disks could not be looked at", e);
        }
        Duration pace = need ? IN_NEED : CALM;
        if (!thread.isShutdown()) {
            var _ = thread.schedule(this::lookAgain, pace.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Looks once and does what there is to do; says whether a disk is in need. */
    boolean look() {
        boolean need = false;
        for (WatchedDisk disk : disks.look()) {
            announce(disk);
            if (disk.level().isAtLeast(DiskLevel.LOW)) {
                need = true;
                trim(disk);
            } else {
                recover(disk);
            }
        }
        return need;
    }

    private void announce(WatchedDisk disk) {
        DiskLevel before = levels.getOrDefault(disk.device(), DiskLevel.PLENTY);
        levels.put(disk.device(), disk.level());
        if (disk.level() == before) {
            return;
        }
        if (disk.level().isAtLeast(before)) {
            LOG.warn("{}", disk.words());
        } else {
            LOG.info("{}", disk.words());
        }
        components.accept(disk.words());
    }

    private void trim(WatchedDisk disk) {
        Optional<Attempt> before = Optional.ofNullable(inVain.get(disk.device()));
        if (before.filter(it -> isToWait(it, disk)).isPresent()) {
            return;
        }
        long wanted = DiskRules.excess(disk.usage());
        long gone = 0;
        for (Trimmable one : trimmables) {
            if (gone < wanted && disk.level().isAtLeast(one.from()) && isOn(disk, one)) {
                gone += trim(disk, one, wanted - gone);
            }
        }
        if (gone == 0) {
            inVain.put(disk.device(), new Attempt(disk.level(), nanos.getAsLong()));
        } else {
            inVain.remove(disk.device());
        }
    }

    private boolean isToWait(Attempt before, WatchedDisk disk) {
        return before.level().isAtLeast(disk.level())
                && nanos.getAsLong() - before.nanos() < IN_VAIN.toNanos();
    }

    private long trim(WatchedDisk disk, Trimmable one, long bytes) {
        trimmed.add(one);
        try {
            long gone = one.trim(bytes);
            if (gone > 0) {
                freed.add(disk.mount(), one.what(), gone);
                LOG.warn(
                        "freed {} of {}, because {}",
                        new ByteCount(gone),
                        one.what(),
                        disk.words());
            }
            return gone;
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} cannot be trimmed: {}", one.what(), e.toString());
            return 0;
        }
    }

    private void recover(WatchedDisk disk) {
        inVain.remove(disk.device());
        for (Trimmable one : trimmables) {
            if (trimmed.contains(one) && isOn(disk, one)) {
                one.recover();
                trimmed.remove(one);
            }
        }
        if (isOn(disk, reserveFolder)) {
            fill();
        }
    }

    /** What keeps it from being filled is said once. */
    private void fill() {
        try {
            reserve.fill();
            unfilled = Optional.empty();
        } catch (IOException e) {
            Optional<String> why = Optional.of(String.valueOf(e.getMessage()));
            if (!why.equals(unfilled)) {
                LOG.warn("no space can be held back for state: {}", e.getMessage());
            }
            unfilled = why;
        }
    }

    private boolean isOn(WatchedDisk disk, Trimmable one) {
        return isOn(disk, one.folder());
    }

    private boolean isOn(WatchedDisk disk, Path folder) {
        return disks.deviceOf(folder).filter(it -> it == disk.device()).isPresent();
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(IN_VAIN.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("a disk is so slow that its trimming is not waited for");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
