package dev.stead.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.base.Code;
import dev.stead.base.StateFolder;
import dev.stead.base.SteadException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Installing with scripted programs below a root of its own. */
class InstallationIT {
    private static final String OWN_POLICY = "#!/bin/sh\nexit 0\n";

    @TempDir Path root;
    private final ScriptedPrograms programs = new ScriptedPrograms();
    private final List<String> progress = new ArrayList<>();
    private HostPaths paths;

    @BeforeEach
    void makeMachine() throws IOException {
        paths = HostPaths.below(root);
        Files.createDirectories(paths.sbin());
        Files.createDirectories(paths.aptArchives());
        Files.createDirectories(paths.aptLists());
        Files.writeString(paths.aptLists().resolve("deb_main_binary-amd64_Packages"), "");
        archive("redis-server_5%3a7.0.15-1_amd64.deb");
        archive("postgresql-15_15.8-0_amd64.deb");
        programs.on("dpkg-query --show", 0, "installed\tnginx\tamd64\t")
                .on(
                        "apt-get install --simulate",
                        0,
                        "Inst redis-server (5:7.0.15-1 Debian:12.11/stable [amd64])",
                        "Inst postgresql-15 (15.8-0 Debian:12.11/stable [amd64]) []",
                        "Inst nginx [1.22-1] (1.22-2 Debian:12.11/stable [amd64])",
                        "Conf redis-server (5:7.0.15-1 Debian:12.11/stable [amd64])")
                .on(
                        "dpkg-deb -c " + paths.aptArchives().resolve("redis"),
                        0,
                        "-rw-r--r-- root/root 9 2024-01-01 00:00"
                                + " ./lib/systemd/system/redis-server.service",
                        "-rw-r--r-- root/root 9 2024-01-01 00:00"
                                + " ./usr/lib/systemd/system/redis-server@.service",
                        "drwxr-xr-x root/root 0 2024-01-01 00:00"
                                + " ./lib/systemd/system/x.service.d/",
                        "-rw-r--r-- root/root 9 2024-01-01 00:00 ./usr/bin/redis.service.sh")
                .on(
                        "dpkg-deb -c " + paths.aptArchives().resolve("postgresql"),
                        0,
                        "lrwxrwxrwx root/root 0 2024-01-01 00:00"
                                + " ./lib/systemd/system/pg.timer -> other.timer");
    }

    @AfterEach
    void removeLinks() throws IOException {
        if (Files.isDirectory(paths.units())) {
            try (Stream<Path> units = Files.list(paths.units())) {
                for (Path unit : units.toList()) {
                    Files.delete(unit);
                }
            }
        }
    }

    @Test
    void holdsServicesBackWhileItInstallsAndAfterwards() throws Exception {
        programs.on(
                "apt-get install --assume-yes",
                _ -> {
                    assertThat(run(paths.policy())).isEqualTo(101);
                    assertMasked("redis-server.service", "redis-server@.service", "pg.timer");
                    assertThat(paths.clusters()).content().contains("create_main_cluster = false");
                    return new Programs.Outcome(0, List.of("Setting up redis-server"));
                });
        host(true).install(List.of("redis-server", "nginx", "postgresql-15"), progress::add);
        assertThat(programs.ran.getLast()).endsWith(" -- redis-server postgresql-15");
        assertThat(paths.policy()).doesNotExist();
        assertMasked("redis-server.service", "redis-server@.service", "pg.timer");
        try (Stream<Path> units = Files.list(paths.units())) {
            assertThat(units).hasSize(3);
        }
        assertThat(progress)
                .contains(
                        "held back redis-server.service (undo: systemctl unmask"
                                + " redis-server.service)",
                        "Setting up redis-server",
                        "installed redis-server postgresql-15");
    }

    @Test
    void leavesUnitsAloneThatTheAdministratorMade() throws Exception {
        Files.createDirectories(paths.units());
        Path own = Files.writeString(paths.units().resolve("redis-server.service"), "mine");
        host(true).install(List.of("redis-server"), progress::add);
        assertThat(own).content().isEqualTo("mine");
    }

    @Test
    void letsClustersBeMadeAgainWhereTheyCouldBefore() {
        programs.on("dpkg-query --show", 0, "installed\tpostgresql-common\tall\t");
        host(true).install(List.of("postgresql-15"), progress::add);
        assertThat(paths.clusters()).doesNotExist();
    }

    @Test
    void keepsAPolicyThatIsThereAndPutsItBack() throws Exception {
        Files.writeString(paths.policy(), OWN_POLICY);
        programs.on(
                "apt-get install --assume-yes",
                _ -> {
                    assertThat(run(paths.policy())).isEqualTo(101);
                    return new Programs.Outcome(0, List.of());
                });
        host(true).install(List.of("redis-server"), progress::add);
        assertThat(paths.policy()).content().isEqualTo(OWN_POLICY);
        assertThat(paths.keptPolicy()).doesNotExist();
    }

