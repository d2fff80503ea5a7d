package dev.stead.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import com.github.luben.zstd.ZstdInputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

final class PackedFormsIT {
    private static final byte[] TEXT =
            "let figure = 1;\n".repeat(500).getBytes(StandardCharsets.UTF_8);

    @TempDir Path folder;
    private Path files;
    private Path release;
    private final List<String> words = new ArrayList<>();

    @BeforeEach
    void fill() throws IOException {
        files = Files.createDirectories(folder.resolve("releases/ui/.staging"));
        release = folder.resolve("releases/ui/0123");
        Files.createDirectories(files.resolve("assets"));
        Files.write(files.resolve("assets/app.js"), TEXT);
        Files.writeString(files.resolve("small.css"), "b{}");
        Files.write(files.resolve("photo.png"), TEXT);
        byte[] noise = new byte[20_000];
        new Random(7).nextBytes(noise);
        Files.write(files.resolve("noise.json"), noise);
        Files.createSymbolicLink(files.resolve("link.js"), Path.of("assets/app.js"));
    }

    private PackedForms packing(Duration atMost) {
        AtomicLong time = new AtomicLong();
        return new PackedForms(
                new Packers(folder.resolve("state")), atMost, () -> time.addAndGet(1_000_000_000));
    }

    @Test
    void packsWhatIsWorthIt() throws Exception {
        packing(Duration.ofMinutes(1)).make(files, release, words::add);
        Path packed = PackedForms.of(release);
        assertThat(unpacked(packed.resolve("assets/app.js.gz"))).isEqualTo(TEXT);
        assertThat(unpacked(packed.resolve("assets/app.js.zst"))).isEqualTo(TEXT);
        assertThat(unpacked(packed.resolve("assets/app.js.br"))).isEqualTo(TEXT);
        assertThat(all(packed)).hasSize(3);
        assertThat(words).containsExactly("packing 2 files for the way to browsers");
    }

    private static byte[] unpacked(Path packed) throws IOException {
        String name = packed.toString();
        try (InputStream file = Files.newInputStream(packed);
                InputStream in =
                        name.endsWith(".gz")
                                ? new GZIPInputStream(file)
                                : name.endsWith(".br")
                                        ? new BrotliInputStream(file)
                                        : new ZstdInputStream(file)) {
            return in.readAllBytes();
        }
    }

    private static List<Path> all(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void makesAnewWhatWasCutOff() throws Exception {
        Path packed = PackedForms.of(release);
        Files.createDirectories(packed.resolve("assets"));
        Files.writeString(packed.resolve("assets/app.js.br"), "half");
        Files.createDirectories(packed.resolveSibling(".staging"));
        Files.writeString(packed.resolveSibling(".staging/old"), "half");
        packing(Duration.ofMinutes(1)).make(files, release, words::add);
        assertThat(unpacked(packed.resolve("assets/app.js.br"))).isEqualTo(TEXT);
        assertThat(packed.resolveSibling(".staging")).doesNotExist();
        assertThat(packed.resolve("old")).doesNotExist();
    }

    @Test
    void stopsWhenItsTimeIsOver() throws Exception {
        packing(Duration.ofSeconds(1)).make(files, release, words::add);
        assertThat(all(PackedForms.of(release))).isEmpty();
    }

    @Test
    void leavesNoLibrariesBehind() throws Exception {
        packing(Duration.ofMinutes(1)).make(files, release, words::add);
        try (Stream<Path> left = Files.list(folder.resolve("state"))) {
            assertThat(left).isEmpty();
        }
    }
}
