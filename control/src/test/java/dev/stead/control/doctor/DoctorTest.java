package dev.stead.control.doctor;

import static dev.stead.api.Diagnosis.Severity.FATAL;
import static dev.stead.api.Diagnosis.Severity.NOTE;
import static dev.stead.api.Diagnosis.Severity.OK;
import static dev.stead.api.Diagnosis.Severity.WARNING;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.api.Diagnosis;
import dev.stead.api.Diagnosis.Area;
import dev.stead.api.Diagnosis.Finding;
import dev.stead.api.Diagnosis.Severity;
import dev.stead.api.HostFacts;
import dev.stead.api.HostFacts.Bounds;
import dev.stead.api.HostFacts.Clock;
import dev.stead.api.HostFacts.Disk;
import dev.stead.api.HostFacts.Hardening;
import dev.stead.api.HostFacts.Holder;
import dev.stead.api.HostFacts.Listening;
import dev.stead.api.HostFacts.Memory;
import dev.stead.api.HostFacts.Software;
import dev.stead.api.HostFacts.Space;
import dev.stead.api.HostFacts.Speed;
import dev.stead.api.HostFacts.Ssh;
import dev.stead.control.doctor.Needs.Door;
import dev.stead.control.doctor.Needs.Share;
import dev.stead.control.doctor.Needs.Wish;
import dev.stead.model.Limits;
import dev.stead.testing.FakeFacts;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What is found on machines that differ in one thing from one that is well. */
final class DoctorTest {
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final Instant NOW = FakeFacts.WELL.clock().now();
    private static final Wish POSTGRES =
            new Wish("db", "PostgreSQL", "postgres", "postgresql-15", OptionalInt.of(15));
    private static final Needs NEEDS = needs(List.of(share(2, 256 * MIB)));

    private static Needs needs(List<Share> shares) {
        return new Needs(
                "demo",
                shares,
                List.of(POSTGRES),
                new Door(List.of("0.0.0.0"), 443, 80),
                OptionalInt.empty(),
                0);
    }

    private static Share share(int instances, long memory) {
        return new Share(
                "api",
                instances,
                new Limits(OptionalLong.of(memory), OptionalDouble.of(0.5), OptionalInt.of(100)));
    }

    private static Finding found(Needs needs, HostFacts facts, Area area, String where) {
        Diagnosis diagnosis = Doctor.diagnosis(needs, facts, List.of());
        return diagnosis.findings().stream()
                .filter(f -> f.area() == area && f.where().equals(where))
                .findFirst()
                .orElseThrow(() -> new AssertionError(area + " " + where + " in " + diagnosis));
    }

    private static void finds(HostFacts facts, Area area, String where, Severity severity) {
        finds(NEEDS, facts, area, where, severity);
    }

    private static void finds(
            Needs needs, HostFacts facts, Area area, String where, Severity severity) {
        Finding finding = found(needs, facts, area, where);
        assertThat(finding.severity()).as(finding.toString()).isEqualTo(severity);
        boolean refuses =
                Doctor.obstacles(needs, facts).stream()
                        .anyMatch(o -> o.what().startsWith(where + ": "));
        assertThat(refuses).isEqualTo(severity == FATAL);
    }

    @Test
    void aMachineThatIsWellIsSaidToBe() {
        Diagnosis diagnosis = Doctor.diagnosis(NEEDS, FakeFacts.WELL, List.of());

        assertThat(diagnosis.findings()).allMatch(f -> f.severity() == OK);
        assertThat(diagnosis.findings().stream().map(Finding::area).distinct())
                .hasSize(9)
                .isSorted();
        assertThat(Doctor.obstacles(NEEDS, FakeFacts.WELL)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"16, 2, OK", "1, 2, OK", "1, 3, OK", "1, 4, WARNING", "8, 10000, WARNING"})
    void limitsOfAllInstancesAreAddedUp(long gib, int instances, Severity severity) {
        Memory memory = new Memory(gib * GIB, gib * GIB, 0, OptionalLong.empty());

        finds(
                needs(List.of(share(instances, 256 * MIB))),
                FakeFacts.memory(memory),
                Area.MEMORY,
                "machine",
                severity);
    }

