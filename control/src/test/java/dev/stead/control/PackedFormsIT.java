package dev.stead.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import com.github.luben.zstd.ZstdInputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
                new Packers(folder.resolve("state"))::all,
                atMost,
                () -> time.addAndGet(1_000_000_000));
    }

    private static PackedForms packingBy(Packers.Packer... packers) {
        return new PackedForms(() -> List.of(packers), Duration.ofMinutes(1), () -> 0);
    }

    /** A way to pack that does this first. */
    private record Way(String ending, Runnable first) implements Packers.Packer {
        @Override
        public byte[] pack(byte[] plain) {
            first.run();
            return new byte[] {1};
        }
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

    /** Native code fails in its own ways. */
    @Test
    void leavesOutWhatCannotBePacked() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Runnable fails =
                () -> {
                    if (calls.incrementAndGet() == 1) {
                        throw new IllegalArgumentException("native");
                    }
                };
        packingBy(new Way("br", fails)).make(files, release, words::add);
        assertThat(all(PackedForms.of(release)))
                .containsExactly(PackedForms.of(release).resolve("noise.json.br"));
    }

    @Test
    void failsWhenTheMachineDoes() {
        Runnable fails =
                () -> {
                    throw new OutOfMemoryError("native");
                };
        assertThatThrownBy(() -> packingBy(new Way("br", fails)).make(files, release, words::add))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("native");
        assertThat(PackedForms.of(release)).doesNotExist();
    }

    /** Nothing may be put in place that a thread still writes. */
    @Test
    void stopsWhenItIsInterruptedAndPutsNothingInPlace() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        Runnable waits =
                () -> {
                    calls.incrementAndGet();
                    began.countDown();
                    awaitInterrupt();
                };
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread making =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                packingBy(new Way("br", waits)).make(files, release, words::add);
                                ended.completeExceptionally(new AssertionError("it went on"));
                            } catch (IOException e) {
                                ended.complete(e);
                            }
                        });
        began.await();
        making.interrupt();
        assertThat(ended.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedIOException.class);
        assertThat(PackedForms.of(release)).doesNotExist();
        assertThat(calls).hasValue(1);
    }

    private static void awaitInterrupt() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void oneLibraryThatCannotBeLoadedLeavesTheOthers() {
        Packers.Packer other = new Way("zst", () -> {});
        assertThat(
                        Packers.working(
                                List.of(
                                        () -> {
                                            throw new UnsatisfiedLinkError("br");
                                        },
                                        () -> other)))
                .containsExactly(other);
    }

    @Test
    void leavesNoLibrariesBehind() throws Exception {
        packing(Duration.ofMinutes(1)).make(files, release, words::add);
        try (Stream<Path> left = Files.list(folder.resolve("state"))) {
            assertThat(left).isEmpty();
        }
    }
}
