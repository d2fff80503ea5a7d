package dev.stead.agent.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.api.HostFacts;
import dev.stead.api.HostFacts.Holder;
import dev.stead.api.HostFacts.Listening;
import dev.stead.api.HostFacts.Memory;
import dev.stead.api.HostFacts.Ssh;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

/** Machines as their files say. */
final class PreparedMachineIT {
    private static final String SOCKETS =
            """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 00000000:01BB 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 501 1 0
               1: 0100007F:1538 00000000:0000 0A 00000000:00000000 00:00000000 00000000   106        0 502 1 0
               2: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000   106        0 503 1 0
               3: 0100007F:1F90 0100007F:CAFE 01 00000000:00000000 00:00000000 00000000   106        0 504 1 0
            """;

    @TempDir Path folder;
    private PreparedMachine machine;

    @BeforeEach
    void prepare() throws IOException {
        machine = new PreparedMachine(folder);
    }

    @Test
    void aMachineWithoutFilesIsNotKnown() {
        HostFacts facts = machine.facts(List.of("redis-server"));

        assertThat(facts.memory()).isEmpty();
        assertThat(facts.cores()).isEmpty();
        assertThat(facts.listening()).isEmpty();
        assertThat(facts.bounds().files()).isEmpty();
        assertThat(facts.bounds().processes()).isEmpty();
        assertThat(facts.bounds().firstPort()).isEmpty();
        assertThat(facts.software().kernel()).isEmpty();
        assertThat(facts.software().installed()).isEmpty();
        assertThat(facts.hardening().ssh()).isEmpty();
        assertThat(facts.hardening().firewall()).isEmpty();
        assertThat(facts.hardening().updates()).isEmpty();
        assertThat(facts.hardening().container()).isFalse();
    }

    @Test
    void memoryAndItsBoundAboveTheOwnGroup() throws IOException {
        machine.write(
                "proc/meminfo",
                "MemTotal:       8000000 kB\nMemFree: 1 kB\nMemAvailable:   5000000 kB\n"
                        + "SwapTotal: 1000 kB\nSwapFree: 4 kB\n");
        machine.write("proc/self/cgroup", "0::/a/b\n");
        machine.write("sys/fs/cgroup/a/b/memory.max", "max\n");
        machine.write("sys/fs/cgroup/a/memory.max", "1073741824\n");
        machine.write("sys/fs/cgroup/a/cpu.max", "150000 100000\n");
        machine.write("proc/self/status", "Name:\tjava\nCpus_allowed_list:\t0-3,8\n");

        HostFacts facts = machine.facts();

        assertThat(facts.memory())
                .contains(
                        new Memory(
                                8_000_000L << 10,
                                5_000_000L << 10,
                                1000 << 10,
                                OptionalLong.of(1 << 30)));
        assertThat(facts.cores()).isEqualTo(OptionalDouble.of(1.5));
    }

