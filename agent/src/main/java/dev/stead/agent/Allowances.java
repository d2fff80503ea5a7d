package dev.stead.agent;

import dev.stead.api.Enclosure;
import dev.stead.api.InstanceSpec;
import dev.stead.base.StateFolder;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How much disk instances that are set apart may take, and take: their home and their own folder. A
 * home that was full when its instance got it lets it begin, with a little more. Thread-safe.
 */
final class Allowances {
    static final long MORE = 16L << 20;

    private final StateFolder folder;
    private final Dwellings dwellings;
    private final DiskUse use;
    private final Map<String, Long> limits = new ConcurrentHashMap<>();

    Allowances(StateFolder folder, Dwellings dwellings, DiskUse use) {
        this.folder = folder;
        this.dwellings = dwellings;
        this.use = use;
    }

    /** To be called when it has got its home, before its program has written there. */
    void begin(InstanceSpec spec) {
        disk(spec)
                .ifPresent(disk ->
                        limits.put(
                                spec.id(),
                                dwellings.home(spec).stream()
                                        .flatMapToLong(home -> use.of(List.of(home)).stream())
                                        .map(held -> Math.max(disk, held + MORE))
                                        .findFirst()
                                        .orElse(disk)));
    }

    /** What to say of one that takes more than it may; empty for one that does not. */
    Optional<String> excess(InstanceSpec spec) {
        if (disk(spec).isEmpty()) {
            return Optional.empty();
        }
        if (!limits.containsKey(spec.id())) {
            // It was started by an earlier server.
            begin(spec);
        }
        long limit = limits.getOrDefault(spec.id(), Long.MAX_VALUE);
        List<Path> places = new ArrayList<>(List.of(folder.run(spec.id())));
        dwellings.home(spec).ifPresent(places::add);
        OptionalLong used = use.of(places);
        return used.isPresent() && used.getAsLong() > limit
                ? Optional.of(
                        "used "
                                + Words.ofBytes(used.getAsLong())
                                + " of its "
                                + Words.ofBytes(limit)
                                + " disk")
                : Optional.empty();
    }

    void forget(String id) {
        limits.remove(id);
    }

    private static OptionalLong disk(InstanceSpec spec) {
        return spec.enclosure().map(Enclosure::disk).orElseGet(OptionalLong::empty);
    }
}
