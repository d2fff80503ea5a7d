package dev.stead.control;

import dev.stead.base.DurableFile;
import dev.stead.base.DurableFolder;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Makes packed forms of a release's files, once, so that the gateway need not pack the same bytes
 * for each visitor. They are kept in a folder beside the releases, laid out like the release, which
 * no visitor can name and no component can write.
 *
 * <p>Bounded: files from 1 KiB to 8 MiB of types that pack well, the smallest first, one at a time
 * on one thread, for at most the given time; what is left then has no packed forms, and the gateway
 * packs it itself.
 */
final class PackedForms {
    static final int SMALLEST = 1024;
    static final int LARGEST = 8 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(PackedForms.class);
    private static final String FOLDER = ".packed";
    private static final String STAGING = ".staging";
    private static final Set<String> PACK_WELL =
            Set.of(
                    "html",
                    "htm",
                    "css",
                    "js",
                    "mjs",
                    "txt",
                    "md",
                    "csv",
                    "tsv",
                    "xml",
                    "yaml",
                    "yml",
                    "ics",
                    "json",
                    "map",
                    "geojson",
                    "webmanifest",
                    "wasm",
                    "svg",
                    "ttf",
                    "otf");

    private final Supplier<List<Packers.Packer>> packers;
    private final Duration atMost;
    private final LongSupplier nanoTime;

    /**
     * Makes forms later.
     *
     * @param packers asked for when something is first packed
     * @param atMost for one release
     * @param nanoTime of a clock that nobody sets
     */
    PackedForms(Supplier<List<Packers.Packer>> packers, Duration atMost, LongSupplier nanoTime) {
        this.packers = packers;
        this.atMost = atMost;
        this.nanoTime = nanoTime;
    }

    /** Where the forms of a release are, or would be. */
    static Path of(Path release) {
        return release.resolveSibling(FOLDER).resolve(String.valueOf(release.getFileName()));
    }

    /**
     * Makes the forms of what is in a folder, and puts them in place as those of a release. Safe to
     * run again; what a run that was cut off left is made anew.
     *
     * @param files holds what the release will hold
     * @param words told what is done
     * @throws IOException when they cannot be written, or when the thread is interrupted; never
     *     because a file cannot be packed
     */
    void make(Path files, Path release, Consumer<String> words) throws IOException {
        List<Path> worthIt = worthIt(files);
        if (worthIt.isEmpty()) {
            return;
        }
        words.accept("packing " + worthIt.size() + " files for the way to browsers");
        Path target = of(release);
        Path folder = target.resolveSibling("");
        Path staging = folder.resolve(STAGING);
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        Trees.delete(staging);
        Files.createDirectory(staging);
        onOwnThread(() -> packAll(worthIt, files, staging));
        DurableFolder.sync(staging);
        Trees.delete(target);
        Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
        DurableFile.syncFolder(folder);
    }

    /** Removes what a run that was cut off left in a component's releases; returns its bytes. */
    static long clean(Path releases) throws IOException {
        Path staging = releases.resolve(FOLDER).resolve(STAGING);
        long bytes = Trees.bytes(staging);
        Trees.delete(staging);
        return bytes;
    }

    /** Forgets the forms of a release that goes. */
    static void remove(Path release) throws IOException {
        Trees.delete(of(release));
    }

    private static List<Path> worthIt(Path files) throws IOException {
        try (Stream<Path> all = Files.walk(files)) {
            return all.filter(PackedForms::isWorthIt)
                    .sorted(Comparator.comparingLong(PackedForms::size))
                    .toList();
        }
    }

    private static boolean isWorthIt(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        long size = size(file);
        return PACK_WELL.contains(name.substring(name.lastIndexOf('.') + 1))
                && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && size >= SMALLEST
                && size <= LARGEST;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    private void packAll(List<Path> worthIt, Path files, Path staging) {
        long end = nanoTime.getAsLong() + atMost.toNanos();
        int done = 0;
        for (Path file : worthIt) {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            if (end - nanoTime.getAsLong() <= 0) {
                LOG.info("{} of {} files were packed within {}", done, worthIt.size(), atMost);
                return;
            }
            try {
                pack(file, staging.resolve(files.relativize(file).toString()));
                done++;
            } catch (ClosedByInterruptException e) {
                LOG.debug("packing is stopped", e);
            } catch (IOException | RuntimeException | LinkageError e) {
                LOG.warn("{} cannot be packed", file, e);
            }
        }
    }

    private void pack(Path file, Path as) throws IOException {
        byte[] plain;
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            plain = in.readNBytes(LARGEST);
        }
        for (Packers.Packer packer : packers.get()) {
            byte[] packed = packer.pack(plain);
            if (packed.length <= plain.length / 20 * 19) {
                Files.createDirectories(as.resolveSibling(""));
                write(as.resolveSibling(as.getFileName() + "." + packer.ending()), packed);
            }
        }
    }

    /** All of it or nothing: half a form would be sent for the file. */
    private static void write(Path file, byte[] packed) throws IOException {
        try {
            Files.write(file, packed);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /**
     * Native code must not hold up the threads that virtual ones share. When this returns, or
     * throws, nothing is written any more.
     */
    private static void onOwnThread(Runnable work) throws IOException {
        ThreadFactory threads = Thread.ofPlatform().name("release-packing").daemon().factory();
        try (ExecutorService own = Executors.newSingleThreadExecutor(threads)) {
            Future<?> packing = own.submit(work);
            try {
                packing.get();
            } catch (InterruptedException e) {
                packing.cancel(true);
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("packing was interrupted");
            } catch (ExecutionException e) {
                throw new IOException("packing failed: " + e.getCause(), e.getCause());
            }
        }
    }
}
