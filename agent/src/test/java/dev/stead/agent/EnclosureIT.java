package dev.stead.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.stead.api.InstanceSpec;
import dev.stead.api.InstanceStatus;
import dev.stead.base.Code;
import dev.stead.base.SteadException;
import dev.stead.model.Engine;
import dev.stead.model.InstanceState;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What engines have for themselves, with real processes as root. */
class EnclosureIT {
    private static final String WAIT = "; echo ready; exec sleep 1000";

    @TempDir Path temporary;
    private EngineRoom room;

    @BeforeEach
    void begin() throws Exception {
        EngineRoom.needRoot("engines with users of their own");
        room = new EngineRoom(temporary);
    }

    @AfterEach
    void end() throws Exception {
        if (room != null) {
            room.close();
        }
    }

    @Test
    void hasAUserAndAViewOfItsOwn() throws Exception {
        Path others = Files.createTempFile(Path.of("/tmp"), "test-", "");
        InstanceSpec spec =
                shell(
                        "api-1",
                        "id -u; id -un; echo $HOME; pwd; echo $TMPDIR; ls /tmp/test-* /dev/shm; "
                                + "ls -d /proc/1 2>&1; echo x >/tmp/x; cat /tmp/x; "
                                + "grep -c ^engine: /etc/group; cd; touch mine; stat -c %u mine");
        room.run(spec, "ready");
        Path run = room.machine.folder.run("api-1");
        String uid = String.valueOf(EngineRoom.uid(spec));
        assertThat(room.lines("api-1").stream().filter(line -> !line.startsWith("---")))
                .containsSubsequence(
                        uid,
                        "engine",
                        run.resolve("home").toString(),
                        run.resolve("own").toString(),
                        "/tmp",
                        "ls: cannot access '/tmp/test-*': No such file or directory",
                        "/dev/shm:",
                        "ls: cannot access '/proc/1': No such file or directory",
                        "x",
                        "1",
                        uid,
                        "ready");
        assertThat(Files.getAttribute(run, "unix:uid", LinkOption.NOFOLLOW_LINKS)).isEqualTo(0);
        assertThat(run.resolve("own/mine")).exists();
        assertThat(Files.readString(Path.of("/etc/passwd"))).doesNotContain(uid);
        room.agent().stop("api-1");
        assertThat(run).doesNotExist();
        Files.delete(others);
    }

    @Test
    void isStartedOnce() throws Exception {
        room.run(shell("api-1", "true"), "ready");
        long pid = room.agent().instance("api-1").orElseThrow().pid().orElseThrow();
        assertThatThrownBy(() -> room.agent().restart("api-1"))
                .isInstanceOfSatisfying(
                        SteadException.class, e -> assertThat(e.code()).isEqualTo(Code.CONFLICT));
        kill(pid);
        InstanceStatus failed = room.awaitState("api-1", InstanceState.FAILED);
        assertThat(failed.reason()).hasValue("was ended by signal KILL");
        assertThat(room.agent().awaitSettled("api-1", EngineRoom.LONG).state())
                .isEqualTo(InstanceState.FAILED);
        room.killServer();
        room.nextServer();
        failed = room.awaitState("api-1", InstanceState.FAILED);
        assertThat(failed.reason()).hasValue("was ended by signal KILL");
        room.agent().stop("api-1");
        assertThat(room.agent().instance("api-1")).isEmpty();
    }

    @Test
    void isAdoptedAndFailsWhenItEndedMeanwhile() throws Exception {
        room.run(shell("api-1", "true"), "ready");
        room.run(shell("api-2", "true"), "ready");
        long stays = room.agent().instance("api-1").orElseThrow().pid().orElseThrow();
        long ends = room.agent().instance("api-2").orElseThrow().pid().orElseThrow();
        room.killServer();
        kill(ends);
        room.nextServer();
        InstanceStatus adopted = room.awaitState("api-1", InstanceState.HEALTHY);
        assertThat(adopted.pid()).hasValue(stays);
        assertThat(room.awaitState("api-2", InstanceState.FAILED).reason())
                .hasValue("ended while Stead did not run");
    }

    @Test
    void homeGoesFromOneNumberToTheNextAndIsShutBetween() throws Exception {
        InstanceSpec first =
                home(
                        "api-1",
                        "umask 022; mkdir $HOME/a; echo 1 >$HOME/a/b; chmod 777 $HOME/.",
                        "api/ann");
        room.run(first, "ready");
        Path home = room.machine.folder.homes().resolve("api/ann");
        Files.writeString(home.resolve("a/foreign"), "of root");
        room.agent().stop("api-1");
        assertThat(owner(home)).isZero();
        assertThat(Files.getPosixFilePermissions(home)).hasSize(3);
        InstanceSpec second = home("api-2", "cat $HOME/a/b; echo 2 >$HOME/a/b", "api/ann");
        room.run(second, "ready");
        assertThat(room.lines("api-2")).contains("1");
        assertThat(home.resolve("a/b")).hasContent("2");
        assertThat(owner(home)).isEqualTo(EngineRoom.uid(second));
        assertThat(owner(home.resolve("a/foreign"))).isZero();
        assertThat(Files.getPosixFilePermissions(home)).hasSize(3);
    }