    @Test
    void boundsOfTheFirstVersionOfGroups() throws IOException {
        machine.write("proc/meminfo", "MemTotal:       8000000 kB\nMemAvailable:   5000000 kB\n");
        machine.write("proc/self/cgroup", "5:cpu,cpuacct:/\n4:memory:/x\n3:pids:/\n");
        machine.write("sys/fs/cgroup/memory/x/memory.limit_in_bytes", "1048576\n");
        machine.write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        machine.write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n");
        machine.write("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
        machine.write("sys/fs/cgroup/pids/pids.max", "512\n");

        HostFacts facts = machine.facts();

        assertThat(facts.memory().orElseThrow().bound()).hasValue(1 << 20);
        assertThat(facts.cores()).isEmpty();
        assertThat(facts.bounds().processes()).hasValue(512);
    }

    @Test
    void boundsOfProcessesFilesAndPorts() throws IOException {
        machine.write(
                "proc/self/limits",
                "Limit                     Soft Limit           Hard Limit           Units     \n"
                    + "Max processes             unlimited            unlimited           "
                    + " processes \n"
                    + "Max open files            1024                 524288               files   "
                    + "  \n");
        machine.write("proc/loadavg", "0.20 0.18 0.12 1/80 11206\n");
        machine.write("proc/sys/kernel/pid_max", "32768\n");
        machine.write("proc/sys/kernel/threads-max", "1000\n");
        machine.write("proc/sys/net/ipv4/ip_unprivileged_port_start", "1024\n");
        machine.write("proc/self/status", "CapEff:\t0000000000000000\n");

        HostFacts.Bounds bounds = machine.facts().bounds();

        assertThat(bounds.files()).hasValue(1024);
        assertThat(bounds.processes()).hasValue(920);
        assertThat(bounds.firstPort()).isEqualTo(OptionalInt.of(1024));
        machine.write("proc/self/status", "CapEff:\t000001ffffffffff\n");
        assertThat(machine.facts().bounds().firstPort()).isEqualTo(OptionalInt.of(1));
    }

    @Test
    void whoeverListensIsNamed() throws IOException {
        machine.write("proc/net/tcp", SOCKETS);
        machine.process(
                PreparedMachine.SELF,
                "java",
                501,
                "cmdline",
                "java\0-cp\0x.jar\0dev.stead.app.Main\0server\0demo\0");
        machine.process(
                81,
                "postgres",
                502,
                "cgroup",
                "0::/system.slice/system-postgresql.slice/postgresql@15-main.service\n");
        machine.process(
                82, "python3", 503, "environ", "A=b\0STEAD_SYSTEM=demo\0STEAD_INSTANCE=api-3\0");

        assertThat(machine.facts().listening())
                .containsExactly(
                        listening("0.0.0.0", 443, 70, "java", "demo", "", "", true),
                        listening(
                                "127.0.0.1",
                                5432,
                                81,
                                "postgres",
                                "",
                                "",
                                "postgresql@15-main.service",
                                false),
                        listening("0.0.0.0", 8080, 82, "python3", "", "demo/api-3", "", false));
    }

    private static Listening listening(
            String address,
            int port,
            long pid,
            String program,
            String server,
            String instance,
            String unit,
            boolean self) {
        return new Listening(
                address,
                port,
                Optional.of(
                        new Holder(pid, program, text(server), text(instance), text(unit), self)));
    }

    private static Optional<String> text(String text) {
        return Optional.of(text).filter(t -> !t.isEmpty());
    }

    @Test
    void aListenerWhoseProcessIsHiddenIsStillThere() throws IOException {
        machine.write("proc/net/tcp6", SOCKETS);

        assertThat(machine.facts().listening()).hasSize(3).allMatch(it -> it.holder().isEmpty());
    }

    @Test
    void versionsOfSystemAndPackages() throws IOException {
        machine.write("etc/os-release", "PRETTY_NAME=\"x\"\nID=debian\nVERSION_ID=\"12\"\n");
        machine.write("proc/sys/kernel/osrelease", "6.1.0-18-amd64\n");
        machine.answers("getconf", "glibc 2.36");
        machine.answers(
                "dpkg-query --show --showformat=${db:Status-Status} ${Version}\\n redis-server",
                "installed 5:7.0.15-1~deb12u5");
        machine.answers(
                "dpkg-query --show --showformat=${db:Status-Status} ${Version}\\n php-fpm",
                "config-files 2:8.2+93");
        machine.answers(
                "apt-cache policy",
                "php-fpm:",
                "  Installed: (none)",
                "  Candidate: 2:8.2+93",
                "  Version table:",
                "     2:8.2+93 500",
                "postgresql-99:",
                "  Candidate: (none)");

        var software =
                machine.facts(List.of("redis-server", "php-fpm", "postgresql-99")).software();

        assertThat(software.system()).contains("debian");
        assertThat(software.release()).contains("12");
        assertThat(software.kernel()).contains("6.1.0-18-amd64");
        assertThat(software.libc()).contains("2.36");
        assertThat(software.installed()).containsOnlyKeys("redis-server");
        assertThat(software.offered()).hasSize(1).containsEntry("php-fpm", "2:8.2+93");
    }

    @Test
    void sshLetsPasswordsInUnlessItSaysNo() throws IOException {
        machine.write("etc/ssh/sshd_config", "# nothing said\n");
        assertThat(machine.facts().hardening().ssh()).contains(new Ssh(true, false));

        machine.write("etc/ssh/sshd_config", "permitRootLogin yes\n");
        assertThat(machine.facts().hardening().ssh()).contains(new Ssh(true, true));

        machine.write(
                "etc/ssh/sshd_config",
                "PermitRootLogin=yes\nPasswordAuthentication no\nUsePAM yes\n");
        assertThat(machine.facts().hardening().ssh()).contains(new Ssh(true, true));
    }

    @Test
    void sshsFirstWordCountsAndThatOfAnIncludedFileStandsWhereItIsIncluded() throws IOException {
        machine.write(
                "etc/ssh/sshd_config",
                "Include /etc/ssh/sshd_config.d/*.conf\nPasswordAuthentication yes\n"
                        + "KbdInteractiveAuthentication no\nPermitRootLogin yes\n");
        machine.write(
                "etc/ssh/sshd_config.d/10-x.conf",
                "PasswordAuthentication no\nMatch User admin\nPermitRootLogin no\n");
        machine.write("etc/ssh/sshd_config.d/20-x.conf", "PasswordAuthentication yes\n");

        assertThat(machine.facts().hardening().ssh()).contains(new Ssh(false, false));
    }

    @Test
    void sshThatIncludesItselfComesToAnEnd() throws IOException {
        machine.write("etc/ssh/sshd_config", "Include sshd_config\nPasswordAuthentication no\n");

        assertThat(machine.facts().hardening().ssh()).contains(new Ssh(false, false));
    }

    @Test
    void firewallsOfEachKind() throws IOException {
        machine.answers("nft list ruleset");
        assertThat(machine.facts().hardening().firewall()).contains(false);
        machine.answers("iptables -S INPUT", "-P INPUT ACCEPT", "-A INPUT -p tcp -j DROP");
        assertThat(machine.facts().hardening().firewall()).contains(true);
        machine.answers("iptables -S INPUT", "-P INPUT ACCEPT");
        assertThat(machine.facts().hardening().firewall()).contains(false);
        machine.write("etc/ufw/ufw.conf", "# ufw\nENABLED=yes\nLOGLEVEL=low\n");
        assertThat(machine.facts().hardening().firewall()).contains(true);
    }

    @Test
    void updatesAreThereAndTurnedOn() throws IOException {
        machine.write("etc/apt/apt.conf.d/01x", "\n");
        assertThat(machine.facts().hardening().updates()).contains(false);
        machine.answers("dpkg-query --show --showformat=${db:Status-Status}\\n", "installed");
        assertThat(machine.facts().hardening().updates()).contains(false);
        machine.write(
                "etc/apt/apt.conf.d/20auto-upgrades",
                "APT::Periodic::Update-Package-Lists \"1\";\n"
                        + "APT::Periodic::Unattended-Upgrade \"1\";\n");
        assertThat(machine.facts().hardening().updates()).contains(true);
        machine.write("etc/apt/apt.conf.d/99off", "APT::Periodic::Unattended-Upgrade \"0\";\n");
        assertThat(machine.facts().hardening().updates()).contains(false);
    }

    @Test
    void foldersThatOthersMayChange() throws IOException {
        assertThat(machine.facts().hardening().writable()).isEmpty();

        Path secrets = machine.state.secrets();
        Files.createDirectories(secrets);
        Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rwxrwx---"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xrwx"));

