package dev.stead.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;

/** With functions of the real C library. */
final class NativeFunctionIT {
    private static final int ENOENT = 2;

    @Test
    void narrowNumbersKeepTheirSign() {
        NativeFunction abs = new NativeFunction("abs", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        assertThat(abs.call(-7)).isEqualTo(7);
        NativeFunction labs =
                new NativeFunction("labs", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
        assertThat(labs.call(-(1L << 40))).isEqualTo(1L << 40);
        // The difference of two int, negative.
        NativeFunction compare =
                new NativeFunction("strcmp", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            assertThat(compare.call(arena.allocateFrom("a"), arena.allocateFrom("c"))).isNegative();
        }
    }

    @Test
    void addressesGoThereAndAreWrittenTo() {
        NativeFunction copy =
                new NativeFunction(
                        "memcpy", FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment to = arena.allocate(16);
            assertThat(copy.call(to, arena.allocateFrom("copied"), 7L)).isEqualTo(to.address());
            assertThat(to.getString(0)).isEqualTo("copied");
        }
    }

    @Test
    void moreArgumentsThanAreNamedMayVary() {
        NativeFunction print =
                new NativeFunction(
                        "snprintf",
                        FunctionDescriptor.of(
                                JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, JAVA_INT, JAVA_LONG),
                        Linker.Option.firstVariadicArg(3));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(32);
            assertThat(print.call(text, 32L, arena.allocateFrom("%d and %ld"), -3, 1L << 40))
                    .isEqualTo(20);
            assertThat(text.getString(0)).isEqualTo("-3 and 1099511627776");
        }
    }

    @Test
    void aFailureIsItsNegativeErrno() {
        NativeFunction remove =
                new NativeFunction("rmdir", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            assertThat(remove.call(arena.allocateFrom("/no/such/folder"))).isEqualTo(-ENOENT);
        }
    }

    @Test
    void refusesWhatDoesNotTravelInWholeRegisters() {
        assertThatThrownBy(() ->
                        new NativeFunction("pow", FunctionDescriptor.of(JAVA_LONG, JAVA_DOUBLE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pow");
        NativeFunction abs = new NativeFunction("abs", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        assertThatThrownBy(abs::call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("abs takes 1 arguments");
    }
}