    @Test
    void limitsThatAddUpToMoreThanANumberHoldsAreTooMuch() {
        Needs needs = needs(List.of(share(3, Long.MAX_VALUE / 2)));

        finds(needs, FakeFacts.WELL, Area.MEMORY, "machine", WARNING);
        finds(needs, FakeFacts.WELL, Area.MEMORY, "api", WARNING);
    }

    @Test
    void memoryBelowWhatTheServerNeedsIsFatal() {
        finds(
                FakeFacts.memory(new Memory(128 * MIB, 100 * MIB, 0, OptionalLong.empty())),
                Area.MEMORY,
                "machine",
                FATAL);
    }

    @Test
    void aContainersLimitCountsRatherThanTheMachinesMemory() {
        Memory memory = new Memory(64 * GIB, 60 * GIB, 0, OptionalLong.of(512 * MIB));

        Finding finding = found(NEEDS, FakeFacts.memory(memory), Area.MEMORY, "machine");

        assertThat(finding.severity()).isEqualTo(WARNING);
        assertThat(finding.what()).contains("512 MiB that its control group may use of 64 GiB");
        assertThat(finding.mend()).contains("1 GiB");
    }

    @Test
    void memoryThatOthersUseIsMissing() {
        Memory memory = new Memory(16 * GIB, 300 * MIB, 0, OptionalLong.empty());

        finds(FakeFacts.memory(memory), Area.MEMORY, "available", WARNING);
    }

    @Test
    void memoryThatTheSystemItselfUsesIsThereForIt() {
        Memory memory = new Memory(16 * GIB, 300 * MIB, 0, OptionalLong.empty());
        Needs running =
                new Needs(
                        "demo",
                        NEEDS.shares(),
                        List.of(),
                        NEEDS.door(),
                        OptionalInt.empty(),
                        400 * MIB);

        finds(running, FakeFacts.memory(memory), Area.MEMORY, "available", OK);
    }

    @Test
    void componentsWithoutALimitAreNamed() {
        Needs needs = needs(List.of(share(1, MIB), new Share("db", 1, Limits.NONE)));

        assertThat(found(needs, FakeFacts.WELL, Area.MEMORY, "no limit").what())
                .startsWith("db may use");
    }

    @ParameterizedTest
    @CsvSource({"1, WARNING", "0.5, WARNING", "2, OK", "64, OK"})
    void oneCoreIsTooLittle(double cores, Severity severity) {
        finds(FakeFacts.cores(OptionalDouble.of(cores)), Area.CORES, "machine", severity);
    }

    @Test
    void coresThatAddUpToMoreAreANote() {
        finds(needs(List.of(share(9, MIB))), FakeFacts.WELL, Area.CORES, "machine", NOTE);
        finds(
                needs(
                        List.of(
                                new Share(
                                        "api",
                                        1,
                                        new Limits(
                                                OptionalLong.empty(),
                                                OptionalDouble.of(8),
                                                OptionalInt.empty())))),
                FakeFacts.WELL,
                Area.CORES,
                "api",
                NOTE);
    }

    @ParameterizedTest
    @CsvSource({
        "100, 102400, OK",
        "100, 3000, WARNING",
        "100, 1000, WARNING",
        "100, 31, FATAL",
        "100, 0, FATAL",
        "10, 5000, NOTE",
        "1, 600, NOTE",
        "1, 400, WARNING"
    })
    void roomOfTheDisk(long totalGib, long freeMib, Severity severity) {
        Space space = new Space(totalGib * GIB, freeMib * MIB, 0, 0);

        finds(FakeFacts.space(space), Area.DISK, "/var/lib/stead/demo", severity);
    }

    @ParameterizedTest
    @CsvSource({
        "1000000, 900000, OK",
        "1000000, 10000, WARNING",
        "1000, 600, OK",
        "1000, 400, WARNING",
        "1000000, 100, FATAL"
    })
    void roomForFiles(long inodes, long free, Severity severity) {
        Space space = new Space(100 * GIB, 80 * GIB, inodes, free);

        finds(FakeFacts.space(space), Area.DISK, "inodes", severity);
    }

