package dev.stead.control.disk;

import dev.stead.api.Disks;
import dev.stead.api.Metrics;
import dev.stead.api.Trimmable;
import dev.stead.base.Ballast;
import dev.stead.base.Reserve;
import dev.stead.base.StateFolder;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Wires the care for disks: construct without I/O, lend {@link #disks} and {@link #reserve} to the
 * roles, {@link #start} with what they keep, {@link #close} before they close.
 */
public final class DiskCare implements AutoCloseable {
    private final StateFolder folder;
    private final Freed freed;
    private final WatchedDisks disks;
    private final Ballast reserve;
    private final LongSupplier nanos;
    private Optional<DiskGuard> guard = Optional.empty();

    /**
     * Nothing is watched yet; what is demanded is measured.
     *
     * @param temporary where Java puts temporary files
     * @param clock tells people when something was deleted
     * @param nanos a time that never jumps
     */
    public DiskCare(StateFolder folder, Path temporary, InstantSource clock, LongSupplier nanos) {
        this.folder = folder;
        this.freed = new Freed(clock);
        this.disks = new WatchedDisks(folder, temporary, freed);
        this.reserve = new Ballast(folder.reserve());
        this.nanos = nanos;
    }

    /** For whoever wants to write much. */
    public Disks disks() {
        return disks;
    }

    /** For whoever writes state. */
    public Reserve reserve() {
        return reserve;
    }

    /** Figures for those who watch. */
    public Metrics metrics() {
        return new DiskMetrics(disks, freed, reserve);
    }

    /**
     * Watches from now on.
     *
     * @param trimmables what can go, in the order in which it shall
     * @param components is told what components are to know
     */
    public void start(List<Trimmable> trimmables, Consumer<String> components) {
        DiskGuard watching = guard(trimmables, components);
        guard = Optional.of(watching);
        watching.start();
    }

    /** One that has not begun. */
    DiskGuard guard(List<Trimmable> trimmables, Consumer<String> components) {
        return new DiskGuard(disks, folder.root(), reserve, trimmables, components, freed, nanos);
    }

    @Override
    public void close() {
        guard.ifPresent(DiskGuard::close);
    }
}
