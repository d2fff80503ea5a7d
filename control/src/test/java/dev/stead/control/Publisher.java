package dev.stead.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stead.api.Disks;
import dev.stead.base.Code;
import dev.stead.base.StateFolder;
import dev.stead.base.SteadException;
import dev.stead.testing.FakeHost;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes releases of the folder {@code source} of a test.
 *
 * @param folder the test's own
 * @param state where the releases are made
 */
record Publisher(Path folder, Path state) {
    static Publisher in(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("source"));
        return new Publisher(folder, folder.resolve("state"));
    }

    Path source() {
        return folder.resolve("source");
    }

    /** Where the release is that is made now. */
    Path publish() {
        PackedForms packing =
                new PackedForms(
                        new Packers(folder.resolve("libraries"))::all,
                        Duration.ofMinutes(5),
                        System::nanoTime);
        Releases releases =
                new Releases(new StateFolder(state), new FakeHost(), packing, Disks.UNWATCHED);
        String digest =
                releases.publish(
                        "ui",
                        source(),
                        new Blueprint.Source("./source", List.of(), false),
                        new Progress(InstantSource.system(), event -> {}));
        return releases.folder("ui", digest);
    }

    /** Demands that no release is made, and gives why. */
    SteadException refusal() throws IOException {
        SteadException refused = catchThrowableOfType(SteadException.class, this::publish);
        assertThat(refused).as("a refusal").isNotNull();
        assertThat(refused.code()).isEqualTo(Code.HOST);
        assertThat(refused.mend()).isNotEmpty();
        assertThat(made()).isEmpty();
        return refused;
    }

    /** Everything among the releases but their sums, also what is not finished. */
    List<Path> made() throws IOException {
        Path releases = state.resolve("releases/ui");
        if (!Files.isDirectory(releases)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(releases)) {
            return all.filter(path -> !path.endsWith(".sums")).toList();
        }
    }

    /** Runs a program, in the source, and demands that it succeeds. */
    void run(String... words) throws IOException {
        Process process =
                new ProcessBuilder(words)
                        .directory(source().toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.onExit().join().exitValue()).as(said).isZero();
    }
}
