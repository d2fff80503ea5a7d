package dev.stead.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.api.Disks;
import dev.stead.base.StateFolder;
import dev.stead.base.SteadException;
import dev.stead.control.state.Damage;
import dev.stead.testing.FakeHost;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/** A release that is there is what was made, or is refused, named and left as it is. */
final class ReleaseDamageIT {
    @TempDir Path folder;
    private final Random random = new Random(3);
    private Path source;
    private Releases releases;
    private Path release;

    @BeforeEach
    void make() throws IOException {
        source = folder.resolve("source");
        Files.createDirectories(source.resolve("deep"));
        Files.writeString(source.resolve("app.py"), "print('hello')\n");
        Files.writeString(source.resolve("deep/page.html"), "<p>hello</p>\n".repeat(100));
        Files.createSymbolicLink(source.resolve("link"), Path.of("app.py"));
        PackedForms packing =
                new PackedForms(
                        new Packers(folder.resolve("libraries"))::all,
                        Duration.ofMinutes(5),
                        System::nanoTime);
        releases =
                new Releases(
                        new StateFolder(folder.resolve("state")),
                        new FakeHost(),
                        packing,
                        Disks.UNWATCHED);
        release = releases.folder("ui", publish());
    }

    private String publish() {
        return releases.publish(
                "ui",
                source,
                new Blueprint.Source("./source", List.of(), true),
                new Progress(InstantSource.system(), event -> {}));
    }

    private void refused(Path file, String how) {
        assertThatThrownBy(this::publish)
                .as(how)
                .isInstanceOfSatisfying(
                        SteadException.class,
                        e -> {
                            assertThat(e.what()).contains(file.toString());
                            assertThat(e.mend())
                                    .endsWith("mv " + release + " " + release + ".damaged");
                        });
    }

    @Test
    void everyDamageOfAnyOfItsFilesIsNoticed() throws IOException {
        List<Path> files =
                List.of(
                        release.resolve("app.py"),
                        release.resolve("deep/page.html"),
                        PackedForms.of(release).resolve("deep/page.html.gz"));
        for (Path file : files) {
            byte[] good = Files.readAllBytes(file);
            for (Damage damage : Damage.of(good.length, random)) {
                byte[] bad = damage.to(good);
                Files.write(file, bad);
                refused(file, file + " " + damage);
                assertThat(Files.readAllBytes(file)).isEqualTo(bad);
            }
            Files.write(file, good);
        }
        assertThat(publish()).isEqualTo(String.valueOf(release.getFileName()));
    }

    @Test
    void aFileThatIsMissingOrMoreOrSomethingElseIsNoticed() throws IOException {
        Files.writeString(release.resolve("more.py"), "");
        refused(release.resolve("more.py"), "one more");
        Files.delete(release.resolve("more.py"));

        Files.delete(release.resolve("link"));
        refused(release.resolve("link"), "missing");
        Files.createSymbolicLink(release.resolve("link"), Path.of("deep"));
        refused(release.resolve("link"), "other link");
        Files.delete(release.resolve("link"));
        Files.createSymbolicLink(release.resolve("link"), Path.of("app.py"));

        Files.delete(release.resolve("app.py"));
        Files.createDirectory(release.resolve("app.py"));
        refused(release.resolve("app.py"), "a folder");
    }

    @Test
    void damagedSumsAreRefusedToo() throws IOException {
        Path sums = release.resolveSibling(".sums").resolve(String.valueOf(release.getFileName()));
        byte[] good = Files.readAllBytes(sums);
        for (Damage damage : Damage.of(good.length, random)) {
            Files.write(sums, damage.to(good));
            assertThatThrownBy(this::publish)
                    .as(damage.toString())
                    .isInstanceOf(SteadException.class)
                    .hasMessageContaining(release.toString());
        }
        Files.delete(sums);
        publish();
    }

    @Test
    void movedAwayItIsMadeAgain() throws IOException {
        Files.writeString(release.resolve("app.py"), "print('other')\n");
        refused(release.resolve("app.py"), "changed");

        Files.move(release, release.resolveSibling(release.getFileName() + ".damaged"));

        publish();
        assertThat(release.resolve("app.py")).hasContent("print('hello')\n");
    }

    @Test
    void whatPythonLeavesBehindIsNoDamage() throws IOException {
        Files.createDirectory(release.resolve("__pycache__"));
        Files.writeString(release.resolve("__pycache__/app.pyc"), "x");

        assertThat(publish()).isEqualTo(String.valueOf(release.getFileName()));
    }
}
