package dev.stead.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.driver.DriverException;
import dev.stead.driver.Launch;
import dev.stead.model.Limits;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

class ProcessStartFailureIT extends RealDriver {
    @AfterEach
    void nothingIsLeft() {
        assertThat(records().toFile().list()).isNullOrEmpty();
    }

    @Test
    void namesTheProgramThatIsNotOnPath() {
        fails(launch("no-such"), "there is no program no-such on PATH", "install no-such");
    }

    @Test
    void namesTheFileThatIsNotThere() {
        fails(launch("bin/no-such"), "there is no program " + folder + "/bin/no-such", "install");
    }

    @Test
    void namesTheFileThatIsNoProgram() throws Exception {
        Path file = file("text", "rw-r--r--", "hello");
        fails(launch("./text"), file + " is no program", "chmod +x");
    }

    @Test
    void namesTheFolderThatIsMissing() {
        Launch launch = launch("true");
        fails(in(launch, folder.resolve("none")), "the folder " + folder + "/none", "create it");
    }

    @Test
    void namesTheUserThatIsMissing() {
        fails(Launches.withUser(launch("true"), "no-such-user"), "no user no-such-user", "create");
    }

    @RepeatedTest(30)
    void namesTheInterpreterThatIsMissing() throws Exception {
        file("script", "rwxr-xr-x", "#!/no/such/interpreter\n");
        fails(launch("./script"), "./script cannot be found by this user, or names an", "first");
    }

    @Test
    void namesTheVariableThatIsNone() {
        fails(Launches.withEnv(launch("true"), Map.of("A.B", "1")), "'A.B'", "letters");
    }

    @Test
    void namesTheOutputThatCannotBeMade() {
        Launch launch = launch("true");
        assertThat(launch.output().toFile().mkdir()).isTrue();
        fails(launch, launch.output() + " is no plain file", "move it");
    }

    @Test
    void namesTheFolderThatTheUserMayNotEnter() throws Exception {
        assume(root(), "a folder closed to the user", "only root can run as another user");
        Path closed = Files.createDirectory(folder.resolve("closed"));
        mode(closed, "rwx------");
        mode(folder, "rwxr-xr-x");
        fails(
                in(Launches.withUser(launch("true"), "nobody"), closed),
                "user nobody cannot enter the folder " + closed,
                "let it read");
    }

    @Test
    void namesTheProgramThatTheUserMayNotExecute() throws Exception {
        assume(root(), "a program closed to the user", "only root can run as another user");
        file("closed", "rwx------", "#!/bin/sh\n");
        mode(folder, "rwxr-xr-x");
        fails(
                Launches.withUser(launch("./closed"), "nobody"),
                "./closed may not be executed by user nobody",
                "let it read");
    }

    @Test
    void namesTheLimitThatIsTooSmall() {
        assume(
                driver().missingIsolation().isEmpty(),
                "a memory limit too small to start",
                "no memory cgroup");
        Limits limits = new Limits(OptionalLong.of(1), OptionalDouble.empty(), OptionalInt.empty());
        fails(Launches.withLimits(launch("true"), limits), "", "memory limit");
    }

    private void fails(Launch launch, String what, String mend) {
        assertThatThrownBy(() -> driver().start(launch))
                .isInstanceOfSatisfying(
                        DriverException.class,
                        e -> {
                            assertThat(e.getMessage()).contains(what);
                            assertThat(e.mend()).contains(mend);
                        });
        assertThat(driver().find(system)).isEmpty();
    }

    private Path file(String name, String mode, String content) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        mode(file, mode);
        return file;
    }

    private static void mode(Path file, String mode) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static Launch in(Launch launch, Path folder) {
        return new Launch(
                launch.system(),
                launch.instance(),
                launch.launch(),
                launch.command(),
                folder,
                launch.env(),
                launch.output(),
                launch.user(),
                launch.limits());
    }
}
