package dev.stead.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.driver.DriverException;
import dev.stead.driver.Enclosed;
import dev.stead.driver.Handle;
import dev.stead.driver.Launch;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.OptionalLong;

class ProcessEnclosureIT extends RealDriver {
    private static final int UID = 1_880_000_007;

    @BeforeEach
    void demandRoot() throws Exception {
        assume(root(), "enclosed programs", "only root can enclose a program");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(driver().missingIsolation().stream().filter(s -> s.contains("engines")))
                .as("a host that can show it")
                .isEmpty();
    }

    @Test
    void runsAsANumberWithNothingOfTheHosts() throws Exception {
        Launch launch =
                enclosed(
                        launch(
                                "sh",
                                "-c",
                                "id -un; id -gn; id -G; ls -A /dev/shm; ipcs -q | wc -l"),
                        folder);
        assertThat(outputOf(launch).lines())
                .startsWith("engine", "engine", String.valueOf(UID))
                .hasSize(4);
    }

    @Test
    void keepsItsPidAndIsAdoptedAndDestroyedLikeAnyOther() throws Exception {
        Handle handle = driver().start(enclosed(launch("sleep", "1000"), folder));
        assertThat(status(handle.pid(), "Name")).isEqualTo("sleep");
        assertThat(status(handle.pid(), "Uid")).startsWith(UID + "\t" + UID);
        assertThat(status(handle.pid(), "CapBnd")).matches("0+");
        assertThat(status(handle.pid(), "NoNewPrivs")).isEqualTo("1");
        restartServer();
        assertThat(driver().find(system)).extracting(f -> f.handle()).containsExactly(handle);
        driver().destroy(handle, SOON);
        assertThat(alive(handle.pid())).isFalse();
    }

    @Test
    void hasATemporaryFolderOfItsOwn() throws Exception {
        Launch first = Launches.withEnv(launch("sh", "-c", "echo 1 >$TMPDIR/x; cat /tmp/x"), env());
        assertThat(outputOf(enclosed(first, folder))).isEqualTo("1\n");
        Launch second = Launches.withEnv(launch("sh", "-c", "cat /tmp/x 2>&1"), env());
        assertThat(outputOf(enclosed(second, folder))).contains("No such file");
    }

    @Test
    void saysWhatCannotBeMounted() {
        Launch launch = enclosed(launch("true"), Path.of("/tmp/there is no such folder"));
        assertThatThrownBy(() -> driver().start(launch))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("cannot have a /tmp and a /proc of its own");
        assertThat(driver().find(system)).isEmpty();
    }

    @Test
    void saysWhatCannotBeRun() {
        Launch launch = enclosed(launch("/etc/passwd/x"), folder);
        assertThatThrownBy(() -> driver().start(launch)).isInstanceOf(DriverException.class);
    }

    private static Map<String, String> env() {
        return Map.of("PATH", "/usr/bin:/bin", "TMPDIR", "/nowhere");
    }

    private Launch enclosed(Launch launch, Path kept) {
        return Launches.enclosed(
                launch,
                new Enclosed(UID, folder, folder.resolve("view"), kept, OptionalLong.of(1 << 20)));
    }
}
