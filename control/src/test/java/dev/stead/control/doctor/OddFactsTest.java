package dev.stead.control.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.api.Diagnosis;
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

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Whatever a machine says and a file needs: there are findings, and each trouble has its mend. */
final class OddFactsTest {
    private static final int HISTORIES = 3_000;
    private static final List<String> TEXTS =
            List.of(
                    "",
                    "0.0.0.0",
                    "::",
                    "127.0.0.1",
                    "::1",
                    "12",
                    "99999999999",
                    "5.",
                    "a\0b",
                    ":");

    private final Random random = new Random(7);

    @Test
    void neverFails() {
        for (int i = 0; i < HISTORIES; i++) {
            Needs needs = needs();
            HostFacts facts = facts();
            Diagnosis diagnosis = Doctor.diagnosis(needs, facts, List.of());

            assertThat(diagnosis.findings()).isNotEmpty().allMatch(OddFactsTest::isWhole);
            assertThat(Doctor.obstacles(needs, facts))
                    .hasSize((int) diagnosis.count(Severity.FATAL));
        }
    }

    /** What is worse than a note has a mend. */
    private static boolean isWhole(Finding finding) {
        return !finding.where().isEmpty()
                && !finding.what().isEmpty()
                && (finding.severity().compareTo(Severity.WARNING) > 0
                        || !finding.advice().isEmpty());
    }

    private Needs needs() {
        return new Needs(
                "demo",
                some(() ->
                        new Share(
                                "c" + text(),
                                random.nextInt(600),
                                new Limits(
                                        number(),
                                        OptionalDouble.of(random.nextDouble() * 9),
                                        maybeInt()))),
                some(() -> new Wish("c", "P", "k", text(), maybeInt())),
                new Door(some(this::text), random.nextInt(65_536), random.nextInt(65_536)),
                maybeInt(),
                random.nextLong() >>> 1);
    }

    private HostFacts facts() {
        return new HostFacts(
                maybe(() -> new Memory(large(), large(), large(), number())),
                random.nextBoolean()
                        ? OptionalDouble.of(random.nextDouble() * 1e9)
                        : OptionalDouble.empty(),
                new Disk(
                        Path.of("/x"),
                        maybe(() -> new Space(large(), large(), large(), large())),
                        maybe(() ->
                                new Speed(
                                        random.nextInt(),
                                        Duration.ofNanos(large()),
                                        Duration.ofNanos(large()))),
                        maybe(this::text)),
                some(this::listening),
                new Clock(
                        Instant.ofEpochSecond(random.nextInt()),
                        maybe(random::nextBoolean),
                        maybe(() -> Instant.ofEpochSecond(random.nextInt()))),
                new Bounds(number(), number(), maybeInt()),
                new Software(
                        maybe(this::text),
                        maybe(this::text),
                        maybe(this::text),
                        maybe(this::text),
                        Map.of(text(), text()),
                        Map.of(text(), text())),
                new Hardening(
                        random.nextBoolean(),
                        maybe(() -> new Ssh(random.nextBoolean(), random.nextBoolean())),
                        maybe(random::nextBoolean),
                        some(() -> Path.of("/y")),
                        maybe(random::nextBoolean)));
    }

    private Listening listening() {
        return new Listening(
                text(),
                random.nextInt(65_536),
                maybe(() ->
                        new Holder(
                                random.nextInt(),
                                text(),
                                maybe(this::text),
                                maybe(this::text),
                                maybe(this::text),
                                random.nextBoolean())));
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private long large() {
        return random.nextInt(4) == 0
                ? random.nextLong()
                : random.nextLong() >>> random.nextInt(64);
    }

    private OptionalLong number() {
        return random.nextBoolean() ? OptionalLong.of(large()) : OptionalLong.empty();
    }

    private OptionalInt maybeInt() {
        return random.nextBoolean() ? OptionalInt.of(random.nextInt(100_000)) : OptionalInt.empty();
    }

    private <T> Optional<T> maybe(Supplier<T> value) {
        return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }

    private <T> List<T> some(Supplier<T> value) {
        return IntStream.range(0, random.nextInt(4)).mapToObj(_ -> value.get()).toList();
    }
}
