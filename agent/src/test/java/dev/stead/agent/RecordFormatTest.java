package dev.stead.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.api.Enclosure;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

class RecordFormatTest {
    /** As the version before enclosures wrote it. */
    private static final String OLD =
            """
            {"format":1,\
            "sha256":"381633d0f7785e99b227db7a8f2036fe2a49765e014364145743e64ddd5cb870",\
            "record":{"spec":{"id":"api-1","component":"api","kind":"service",\
            "facets":{"release":"9f"},"command":["serve","--port","${PORT}"],\
            "folder":"file:///srv/with%20space/%C3%BC","env":{"URL":"x://${secret:key}@h"},\
            "port":20001,"files":{"a.conf":"dir ${DATA}\\n"},"setup":[["sh","-c","true"]],\
            "health":{"probe":{"probe":"http","path":"/api/health"},"every":"PT2S",\
            "timeout":"PT2S","failures":3,"start":"PT1M"},"stopSignal":"INT",\
            "stopGrace":"PT12.345S","limits":{"memory":1099511627776,"cpu":0.5,"pids":100}},\
            "intent":"RUN","launch":"mark1","handle":{"launch":"mark1","instance":"api-1",\
            "pid":4711,"startTime":99000,"boot":"boot"},"restarts":3,"ends":2,\
            "last":{"reason":"ended by itself with exit status 1",\
            "at":"2026-01-01T00:00:00.123456789Z"}}}\
            """;

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
                        .replace("\"format\":2", "\"format\":3");
        assertThatThrownBy(() -> format.read(newer.getBytes(StandardCharsets.UTF_8)))
                .hasMessage("a newer Stead wrote it (format 3)");
    }

    @Test
    void readsWhatSetsAnInstanceApart() throws Exception {
        InstanceSpec spec = full(new Health.Tcp()).spec();
        InstanceRecord record =
                InstanceRecord.fresh(
                        Bench.enclosed(
                                spec,
                                new Enclosure(
                                        OptionalInt.of(1_880_000_001),
                                        Optional.of("notebook/ann"),
                                        new TreeSet<>(Set.of(5432)),
                                        OptionalLong.of(1L << 30))));
        assertThat(format.read(format.write(record))).isEqualTo(record);
    }

    @Test
    void readsRecordsOfFormatOne() throws Exception {
        InstanceRecord record = format.read(OLD.getBytes(StandardCharsets.UTF_8));
        assertThat(record.spec().id()).isEqualTo("api-1");
        assertThat(record.spec().enclosure()).isEmpty();
        assertThat(record.handle().orElseThrow().pid()).isEqualTo(4711);
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
