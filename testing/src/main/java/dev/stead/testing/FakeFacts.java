package dev.stead.testing;

import dev.stead.api.HostFacts;
import dev.stead.api.HostFacts.Bounds;
import dev.stead.api.HostFacts.Clock;
import dev.stead.api.HostFacts.Disk;
import dev.stead.api.HostFacts.Hardening;
import dev.stead.api.HostFacts.Listening;
import dev.stead.api.HostFacts.Memory;
import dev.stead.api.HostFacts.Software;
import dev.stead.api.HostFacts.Space;
import dev.stead.api.HostFacts.Speed;
import dev.stead.api.HostFacts.Ssh;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What machines say of themselves: one that is well, and others that differ in one thing. */
public final class FakeFacts {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    /** Of a machine on which nothing is wrong. */
    public static final HostFacts WELL =
            new HostFacts(
                    Optional.of(new Memory(16L << 30, 12L << 30, 0, OptionalLong.empty())),
                    OptionalDouble.of(4),
                    new Disk(
                            Path.of("/var/lib/stead/demo"),
                            Optional.of(new Space(100L << 30, 80L << 30, 6_000_000, 5_000_000)),
                            Optional.of(new Speed(64, Duration.ofMillis(1), Duration.ofMillis(4))),
                            Optional.empty()),
                    List.of(),
                    new Clock(NOW, Optional.of(true), Optional.of(NOW.minusSeconds(5))),
                    new Bounds(
                            OptionalLong.of(65_536), OptionalLong.of(100_000), OptionalInt.of(1)),
                    new Software(
                            Optional.of("6.1.0-18-amd64"),
                            Optional.of("debian"),
                            Optional.of("12"),
                            Optional.of("2.36"),
                            Map.of("postgresql-15", "15.14-0+deb12u1"),
                            Map.of()),
                    new Hardening(
                            false,
                            Optional.of(new Ssh(false, false)),
                            Optional.of(true),
                            List.of(),
                            Optional.of(true)));

    private FakeFacts() {}

    /** A machine on which these accept connections. */
    public static HostFacts listening(Listening... those) {
        return listening(List.of(those));
    }

    /** A machine whose state lies on a file system with this space. */
    public static HostFacts space(Space space) {
        return disk(
                new Disk(
                        WELL.disk().folder(),
                        Optional.of(space),
                        WELL.disk().speed(),
                        Optional.empty()));
    }

    /** A machine that is well but for this. */
    public static HostFacts memory(Memory it) {
        return new HostFacts(
                Optional.of(it),
                WELL.cores(),
                WELL.disk(),
                WELL.listening(),
                WELL.clock(),
                WELL.bounds(),
                WELL.software(),
                WELL.hardening());
    }

    /** A machine that is well but for this. */
    public static HostFacts cores(OptionalDouble it) {
        return new HostFacts(
                WELL.memory(),
                it,
                WELL.disk(),
                WELL.listening(),
                WELL.clock(),
                WELL.bounds(),
                WELL.software(),
                WELL.hardening());
    }

    /** A machine that is well but for this. */
    public static HostFacts disk(Disk it) {
        return new HostFacts(
                WELL.memory(),
                WELL.cores(),
                it,
                WELL.listening(),
                WELL.clock(),
                WELL.bounds(),
                WELL.software(),
                WELL.hardening());
    }

    /** A machine that is well but for this. */
    public static HostFacts listening(List<Listening> it) {
        return new HostFacts(
                WELL.memory(),
                WELL.cores(),
                WELL.disk(),
                it,
                WELL.clock(),
                WELL.bounds(),
                WELL.software(),
                WELL.hardening());
    }

    /** A machine that is well but for this. */
    public static HostFacts clock(Clock it) {
        return new HostFacts(
                WELL.memory(),
                WELL.cores(),
                WELL.disk(),
                WELL.listening(),
                it,
                WELL.bounds(),
                WELL.software(),
                WELL.hardening());
    }

    /** A machine that is well but for this. */
    public static HostFacts bounds(Bounds it) {
        return new HostFacts(
                WELL.memory(),
                WELL.cores(),
                WELL.disk(),
                WELL.listening(),
                WELL.clock(),
                it,
                WELL.software(),
                WELL.hardening());
    }

    /** A machine that is well but for this. */
    public static HostFacts software(Software it) {
        return new HostFacts(
                WELL.memory(),
                WELL.cores(),
                WELL.disk(),
                WELL.listening(),
                WELL.clock(),
                WELL.bounds(),
                it,
                WELL.hardening());
    }

    /** A machine that is well but for this. */
    public static HostFacts hardening(Hardening it) {
        return new HostFacts(
                WELL.memory(),
                WELL.cores(),
                WELL.disk(),
                WELL.listening(),
                WELL.clock(),
                WELL.bounds(),
                WELL.software(),
                it);
    }
}
