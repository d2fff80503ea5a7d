package dev.stead.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.stead.api.Disks;
import dev.stead.base.StateFolder;
import dev.stead.testing.FakeHost;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A release on a disk that is cut off right after it was made: what is on the disk at that moment
 * is looked at as the machine would after its next start. Only an administrator can do so.
 */
final class PowerCutIT {
    private static final long BYTES = 64L << 20;
    private static final int FILES = 200;

    @TempDir Path folder;

    @Test
    void aReleaseWithANameIsWhole() throws Exception {
        Path source = Files.createDirectories(folder.resolve("source"));
        for (int i = 0; i < FILES; i++) {
            Files.writeString(
                    source.resolve("page" + i + ".html"), ("page " + i + "\n").repeat(400));
        }
        Path disk = disk();
        Path mounted = Files.createDirectories(folder.resolve("mounted"));
        Optional<String> failure = run("mount", "-o", "loop", "" + disk, "" + mounted);
        assumeThat(failure).as("no disk can be mounted").isEmpty();
        Path cut = folder.resolve("cut");
        Map<String, String> made;
        try {
            publish(mounted, source);
            assertThat(run("cp", "--sparse=always", "" + disk, "" + cut)).isEmpty();
            made = contents(mounted);
        } finally {
            assertThat(run("umount", "" + mounted)).isEmpty();
        }
        assertThat(run("mount", "-o", "loop", "" + cut, "" + mounted)).isEmpty();
        try {
            assertThat(made).hasSizeGreaterThanOrEqualTo(3 * FILES);
            assertThat(contents(mounted)).isEqualTo(made);
        } finally {
            assertThat(run("umount", "" + mounted)).isEmpty();
        }
    }

    private Path disk() throws IOException {
        Path disk = folder.resolve("disk");
        try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
            file.setLength(BYTES);
        }
        assertThat(run("/usr/sbin/mkfs.ext4", "-q", "-F", "" + disk)).isEmpty();
        return disk;
    }

    private void publish(Path state, Path source) {
        PackedForms packing =
                new PackedForms(
                        new Packers(folder.resolve("libraries"))::all,
                        Duration.ofMinutes(5),
                        System::nanoTime);
        new Releases(new StateFolder(state), new FakeHost(), packing, Disks.UNWATCHED)
                .publish(
                        "ui",
                        source,
                        new Blueprint.Source("./source", List.of(), true),
                        new Progress(InstantSource.system(), event -> {}));
    }

    private static Map<String, String> contents(Path root) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root.resolve("releases"))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                contents.put(
                        root.relativize(file).toString(),
                        Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return contents;
    }

    private static Optional<String> run(String... words) throws IOException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.onExit().join().exitValue() == 0 ? Optional.empty() : Optional.of(output);
    }
}
