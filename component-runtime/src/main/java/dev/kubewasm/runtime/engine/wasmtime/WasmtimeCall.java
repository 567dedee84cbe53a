package dev.kubewasm.runtime.engine.wasmtime;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** {@code wasmtime_func_call_unchecked}: a constant of the JVM, so that it is called without looking anything up. */
final class WasmtimeCall {
    private static final MethodHandle CALL = WasmtimeApi.library()
            .function(
                    "wasmtime_func_call_unchecked",
                    FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));

    private WasmtimeCall() {}

    /**
     * Calls a function.
     *
     * @param values the arguments, and afterwards the results
     * @param count how many there is room for
     * @param trap where a pointer to the trap is put, if it traps
     * @return an error, or null
     */
    static MemorySegment call(
            MemorySegment context, MemorySegment function, MemorySegment values, long count, MemorySegment trap) {
        try {
            return (MemorySegment) CALL.invokeExact(context, function, values, count, trap);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("native functions throw nothing that is checked", e);
        }
    }
}
