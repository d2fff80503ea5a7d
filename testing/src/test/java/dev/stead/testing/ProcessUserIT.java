package dev.stead.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.driver.Handle;
import dev.stead.driver.Launch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

class ProcessUserIT extends RealDriver {
    private final String user = "steadt" + system.substring(system.length() - 8);

    @BeforeEach
    void makeUser() throws Exception {
        assume(root(), "programs as users of their own", "only root can run as another user");
        run("useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", user);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void removeUser() throws Exception {
        if (root()) {
            destroyAll();
            run("userdel", user);
        }
    }

    @Test
    void runsAsTheUserWithItsGroupAlone() throws Exception {
        Launch launch = Launches.withUser(launch("id"), user);
        assertThat(outputOf(launch))
                .matches(
                        "uid=(\\d+)\\(%s\\) gid=(\\d+)\\(%s\\) groups=\\2.*\\n"
                                .formatted(user, user));
    }

    @Test
    void gainsNoPrivileges() throws Exception {
        Handle handle = driver().start(Launches.withUser(launch("sleep", "1000"), user));
        assertThat(status(handle.pid(), "NoNewPrivs")).isEqualTo("1");
        assertThat(status(handle.pid(), "CapEff")).matches("0+");
        assertThat(status(handle.pid(), "CapPrm")).matches("0+");
        assertThat(status(handle.pid(), "CapInh")).matches("0+");
    }

    @Test
    void readsNeitherOutputNorRecords() throws Exception {
        Launch other = launch("true");
        outputOf(other);
        Launch launch =
                Launches.withUser(
                        launch("cat", other.output().toString(), records().toString()), user);
        assertThat(outputOf(launch).lines()).hasSize(2).allMatch(l -> l.contains("denied"));
    }

    @Test
    void isAdoptedAndDestroyedLikeAnyOther() throws Exception {
        Handle handle = driver().start(Launches.withUser(launch("sleep", "1000"), user));
        restartServer();
        assertThat(driver().find(system)).extracting(f -> f.handle()).containsExactly(handle);
        driver().destroy(handle, SOON);
        assertThat(alive(handle.pid())).isFalse();
    }

    private static void run(String... words) throws Exception {
        Process process = new ProcessBuilder(List.of(words)).inheritIO().start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(String.join(" ", words)).isZero();
    }
}