    @Test
    void homeThatIsInUseIsNotTakenAway() {
        room.run(home("api-1", "true", "api/ann"), "ready");
        assertThatThrownBy(() -> room.agent().run(home("api-2", "true", "api/ann")))
                .isInstanceOf(SteadException.class)
                .hasMessageContaining("the home api/ann is in use by another engine");
        assertThat(room.agent().instance("api-2")).isEmpty();
    }

    @Test
    void warmOneGetsItsHomeWhenItIsClaimed() throws Exception {
        InstanceSpec warm =
                shell(
                        "api-1",
                        "echo early >$HOME/early; until [ -e $HOME/late ]; do sleep 0.05; done;"
                                + " echo here >$HOME/claimed");
        room.agent().run(warm);
        await().atMost(EngineRoom.LONG)
                .until(() -> Files.exists(room.machine.folder.run("api-1").resolve("own/early")));
        room.agent().endow("api-1", "api/Bob.X Y");
        room.agent().endow("api-1", "api/Bob.X Y");
        Path home = room.machine.folder.homes().resolve("api/Bob.X%20Y");
        Files.writeString(home.resolve("late"), "");
        room.awaitLine("api-1", "ready");
        assertThat(home.resolve("claimed")).hasContent("here");
        assertThatThrownBy(() -> room.agent().endow("api-1", "api/ann"))
                .isInstanceOf(SteadException.class)
                .hasMessageContaining("has another home");
        assertThatThrownBy(() -> room.agent().endow("api-1", "api/../../x"))
                .isInstanceOf(SteadException.class);
        room.killServer();
        room.nextServer();
        room.agent().stop("api-1");
        assertThat(owner(home)).isZero();
    }

    @Test
    void endsWhenItTakesMoreDiskThanItMay() {
        InstanceSpec spec =
                room.engine(
                        "api-1",
                        List.of(
                                "sh",
                                "-c",
                                "echo ready; head -c 30000000 /dev/urandom >$HOME/much;"
                                        + " exec sleep 1000"),
                        Optional.of("api/ann"),
                        Set.of(),
                        OptionalLong.of(4 << 20));
        room.run(spec, "ready");
        InstanceStatus failed = room.awaitState("api-1", InstanceState.FAILED);
        assertThat(failed.reason().orElse(""))
                .matches("used \\d.* MiB of its 16(\\.\\d)? MiB disk");
    }

    @Test
    void temporaryFilesEndAtTheAllowance() {
        InstanceSpec spec =
                room.engine(
                        "api-1",
                        List.of(
                                "sh",
                                "-c",
                                "head -c 30000000 /dev/zero >/tmp/much || echo full; echo ready;"
                                        + " exec sleep 1000"),
                        Optional.empty(),
                        Set.of(),
                        OptionalLong.of(4 << 20));
        room.run(spec, "ready");
        assertThat(room.lines("api-1")).contains("full");
    }

    @Test
    void tellsWhetherItIsBusy() {
        InstanceSpec spec = shell("api-1", "touch $HOME/busy");
        room.run(spec, "ready");
        assertThat(busy("test -e $HOME/busy")).isTrue();
        assertThat(busy("test -e $HOME/idle")).isFalse();
        assertThatThrownBy(() -> busy("sleep 60"))
                .isInstanceOfSatisfying(
                        SteadException.class, e -> assertThat(e.code()).isEqualTo(Code.EXTERNAL));
        assertThatThrownBy(() ->
                        room.agent()
                                .isBusy("api-1", new Engine.BusyPath("/status", Optional.empty())))
                .isInstanceOfSatisfying(
                        SteadException.class, e -> assertThat(e.code()).isEqualTo(Code.EXTERNAL));
    }

    @Test
    void numbersAreOfThisSystemAlone() throws Exception {
        int first = room.machine.host.freeUser(List.of()).orElseThrow();
        int next = room.machine.host.freeUser(List.of(first)).orElseThrow();
        assertThat(next).isEqualTo(first + 1);
        assertThat(UserNumbers.isOurs(first)).isTrue();
        InstanceSpec running = shell("api-1", "true");
        room.run(running, "ready");
        assertThat(room.machine.host.freeUser(List.of()).orElseThrow())
                .isNotEqualTo(EngineRoom.uid(running));
    }

    private boolean busy(String script) {
        return room.agent().isBusy("api-1", new Engine.BusyCommand(List.of("sh", "-c", script)));
    }

    private InstanceSpec shell(String id, String script) {
        return room.engine(id, List.of("sh", "-c", script + WAIT), Set.of());
    }

    private InstanceSpec home(String id, String script, String home) {
        return room.engine(
                id,
                List.of("sh", "-c", script + WAIT),
                Optional.of(home),
                Set.of(),
                OptionalLong.empty());
    }

    private static int owner(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    private static void kill(long pid) throws Exception {
        new ProcessBuilder("kill", "-9", String.valueOf(pid)).inheritIO().start().waitFor();
    }
}
