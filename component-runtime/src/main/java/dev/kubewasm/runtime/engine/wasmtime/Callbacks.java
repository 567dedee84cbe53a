package dev.kubewasm.runtime.engine.wasmtime;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.kubewasm.runtime.failure.Trap;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/**
 * What wasmtime calls back. Each finds its store by the thread ({@link Activation}), and what of the store is meant by a
 * number in place of the pointer that it gave. None may throw, for that would end the JVM: the store keeps what was thrown,
 * and wasmtime is told that the call failed.
 */
@SuppressWarnings({"restricted", "UnusedMethod", "UnusedVariable"}) // found by name, with the parameters of the C API
final class Callbacks {
    /** {@code wasmtime_func_unchecked_callback_t}. */
    static final MemorySegment HOST_FUNCTION =
            stub("hostFunction", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, WasmtimeLibrary.bytes(), JAVA_LONG));

    /** The callback of {@code wasmtime_store_epoch_deadline_callback}. */
    static final MemorySegment EPOCH = stub(
            "epoch",
            FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, WasmtimeLibrary.bytes(), WasmtimeLibrary.bytes()));

    private static final MemorySegment GET_MEMORY = stub(
            "getMemory", FunctionDescriptor.of(JAVA_LONG, ADDRESS, WasmtimeLibrary.bytes(), WasmtimeLibrary.bytes()));
    private static final MemorySegment GROW_MEMORY =
            stub("growMemory", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_LONG));
    private static final MemorySegment NEW_MEMORY = stub(
            "newMemory",
            FunctionDescriptor.of(
                    ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, WasmtimeLibrary.bytes()));

    /** {@code wasmtime_memory_creator_t}: its own pointer, the callback, no finalizer. */
    static final MemorySegment MEMORY_CREATOR = memoryCreator();

    private static final byte CONTINUE = 0;

    private Callbacks() {}

    private static MemorySegment memoryCreator() {
        MemorySegment creator = Arena.global().allocate(ADDRESS, 3);
        creator.setAtIndex(ADDRESS, 1, NEW_MEMORY);
        return creator;
    }

    private static MemorySegment stub(String name, FunctionDescriptor type) {
        try {
            MethodHandle target = MethodHandles.lookup().findStatic(Callbacks.class, name, type.toMethodType());
            return Linker.nativeLinker().upcallStub(target, type, Arena.global());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the callback " + name, e);
        }
    }

    private static MemorySegment hostFunction(
            MemorySegment number, MemorySegment caller, MemorySegment values, long count) {
        Activation thread = Activation.current();
        WasmtimeStore store = thread.store();
        try {
            store.callHost((int) number.address(), values, thread);
            return MemorySegment.NULL;
        } catch (Throwable t) {
            store.keep(t);
            return WasmtimeTraps.hostFailed();
        }
    }

    private static MemorySegment epoch(
            MemorySegment context, MemorySegment data, MemorySegment delta, MemorySegment kind) {
        if (Thread.currentThread().isInterrupted()) {
            Activation.current().store().keep(new Trap(Trap.Kind.INTERRUPTED, "the call was interrupted"));
            return WasmtimeTraps.hostError();
        }
        delta.set(JAVA_LONG, 0, 1);
        kind.set(JAVA_BYTE, 0, CONTINUE);
        return MemorySegment.NULL;
    }

    /** Fills in a {@code wasmtime_linear_memory_t}: a number, the two callbacks, no finalizer. */
    private static MemorySegment newMemory(
            MemorySegment creator,
            MemorySegment type,
            long minimum,
            long maximum,
            long reserved,
            long guard,
            MemorySegment memory) {
        WasmtimeStore store = Activation.current().store();
        try {
            int number = store.newMemory(minimum, reserved, guard);
            memory.setAtIndex(ADDRESS, 0, MemorySegment.ofAddress(number));
            memory.setAtIndex(ADDRESS, 1, GET_MEMORY);
            memory.setAtIndex(ADDRESS, 2, GROW_MEMORY);
            memory.setAtIndex(ADDRESS, 3, MemorySegment.NULL);
            return MemorySegment.NULL;
        } catch (Throwable t) {
            store.keep(t);
            return WasmtimeTraps.hostError();
        }
    }

    private static long getMemory(MemorySegment number, MemorySegment size, MemorySegment capacity) {
        WasmtimeMemory memory = Activation.current().store().memory((int) number.address());
        size.set(JAVA_LONG, 0, memory.size());
        capacity.set(JAVA_LONG, 0, memory.reserved().capacity());
        return memory.reserved().base();
    }

    private static MemorySegment growMemory(MemorySegment number, long size) {
        WasmtimeMemory memory = Activation.current().store().memory((int) number.address());
        return memory.grow(size) ? MemorySegment.NULL : WasmtimeTraps.hostError();
    }
}
