package dev.stead.model;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What one instance may use at most; an empty one is not limited.
 *
 * @param memory bytes
 * @param cpu cores, such as 0.5
 * @param pids processes and threads together
 */
public record Limits(OptionalLong memory, OptionalDouble cpu, OptionalInt pids) {
    /** No limit at all. */
    public static final Limits NONE =
            new Limits(OptionalLong.empty(), OptionalDouble.empty(), OptionalInt.empty());
}
