package dev.stead.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.stead.base.SteadException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The host as this machine is. */
class DebianHostIT {
    private static final String API = RealMachine.COMPONENT;

    @TempDir Path temporary;
    private RealMachine machine;
    private DebianHost host;

    @BeforeEach
    void begin() throws Exception {
        machine = new RealMachine(temporary);
        host = machine.host;
    }

    @AfterEach
    void end() throws Exception {
        machine.close();
    }

    @Test
    void knowsWhatIsInstalled() {
        if (!LocalPrograms.exists("dpkg-query")) {
            System.out.println("no dpkg-query: DebianHostIT cannot ask for packages");
        }
        assumeThat(LocalPrograms.exists("dpkg-query")).isTrue();
        assertThat(host.missingPackages(List.of("dpkg", "stead-no-such-package", "awk")))
                .containsExactly("stead-no-such-package");
    }

    @Test
    void preparesAComponentAgainAndAgain() throws Exception {
        host.prepareComponent(API);
        Path data = machine.folder.data(API);
        assertThat(mode(data)).isEqualTo("rwx------");
        if (needRoot()) {
            assertThat(Files.getOwner(data).getName()).isEqualTo(host.userOf(API).orElseThrow());
            assertThat(mode(machine.folder.root())).isEqualTo("rwx--x--x");
        }
    }

    @Test
    void runsCommandsAsTheComponentWithASmallEnvironment() throws Exception {
        List<String> lines = new ArrayList<>();
        Path release = release();
        int status =
                host.runAs(
                        API,
                        release,
                        List.of("sh", "-c", "id -un; pwd; env | sort; touch \"$TMPDIR/x\"; exit 7"),
                        lines::add);
        assertThat(status).isEqualTo(7);
        assertThat(lines)
                .contains(release.toString(), "HOME=" + machine.folder.data(API), "LANG=C.UTF-8");
        assertThat(lines).noneMatch(line -> line.startsWith("USER=") || line.startsWith("SUDO"));
        if (needRoot()) {
            assertThat(lines.getFirst()).isEqualTo(host.userOf(API).orElseThrow());
        }
        assertThat(machine.folder.runs()).isEmptyDirectory();
    }

    @Test
    void endsACommandWithItsGroupWhenInterrupted() throws Exception {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        Thread runner =
                Thread.ofVirtual()
                        .start(() ->
                                assertThatThrownBy(() ->
                                                host.runAs(
                                                        API,
                                                        release(),
                                                        List.of(
                                                                "sh",
                                                                "-c",
                                                                "sleep 1000 & echo $!;" + " wait"),
                                                        lines::add))
                                        .isInstanceOf(SteadException.class));
        String child = lines.poll(20, TimeUnit.SECONDS);
        assertThat(child).isNotNull();
        runner.interrupt();
        assertThat(runner.join(Duration.ofSeconds(20))).isTrue();
        awaitEnd(child);
    }

    @Test
    void commandThatLeavesSomethingBehindStillEnds() throws Exception {
        List<String> lines = new ArrayList<>();
        int status =
                host.runAs(API, release(), List.of("sh", "-c", "sleep 1000 & echo $!"), lines::add);
        assertThat(status).isZero();
        awaitEnd(lines.getFirst());
    }

    @Test
    void tellsWhichProgramIsMissing() throws Exception {
        List<String> lines = new ArrayList<>();
        int status = host.runAs(API, release(), List.of("no-such-program"), lines::add);
        assertThat(status).isEqualTo(127);
        assertThat(lines.getFirst()).contains("no-such-program");
    }

    @Test
    void noProgramOfAReleaseRunsAsAnotherUser() throws Exception {
        Path release = release();
        Path tool = Files.writeString(release.resolve("tool"), "#!/bin/sh\nid -u\n");
        assertThat(new ProcessBuilder("chmod", "6755", tool.toString()).start().waitFor()).isZero();

        host.openRelease(API, release);

        assertThat((int) Files.getAttribute(tool, "unix:mode") & 07000).isZero();
        assertThat(new ProcessBuilder("chmod", "6755", tool.toString()).start().waitFor()).isZero();

        host.sealRelease(API, release);

        assertThat((int) Files.getAttribute(tool, "unix:mode") & 07000).isZero();
    }

