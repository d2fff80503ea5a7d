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

/** What machines say of themselves. */
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

    /** The same machine with this disk. */
    public static HostFacts with(HostFacts facts, Space space) {
        Disk disk = facts.disk();
        return new HostFacts(
                facts.memory(),
                facts.cores(),
                new Disk(disk.folder(), Optional.of(space), disk.speed(), disk.refusal()),
                facts.listening(),
                facts.clock(),
                facts.bounds(),
                facts.software(),
                facts.hardening());
    }

    /** The same machine on which this listens too. */
    public static HostFacts with(HostFacts facts, Listening... listening) {
        return new HostFacts(
                facts.memory(),
                facts.cores(),
                facts.disk(),
                List.of(listening),
                facts.clock(),
                facts.bounds(),
                facts.software(),
                facts.hardening());
    }
}
