package dev.stead.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.api.InstanceSpec;
import dev.stead.driver.Handle;
import dev.stead.model.Health;
import dev.stead.model.Limits;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

class RecordFormatTest {
    private final RecordFormat format = new RecordFormat();

    static Stream<Health.Probe> probes() {
        return Stream.of(
                new Health.Http("/api/health"),
                new Health.Tcp(),
                new Health.Exchange("PING\r\n", "+PONG"),
                new Health.Command(List.of("pg_isready", "-q")),
                new Health.Alive());
    }

    @ParameterizedTest
    @MethodSource("probes")
    void readsWhatItWrote(Health.Probe probe) throws Exception {
        InstanceRecord record = full(probe);
        assertThat(format.read(format.write(record))).isEqualTo(record);
        InstanceRecord fresh = InstanceRecord.fresh(record.spec());
        assertThat(format.read(format.write(fresh))).isEqualTo(fresh);
    }

    @Test
    void noticesEveryFlippedBit() throws Exception {
        InstanceRecord record = full(new Health.Http("/"));
        byte[] good = format.write(record);
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatThrownBy(() -> format.read(bad))
                    .as("bit %d", bit)
                    .isInstanceOf(RecordFormat.BrokenRecord.class);
        }
    }

    @Test
    void noticesEveryCut() {
        byte[] good = format.write(full(new Health.Tcp()));
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> format.read(cut))
                    .isInstanceOf(RecordFormat.BrokenRecord.class);
        }
    }

    @Test
    void saysWhenANewerSteadWroteIt() {
        String newer =
                new String(format.write(full(new Health.Tcp())), StandardCharsets.UTF_8)
                        .replace("\"format\":1", "\"format\":2");
        assertThatThrownBy(() -> format.read(newer.getBytes(StandardCharsets.UTF_8)))
                .hasMessage("a newer Stead wrote it (format 2)");
    }

    private static InstanceRecord full(Health.Probe probe) {
        InstanceSpec spec =
                new InstanceSpec(
                        "api-1",
                        "api",
                        "service",
                        new TreeMap<>(Map.of("release", "9f", "command", "é\"\n")),
                        List.of("serve", "--port", "${PORT}"),
                        Optional.of(Path.of("/srv/with space/ü")),
                        new TreeMap<>(Map.of("URL", "x://${secret:key}@h")),
                        OptionalInt.of(20_001),
                        new TreeMap<>(Map.of("a.conf", "dir ${DATA}\n")),
                        List.of(List.of("sh", "-c", "true")),
                        Health.of(probe),
                        "INT",
                        Duration.ofMillis(12_345),
                        new Limits(
                                OptionalLong.of(1L << 40),
                                OptionalDouble.of(0.5),
                                OptionalInt.of(100)));
        return new InstanceRecord(
                spec,
                InstanceRecord.Intent.RUN,
                Optional.of("mark1"),
                Optional.of(new Handle("mark1", "api-1", 4711, 99_000, "boot")),
                3,
                2,
                Optional.of(
                        new InstanceRecord.LastEnd(
                                "ended by itself with exit status 1",
                                Instant.parse("2026-01-01T00:00:00.123456789Z"))));
    }
}