    @Test
    void putsThePolicyBackAfterACrash() throws Exception {
        Files.writeString(paths.policy(), OWN_POLICY);
        Files.createDirectories(paths.lock().getParent());
        Files.createFile(paths.lock());
        new HoldBack(paths).begin();
        assertThat(paths.policy()).content().isNotEqualTo(OWN_POLICY);
        host(true).start();
        assertThat(paths.policy()).content().isEqualTo(OWN_POLICY);

        Files.delete(paths.policy());
        new HoldBack(paths).begin();
        new HoldBack(paths).begin();
        host(true).start();
        assertThat(paths.policy()).doesNotExist();
    }

    @Test
    void updatesWhenListsAreMissingOrAPackageIsUnknown() throws Exception {
        Files.delete(paths.aptLists().resolve("deb_main_binary-amd64_Packages"));
        host(true).install(List.of("redis-server"), progress::add);
        assertThat(programs.ran).filteredOn(words -> words.startsWith("apt-get update")).hasSize(1);
        programs.ran.clear();
        programs.on("apt-get install --simulate", 100, "E: Unable to locate package redis-server");
        Files.writeString(paths.aptLists().resolve("deb_main_binary-amd64_Packages"), "");
        assertThatThrownBy(() -> host(true).install(List.of("redis-server"), progress::add))
                .isInstanceOfSatisfying(
                        SteadException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(Code.HOST);
                            assertThat(e.what())
                                    .contains("E: Unable to locate package redis-server");
                        });
        assertThat(programs.ran).filteredOn(words -> words.startsWith("apt-get update")).hasSize(1);
    }

    @Test
    void finishesAnInstallationThatWasCutOff() {
        List<String> tries = new ArrayList<>();
        programs.on(
                "apt-get install --simulate",
                _ -> {
                    tries.add("");
                    return tries.size() == 1
                            ? new Programs.Outcome(
                                    100,
                                    List.of("E: dpkg was interrupted, run 'dpkg --configure -a'"))
                            : new Programs.Outcome(0, List.of());
                });
        host(true).install(List.of("redis-server"), progress::add);
        assertThat(programs.ran).contains("dpkg --configure -a");
    }

    @Test
    void saysWhatAptSaidAndTakesTheHoldBackAway() {
        programs.on(
                "apt-get install --assume-yes",
                100,
                "Setting up redis-server",
                "dpkg: error processing package redis-server (--configure):",
                "E: Sub-process /usr/bin/dpkg returned an error code (1)");
        assertThatThrownBy(() -> host(true).install(List.of("redis-server"), progress::add))
                .hasMessage(
                        "apt-get cannot install redis-server: dpkg: error processing package"
                                + " redis-server (--configure): | E: Sub-process /usr/bin/dpkg"
                                + " returned an error code (1)");
        assertThat(paths.policy()).doesNotExist();
    }

    @Test
    void tellsAnOrdinaryUserWhatToGiveAnAdministrator() {
        assertThatThrownBy(() ->
                        host(false)
                                .install(
                                        List.of("gunicorn", "postgresql-15", "redis-server"),
                                        progress::add))
                .isInstanceOfSatisfying(
                        SteadException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(Code.HOST);
                            assertThat(e.what())
                                    .isEqualTo(
                                            "these packages are missing: gunicorn, postgresql-15,"
                                                    + " redis-server");
                            assertThat(e.mend())
                                    .contains("create_main_cluster = false")
                                    .contains("/etc/systemd/system/redis-server.service")
                                    .endsWith(
                                            "sudo apt-get install --no-install-recommends gunicorn"
                                                    + " postgresql-15 redis-server");
                        });
        assertThat(programs.ran).noneMatch(words -> words.startsWith("apt-get"));
    }

    private DebianHost host(boolean root) {
        return new DebianHost(
                "planning",
                new StateFolder(this.root.resolve("state")),
                paths,
                root,
                InstantSource.system(),
                new Random(1),
                () -> "id",
                programs);
    }

    private void assertMasked(String... units) {
        for (String unit : units) {
            Path link = paths.units().resolve(unit);
            assertThat(Files.isSymbolicLink(link)).as(unit).isTrue();
            assertThat(link.toAbsolutePath())
                    .satisfies(l -> assertThat(target(l)).isEqualTo("/dev/null"));
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static int run(Path script) {
        try {
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(
                                            script, LinkOption.NOFOLLOW_LINKS)))
                    .isEqualTo("rwxr-xr-x");
            return new ProcessBuilder(script.toString()).start().onExit().join().exitValue();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void archive(String name) throws IOException {
        Files.writeString(paths.aptArchives().resolve(name), "");
    }
}
