package dev.stead.model;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The keys of limits. */
final class LimitsKeys {
    private static final Key<Optional<Long>> MEMORY =
            Key.optional(
                    "memory",
                    Amounts.size(4L << 20, "4 MiB", "512 MiB"),
                    "no limit",
                    "Memory of one instance, its files in memory included",
                    "512 MiB");
    private static final Key<Optional<Double>> CPU =
            Key.optional(
                    "cpu",
                    Amounts.decimal("a number of cores", 1024, "0.5"),
                    "no limit",
                    "Cores that one instance may keep busy",
                    "0.5");
    private static final Key<Optional<Integer>> PIDS =
            Key.optional(
                    "pids",
                    Amounts.whole("a number of processes", 1, 1_000_000, 200),
                    "no limit",
                    "Processes and threads of one instance together",
                    "200");

    static final Shape<Limits> SHAPE =
            Keys.of("limits", "a `limits` mapping", MEMORY, CPU, PIDS)
                    .to(f ->
                            new Limits(
                                    f.get(MEMORY)
                                            .map(OptionalLong::of)
                                            .orElseGet(OptionalLong::empty),
                                    f.get(CPU)
                                            .map(OptionalDouble::of)
                                            .orElseGet(OptionalDouble::empty),
                                    f.get(PIDS)
                                            .map(OptionalInt::of)
                                            .orElseGet(OptionalInt::empty)));

    private LimitsKeys() {}
}
