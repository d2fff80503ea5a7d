package dev.stead.base;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/** One function of the C library, called with its errno kept. Thread-safe. */
public final class NativeFunction {
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private final String name;
    private final MethodHandle handle;

    /**
     * @param name of the function, which must be there
     * @param shape of its arguments and result
     * @param options such as where variadic arguments begin
     */
    public NativeFunction(String name, FunctionDescriptor shape, Linker.Option... options) {
        this.name = name;
        List<Linker.Option> all = new ArrayList<>(List.of(options));
        all.add(Linker.Option.captureCallState("errno"));
        Linker linker = Linker.nativeLinker();
        handle =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow(name),
                        shape,
                        all.toArray(Linker.Option[]::new));
    }

    /**
     * Calls it; may block as long as the function does.
     *
     * @param arguments as the shape has them
     * @return what the function returned, or the negative errno where it returned -1
     */
    public long call(Object... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            List<Object> all = new ArrayList<>(arguments.length + 1);
            all.add(state);
            all.addAll(List.of(arguments));
            Number result = (Number) handle.invokeWithArguments(all);
            return result.longValue() == -1 ? -(int) ERRNO.get(state, 0L) : result.longValue();
        } catch (Throwable e) {
            throw new IllegalStateException("calling " + name, e);
        }
    }
}