    @Test
    void sealsAReleaseAndFollowsNoLink() throws Exception {
        Path outside = Files.writeString(temporary.resolve("outside"), "mine");
        Files.setPosixFilePermissions(outside, PosixFilePermissions.fromString("rw-rw-rw-"));
        Path release = release();
        Files.createDirectories(release.resolve("bin/deep"));
        Path tool = Files.writeString(release.resolve("bin/tool"), "#!/bin/sh\necho works\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr--r--"));
        Path text = Files.writeString(release.resolve("bin/deep/text"), "text");
        Files.createSymbolicLink(release.resolve("link"), outside);
        assertThat(
                        new ProcessBuilder("mkfifo", release.resolve("fifo").toString())
                                .start()
                                .waitFor())
                .isZero();

        host.sealRelease(API, release);

        assertThat(mode(release)).isEqualTo("r-xr-x---");
        assertThat(mode(tool)).isEqualTo("r-xr-x---");
        assertThat(mode(text)).isEqualTo("r--r-----");
        assertThat(mode(outside)).isEqualTo("rw-rw-rw-");
        List<String> lines = new ArrayList<>();
        assertThat(host.runAs(API, release, List.of("bin/tool"), lines::add)).isZero();
        assertThat(lines).containsExactly("works");
        if (needRoot()) {
            assertThat(Files.getOwner(tool).getName()).isEqualTo("root");
            assertThat(host.runAs(API, release, List.of("touch", "new"), lines::add)).isNotZero();
            assertThat(host.runAs(API, release, List.of("rm", "-f", "bin/tool"), lines::add))
                    .isNotZero();
        }

        host.openRelease(API, release);
        assertThat(host.runAs(API, release, List.of("touch", "new"), lines::add)).isZero();
        assertThat(mode(tool)).isEqualTo("rwx------");
    }

    @Test
    void keepsOtherComponentsOut() throws Exception {
        if (!needRoot()) {
            return;
        }
        host.prepareComponent("other");
        try {
            Files.writeString(machine.folder.data(API).resolve("x"), "secret");
            Path place = machine.folder.data("other");
            for (String peek :
                    List.of(
                            "cat " + machine.folder.data(API).resolve("x"),
                            "ls " + machine.folder.root(),
                            "ls " + machine.folder.runs())) {
                assertThat(host.runAs("other", place, List.of("sh", "-c", peek), _ -> {}))
                        .as(peek)
                        .isNotZero();
            }
        } finally {
            new ProcessBuilder("userdel", host.userOf("other").orElseThrow()).start().waitFor();
        }
    }

    @Test
    void givesAPortThatIsFree() throws Exception {
        List<Integer> taken = new ArrayList<>();
        int first = host.freePort(taken);
        assertThat(first).isBetween(20_000, 29_999);
        try (ServerSocket server = new ServerSocket(first, 1, InetAddress.getLoopbackAddress())) {
            assertThat(server.isBound()).isTrue();
            taken.add(first);
            assertThat(host.freePort(taken)).isNotEqualTo(first);
        }
    }

    private Path release() throws IOException {
        Path release = machine.folder.releases(API).resolve("9f");
        Files.createDirectories(release);
        host.openRelease(API, release);
        return release;
    }

    /** Gone, or a zombie that pid 1 takes its time to reap. */
    private static void awaitEnd(String pid) {
        Path stat = Path.of("/proc", pid, "stat");
        await().until(() -> !Files.exists(stat) || Files.readString(stat).contains(") Z "));
    }

    private static boolean needRoot() {
        if (!RealMachine.isRoot()) {
            System.out.println("not root: DebianHostIT cannot test users");
        }
        return RealMachine.isRoot();
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(
                Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    }
}
