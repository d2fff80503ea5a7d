package dev.stead.base;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One function of the C library, called with its errno kept. Thread-safe.
 *
 * <p>Whole numbers and addresses travel in the same 64-bit registers, and a callee looks at no more
 * of one than its parameter is wide (System V ABI for AMD64, 3.2.3; AAPCS64, 6.8.2). So all are
 * linked as functions of {@code long}s: what the JVM makes for a shape takes 10 to 20 ms, and there
 * is one for each number of arguments instead of one for each function.
 */
public final class NativeFunction {
    /** What travels in registers under both conventions. */
    private static final int MOST_ARGUMENTS = 6;

    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private final String name;
    private final int arguments;
    private final boolean wide;
    private final MethodHandle handle;

    /**
     * @param name of the function, which must be there
     * @param shape of its arguments and result: whole numbers and addresses, six at most
     * @param options such as where variadic arguments begin
     */
    public NativeFunction(String name, FunctionDescriptor shape, Linker.Option... options) {
        this.name = name;
        this.arguments = shape.argumentLayouts().size();
        this.wide = shape.returnLayout().orElseThrow().equals(JAVA_LONG);
        if (arguments > MOST_ARGUMENTS || !shape.argumentLayouts().stream().allMatch(this::fits)) {
            throw new IllegalArgumentException(name + " takes what does not fit: " + shape);
        }
        List<Linker.Option> all = new ArrayList<>(List.of(options));
        all.add(Linker.Option.captureCallState("errno"));
        Linker linker = Linker.nativeLinker();
        MemoryLayout[] longs =
                Collections.nCopies(arguments, JAVA_LONG).toArray(MemoryLayout[]::new);
        handle =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow(name),
                        FunctionDescriptor.of(JAVA_LONG, longs),
                        all.toArray(Linker.Option[]::new));
    }

    private boolean fits(MemoryLayout layout) {
        return layout instanceof ValueLayout value
                && value.byteSize() <= Long.BYTES
                && value.carrier() != float.class
                && value.carrier() != double.class;
    }

    /**
     * Calls it; may block as long as the function does.
     *
     * @param values as the shape has them: {@link Number}s, and a {@link MemorySegment} for an
     *     address
     * @return what the function returned, or the negative errno where it returned -1
     */
    public long call(Object... values) {
        if (values.length != arguments) {
            throw new IllegalArgumentException(name + " takes " + arguments + " arguments");
        }
        long[] words = new long[MOST_ARGUMENTS];
        for (int i = 0; i < values.length; i++) {
            words[i] = word(values[i]);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long word = invoke(state, words);
            long result = wide ? word : (int) word;
            return result == -1 ? -(int) ERRNO.get(state, 0L) : result;
        } catch (Throwable e) {
            throw new IllegalStateException("calling " + name, e);
        } finally {
            Reference.reachabilityFence(values);
        }
    }

    private static long word(Object value) {
        return value instanceof MemorySegment segment
                ? segment.address()
                : ((Number) value).longValue();
    }

    private long invoke(MemorySegment s, long[] w) throws Throwable {
        return switch (arguments) {
            case 0 -> (long) handle.invokeExact(s);
            case 1 -> (long) handle.invokeExact(s, w[0]);
            case 2 -> (long) handle.invokeExact(s, w[0], w[1]);
            case 3 -> (long) handle.invokeExact(s, w[0], w[1], w[2]);
            case 4 -> (long) handle.invokeExact(s, w[0], w[1], w[2], w[3]);
            case 5 -> (long) handle.invokeExact(s, w[0], w[1], w[2], w[3], w[4]);
            default -> (long) handle.invokeExact(s, w[0], w[1], w[2], w[3], w[4], w[5]);
        };
    }
}