    @ParameterizedTest
    @CsvSource({"1, 10, OK", "7, 150, OK", "25, 40, WARNING", "1, 900, WARNING"})
    void speedOfTheDisk(long median, long p99, Severity severity) {
        Disk well = FakeFacts.WELL.disk();
        Speed speed = new Speed(64, Duration.ofMillis(median), Duration.ofMillis(p99));

        finds(
                FakeFacts.disk(
                        new Disk(
                                well.folder(), well.space(), Optional.of(speed), Optional.empty())),
                Area.DISK,
                "speed",
                severity);
    }

    @Test
    void aDiskThatTakesNothingIsFatal() {
        Disk disk =
                new Disk(
                        Path.of("/state"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("Read-only file system"));

        assertThat(Doctor.obstacles(NEEDS, FakeFacts.disk(disk)))
                .singleElement()
                .satisfies(o -> assertThat(o.what()).contains("/state", "Read-only"));
    }

    private static Listening at(String address, int port, String program) {
        return new Listening(
                address,
                port,
                Optional.of(
                        new Holder(
                                812,
                                program,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                false)));
    }

    @Test
    void aTakenPortIsFatalAndItsHolderNamed() {
        HostFacts facts = FakeFacts.listening(at("0.0.0.0", 443, "nginx"));

        finds(facts, Area.PORTS, "port 443", FATAL);
        finds(facts, Area.PORTS, "port 80", OK);
        Finding finding = found(NEEDS, facts, Area.PORTS, "port 443");
        assertThat(finding.what()).contains("nginx (pid 812) at 0.0.0.0:443");
        assertThat(finding.mend()).contains("listen: { https: 8443 }");
    }

    @Test
    void theUnitOfWhoTookAPortIsStopped() {
        Holder nginx =
                new Holder(
                        812,
                        "nginx",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("nginx.service"),
                        false);
        HostFacts facts = FakeFacts.listening(new Listening("::", 80, Optional.of(nginx)));

        assertThat(found(NEEDS, facts, Area.PORTS, "port 80").command())
                .isEqualTo("systemctl disable --now nginx.service");
    }

    @Test
    void steadsOwnPortsAreItsOwn() {
        Holder self =
                new Holder(
                        1, "java", Optional.of("demo"), Optional.empty(), Optional.empty(), true);
        HostFacts facts = FakeFacts.listening(new Listening("0.0.0.0", 443, Optional.of(self)));

        finds(facts, Area.PORTS, "port 443", OK);
        finds(facts, Area.EXPOSED, "port 443", OK);
    }

    @Test
    void aPortOfAnotherAddressIsFree() {
        Needs loopback =
                new Needs(
                        "demo",
                        List.of(),
                        List.of(),
                        new Door(List.of("127.0.0.1"), 443, 80),
                        OptionalInt.empty(),
                        0);

        finds(loopback, FakeFacts.listening(at("10.0.0.1", 443, "x")), Area.PORTS, "port 443", OK);
        finds(loopback, FakeFacts.listening(at("::", 443, "x")), Area.PORTS, "port 443", WARNING);
        finds(
                loopback,
                FakeFacts.listening(at("0.0.0.0", 443, "x")),
                Area.PORTS,
                "port 443",
                FATAL);
    }

    @Test
    void portsThatOnlyRootMayUseAreFatal() {
        Bounds bounds =
                new Bounds(OptionalLong.of(65_536), OptionalLong.of(9_000), OptionalInt.of(1024));

        finds(FakeFacts.bounds(bounds), Area.PORTS, "port 443", FATAL);
        assertThat(found(NEEDS, FakeFacts.bounds(bounds), Area.PORTS, "port 443").command())
                .endsWith("port_start=443");
    }

    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:05Z, FATAL",
        "2026-11-20T12:00:00Z, WARNING",
        "2026-11-21T11:59:00Z, OK",
        "2036-11-21T12:00:00Z, OK"
    })
    void aTimeThatCannotBe(Instant now, Severity severity) {
        Clock clock = new Clock(now, Optional.of(true), Optional.of(NOW));

        finds(FakeFacts.clock(clock), Area.CLOCK, "time", severity);
    }

    @Test
    void aClockThatNobodyKeepsRight() {
        Clock clock = new Clock(NOW, Optional.of(false), Optional.empty());

        finds(FakeFacts.clock(clock), Area.CLOCK, "synchronised", WARNING);
        finds(
                FakeFacts.clock(new Clock(NOW, Optional.empty(), Optional.empty())),
                Area.CLOCK,
                "synchronised",
                NOTE);
    }

    @Test
    void aContainersClockIsNotItsOwn() {
        HostFacts facts =
                new HostFacts(
                        FakeFacts.WELL.memory(),
                        FakeFacts.WELL.cores(),
                        FakeFacts.WELL.disk(),
                        List.of(),
                        new Clock(NOW, Optional.of(false), Optional.empty()),
                        FakeFacts.WELL.bounds(),
                        FakeFacts.WELL.software(),
                        new Hardening(
                                true,
                                Optional.empty(),
                                Optional.empty(),
                                List.of(),
                                Optional.empty()));

        finds(facts, Area.CLOCK, "synchronised", NOTE);
        assertThat(found(NEEDS, facts, Area.CLOCK, "synchronised").what()).startsWith("not known");
    }

    @ParameterizedTest
    @CsvSource({"65536, OK", "1600, OK", "1024, WARNING", "100, FATAL"})
    void openFiles(long limit, Severity severity) {
        Bounds bounds =
                new Bounds(OptionalLong.of(limit), OptionalLong.of(9_000), OptionalInt.of(1));

        finds(FakeFacts.bounds(bounds), Area.LIMITS, "open files", severity);
    }

    @Test
    void processesThatInstancesMayMake() {
        Bounds bounds =
                new Bounds(OptionalLong.of(65_536), OptionalLong.of(300), OptionalInt.of(1));

        finds(FakeFacts.bounds(bounds), Area.LIMITS, "processes", WARNING);
    }

    private static HostFacts software(String kernel, String system, String release) {
        return FakeFacts.software(
                new Software(
                        Optional.of(kernel),
                        Optional.of(system),
                        Optional.of(release),
                        Optional.empty(),
                        Map.of(),
                        Map.of()));
    }

    @ParameterizedTest
    @CsvSource({"4.19.0, FATAL", "5.2.9, FATAL", "5.3, OK", "5.10.0-28, OK", "odd, NOTE"})
    void kernels(String kernel, Severity severity) {
        finds(software(kernel, "debian", "12"), Area.VERSIONS, "Linux", severity);
    }

    @ParameterizedTest
    @CsvSource({
        "debian, 12, OK",
        "debian, 11, WARNING",
        "debian, 13, NOTE",
        "ubuntu, 24.04, WARNING"
    })
    void systems(String system, String release, Severity severity) {
        finds(software("6.1.0", system, release), Area.VERSIONS, "system", severity);
    }

    @ParameterizedTest
    @CsvSource({
        "1:10.11.14-0+deb12u2, '', 10, OK",
        "1:11.8.3-0+deb13u1, '', 10, FATAL",
        "'', 1:10.11.14-0+deb12u2, 10, OK",
        "'', 1:10.11.14-0+deb12u2, 11, FATAL",
        "'', '', 10, NOTE"
    })
    void versionsOfDatabases(String installed, String offered, int wanted, Severity severity) {
        String name = "mariadb-server";
        Wish wish = new Wish("sql", "MariaDB", "mariadb", name, OptionalInt.of(wanted));
        Needs needs =
                new Needs("demo", List.of(), List.of(wish), NEEDS.door(), OptionalInt.empty(), 0);
        HostFacts facts =
                FakeFacts.software(
                        new Software(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                installed.isEmpty() ? Map.of() : Map.of(name, installed),
                                offered.isEmpty() ? Map.of() : Map.of(name, offered)));

        finds(needs, facts, Area.VERSIONS, "sql", severity);
    }

    @Test
    void whatListensToTheNetworkIsNamed() {
        HostFacts facts =
                FakeFacts.listening(
                        at("0.0.0.0", 22, "sshd"),
                        at("::", 22, "sshd"),
                        at("192.0.2.7", 3306, "mariadbd"),
                        at("127.0.0.1", 5432, "postgres"),
                        at("127.0.0.1", 9999, "node"),
                        new Listening("0.0.0.0", 6379, Optional.empty()));

        finds(facts, Area.EXPOSED, "port 22", OK);
        finds(facts, Area.EXPOSED, "port 3306", WARNING);
        finds(facts, Area.EXPOSED, "port 5432", NOTE);
        finds(facts, Area.EXPOSED, "port 6379", WARNING);
        assertThat(found(NEEDS, facts, Area.EXPOSED, "port 6379").what()).startsWith("Redis? ");
        assertThat(Doctor.diagnosis(NEEDS, facts, List.of()).findings())
                .filteredOn(f -> f.area() == Area.EXPOSED)
                .hasSize(4);
    }

    @Test
    void aComponentThatIsReachedPastTheGateway() {
        Holder api =
                new Holder(
                        9,
                        "python3",
                        Optional.empty(),
                        Optional.of("demo/api-3"),
                        Optional.empty(),
                        false);
        HostFacts facts =
                FakeFacts.listening(
                        new Listening("0.0.0.0", 8000, Optional.of(api)),
                        new Listening("127.0.0.1", 20_001, Optional.of(api)));

        Finding finding = found(NEEDS, facts, Area.EXPOSED, "port 8000");
        assertThat(finding.severity()).isEqualTo(WARNING);
        assertThat(finding.what()).contains("python3 (pid 9) of demo/api-3", "without sign-in");
    }

    private static HostFacts hardened(Ssh ssh, boolean firewall, boolean updates, Path... open) {
        return FakeFacts.hardening(
                new Hardening(
                        false,
                        Optional.of(ssh),
                        Optional.of(firewall),
                        List.of(open),
                        Optional.of(updates)));
    }

    @Test
    void doorsOfTheMachineThatAreOpen() {
        HostFacts facts = hardened(new Ssh(true, true), false, false, Path.of("/srv"));

        finds(facts, Area.HARDENING, "SSH", WARNING);
        finds(facts, Area.HARDENING, "firewall", WARNING);
        finds(facts, Area.HARDENING, "updates", WARNING);
        finds(facts, Area.HARDENING, "/srv", WARNING);
        assertThat(found(NEEDS, facts, Area.HARDENING, "firewall").command())
                .contains("ufw allow 80,443/tcp");
        finds(hardened(new Ssh(true, false), true, true), Area.HARDENING, "SSH", WARNING);
    }

    @Test
    void aSystemForThisMachineAloneNeedsNoFirewall() {
        Needs loopback =
                new Needs(
                        "demo",
                        List.of(),
                        List.of(),
                        new Door(List.of("127.0.0.1", "::1"), 443, 80),
                        OptionalInt.empty(),
                        0);

        finds(
                loopback,
                hardened(new Ssh(false, false), false, false),
                Area.HARDENING,
                "firewall",
                NOTE);
    }

    @Test
    void theWorstComesFirstInEachArea() {
        Finding broken =
                new Finding(Area.COMPONENTS, FATAL, "host", "no program", "install it", "");
        Diagnosis diagnosis =
                Doctor.diagnosis(
                        NEEDS,
                        hardened(new Ssh(true, true), true, true),
                        List.of(
                                new Finding(Area.COMPONENTS, NOTE, "packages", "x", "y", ""),
                                broken));

        assertThat(diagnosis.findings())
                .isSortedAccordingTo((a, b) ->
                        a.area() == b.area()
                                ? a.severity().compareTo(b.severity())
                                : a.area().compareTo(b.area()));
        assertThat(diagnosis.count(FATAL)).isEqualTo(1);
        assertThat(broken.advice()).isEqualTo("install it");
    }
}
