package dev.stead.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.base.Code;
import dev.stead.base.SteadException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** A source that somebody changes while it is copied. */
final class ChangingSourceIT {
    private static final int FILES = 60;

    @TempDir Path folder;
    private Publisher publisher;
    private Path source;
    private Path outside;
    private volatile boolean over;
    private final AtomicReference<String> mistake = new AtomicReference<>("");

    @BeforeEach
    void make() throws IOException {
        publisher = Publisher.in(folder);
        source = publisher.source();
        outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("kept"), "kept");
    }

    /**
     * Files come, go, change and become folders, links and files again. Whatever is made is what
     * its name says; otherwise it is told that the source changed.
     */
    @Test
    void aReleaseIsWhatItsNameSaysOrIsNotMade() throws Exception {
        Random random = new Random(5);
        Thread changer = changer(() -> change(random));
        int made = 0;
        int refused = 0;
        try {
            for (int round = 0; round < Counts.of(150, 5000); round++) {
                try {
                    Path release = publisher.publish();
                    assertThat(release.getFileName())
                            .hasToString(new SourceTree(release).digest(List.of()));
                    made++;
                    Trees.delete(release);
                } catch (SteadException e) {
                    assertThat(e.code()).as(e.what()).isEqualTo(Code.HOST);
                    assertThat(e.what()).containsAnyOf("changed while it was read", "be read: ");
                    refused++;
                }
            }
        } finally {
            over = true;
            changer.join();
        }
        System.out.printf("of a changing source: %d releases, %d refusals%n", made, refused);
        assertThat(mistake.get()).isEmpty();
        assertThat(made).isPositive();
        assertThat(refused).isPositive();
        assertThat(publisher.made()).isEmpty();
        assertThat(outside.toFile().list()).containsExactly("kept");
        assertThat(outside.resolve("kept")).hasContent("kept");
    }

    @Test
    void aFileThatGrowsMeanwhileIsCopiedAsFarAsItThenWas() throws Exception {
        Path log = Files.createFile(source.resolve("log"));
        byte[] line = "a line of a log that goes on\n".repeat(100).getBytes(StandardCharsets.UTF_8);
        Thread changer = changer(() -> Files.write(log, line, StandardOpenOption.APPEND));
        try {
            for (int round = 0; round < Counts.of(10, 100); round++) {
                Path release = publisher.publish();
                assertThat(release.getFileName())
                        .hasToString(new SourceTree(release).digest(List.of()));
                Trees.delete(release);
            }
        } finally {
            over = true;
            changer.join();
        }
        assertThat(mistake.get()).isEmpty();
    }

    private interface Change {
        Object make() throws IOException;
    }

    /** Changes something again and again, a thousand times a second at most. */
    private Thread changer(Change change) {
        return Thread.ofPlatform()
                .name("changer")
                .start(() -> {
                    while (!over) {
                        try {
                            Object _ = change.make();
                        } catch (IOException | RuntimeException e) {
                            mistake.set(e.toString());
                            return;
                        }
                        LockSupport.parkNanos(1_000_000);
                    }
                });
    }

    private Path change(Random random) throws IOException {
        Path path = source.resolve("f" + random.nextInt(FILES));
        Trees.delete(path);
        switch (random.nextInt(6)) {
            case 0 -> Files.createSymbolicLink(path, Path.of("f" + random.nextInt(FILES)));
            case 1, 2 -> {
                Files.createDirectory(path);
                Files.writeString(path.resolve("inner"), "inner " + random.nextInt());
                Files.createDirectory(path.resolve("deeper"));
                Files.writeString(path.resolve("deeper/inner"), "deeper");
            }
            case 3 -> {}
            default -> Files.writeString(path, ("text " + random.nextInt()).repeat(500));
        }
        return path;
    }
}