        assertThat(machine.facts().hardening().writable()).containsExactly(folder, secrets);
    }

    @Test
    void theStatesNewestFileIsKnown() throws IOException {
        Instant later = PreparedMachine.NOW.plusSeconds(3600);
        Path lock = Files.writeString(machine.state.root().resolve("server.lock"), "");
        Path record = machine.state.run("api-1").resolve("record.json");
        Files.createDirectories(machine.state.run("api-1"));
        Files.writeString(record, "{}");
        Files.setLastModifiedTime(lock, FileTime.from(Instant.EPOCH));
        Files.setLastModifiedTime(record, FileTime.from(later));

        HostFacts facts = machine.facts();

        assertThat(facts.clock().newest()).contains(later);
        assertThat(facts.clock().now()).isEqualTo(PreparedMachine.NOW);
    }

    @Test
    void containersAreKnownByTheirMarks() throws IOException {
        machine.write("proc/1/environ", "PATH=/bin\0container=lxc\0");
        assertThat(machine.facts().hardening().container()).isTrue();
    }

    @Test
    void oddFilesMakeNothingFail() throws IOException {
        Random random = new Random(11);
        String[] files = {
            "proc/meminfo",
            "proc/self/cgroup",
            "proc/self/status",
            "proc/self/limits",
            "proc/loadavg",
            "proc/net/tcp",
            "proc/net/tcp6",
            "proc/81/comm",
            "proc/81/environ",
            "proc/81/cmdline",
            "proc/81/cgroup",
            "proc/sys/kernel/pid_max",
            "proc/sys/kernel/osrelease",
            "etc/os-release",
            "etc/ssh/sshd_config",
            "etc/ufw/ufw.conf",
            "sys/fs/cgroup/memory.max",
            "sys/fs/cgroup/cpu.max"
        };
        machine.process(81, "x", 501);
        var question = new HostFacts.Question(List.of("redis-server"), Set.of(443, 5432), false);
        for (int i = 0; i < 300; i++) {
            for (String file : files) {
                machine.write(file, odd(file, random));
            }
            assertThat(machine.facts(question)).isNotNull();
        }
    }

    /** Right content with some bytes changed or cut off, or noise. */
    private static byte[] odd(String file, Random random) {
        String right =
                switch (file) {
                    case "proc/meminfo" ->
                            "MemTotal: 8000 kB\nMemAvailable: 99999999999999999 kB\n";
                    case "proc/net/tcp", "proc/net/tcp6" -> SOCKETS;
                    case "proc/self/cgroup" -> "0::/a\n3:memory:/../..\n";
                    case "proc/self/status" -> "Cpus_allowed_list: 0-3\nCapEff: ff\n";
                    case "etc/ssh/sshd_config" ->
                            "Include [/*\nInclude sshd_config.d/{*\nUsePAM yes\n";
                    default -> "12 max=\"34\"\n";
                };
        byte[] bytes = right.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        if (random.nextInt(5) == 0) {
            random.nextBytes(bytes);
        }
        for (int k = random.nextInt(5); k > 0; k--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
    }
}
