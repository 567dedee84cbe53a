package dev.kubewasm.benchmarks.links;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.kubewasm.runtime.engine.wasmtime.WasmtimeLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Components in wasmtime, by its C API: epoch interruption and store limits on, everything else as it is by default.
 * Instances are kept until the process ends.
 */
@SuppressWarnings("restricted")
public final class Wasmtime {
    /** {@code wasmtime_component_val_t}: the kind, then the value at the next multiple of 8. */
    private static final long VALUE_SIZE = 32;

    private static final long VALUE = 8;
    private static final byte U32 = 6;
    private static final long FAR = 1L << 40;
    private static final ValueLayout.OfInt INT_AT_VALUE = JAVA_INT.withByteAlignment(4);

    private final Arena arena = Arena.global();
    private final WasmtimeLibrary library;
    private final Map<String, MethodHandle> functions = new HashMap<>();
    private final MemorySegment engine;

    /** Wasmtime from its library. */
    public Wasmtime(WasmtimeLibrary library) {
        this.library = library;
        MemorySegment config = pointer("wasm_config_new");
        call("wasmtime_config_epoch_interruption_set", FunctionDescriptor.ofVoid(ADDRESS, JAVA_BOOLEAN), config, true);
        this.engine =
                (MemorySegment) call("wasm_engine_new_with_config", FunctionDescriptor.of(ADDRESS, ADDRESS), config);
    }

    /** A host function of two numbers. */
    interface Add {
        int add(int a, int b);
    }

    /** The binary of a component or module in text. */
    public byte[] binary(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        MemorySegment vector = arena.allocate(16, 8);
        check(call(
                "wasmtime_wat2wasm",
                FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_LONG, ADDRESS),
                copy(bytes),
                (long) bytes.length,
                vector));
        return vector.get(WasmtimeLibrary.bytes(), 8)
                .reinterpret(vector.get(JAVA_LONG, 0))
                .toArray(JAVA_BYTE);
    }

    /** Compiles a component. */
    public MemorySegment compile(byte[] binary) {
        MemorySegment out = arena.allocate(ADDRESS);
        check(call(
                "wasmtime_component_new",
                FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS),
                engine,
                copy(binary),
                (long) binary.length,
                out));
        return out.get(ADDRESS, 0);
    }

    /** A linker in which all that the component imports traps. */
    public MemorySegment linkerWithTraps(MemorySegment component) {
        MemorySegment linker = linker();
        check(call(
                "wasmtime_component_linker_define_unknown_imports_as_traps",
                FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS),
                linker,
                component));
        return linker;
    }

    /** A linker that has nothing. */
    public MemorySegment linker() {
        return (MemorySegment) call("wasmtime_component_linker_new", FunctionDescriptor.of(ADDRESS, ADDRESS), engine);
    }

    /** A linker that has the function {@code add} of the interface. */
    MemorySegment linkerWith(String interfaceName, Add add) {
        MemorySegment linker = linker();
        MemorySegment root =
                (MemorySegment) call("wasmtime_component_linker_root", FunctionDescriptor.of(ADDRESS, ADDRESS), linker);
        MemorySegment out = arena.allocate(ADDRESS);
        byte[] name = interfaceName.getBytes(StandardCharsets.UTF_8);
        FunctionDescriptor addInstance = FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
        check(call(
                "wasmtime_component_linker_instance_add_instance",
                addInstance,
                root,
                copy(name),
                (long) name.length,
                out));
        MemorySegment instance = out.get(ADDRESS, 0);
        check(call(
                "wasmtime_component_linker_instance_add_func",
                FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS),
                instance,
                copy("add".getBytes(StandardCharsets.UTF_8)),
                3L,
                upcall(add),
                MemorySegment.NULL,
                MemorySegment.NULL));
        delete("wasmtime_component_linker_instance_delete", instance);
        delete("wasmtime_component_linker_instance_delete", root);
        return linker;
    }

    private MemorySegment upcall(Add add) {
        MemoryLayout two = MemoryLayout.sequenceLayout(2 * VALUE_SIZE, JAVA_BYTE);
        FunctionDescriptor type = FunctionDescriptor.of(
                JAVA_LONG,
                ADDRESS,
                ADDRESS,
                ADDRESS,
                ADDRESS.withTargetLayout(two),
                JAVA_LONG,
                ADDRESS.withTargetLayout(two),
                JAVA_LONG);
        Callback callback = (data, context, functionType, arguments, argumentCount, results, resultCount) -> {
            int sum = add.add(arguments.get(INT_AT_VALUE, VALUE), arguments.get(INT_AT_VALUE, VALUE_SIZE + VALUE));
            results.set(JAVA_BYTE, 0, U32);
            results.set(INT_AT_VALUE, VALUE, sum);
            return 0;
        };
        try {
            MethodHandle handle = MethodHandles.lookup()
                    .findVirtual(Callback.class, "call", type.toMethodType())
                    .bindTo(callback);
            return Linker.nativeLinker().upcallStub(handle, type, arena);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code wasmtime_component_func_callback_t}; returns an error or null. */
    @SuppressWarnings("UnusedMethod") // found by name
    private interface Callback {
        long call(
                MemorySegment data,
                MemorySegment context,
                MemorySegment functionType,
                MemorySegment arguments,
                long argumentCount,
                MemorySegment results,
                long resultCount);
    }

    /** A new store. */
    public MemorySegment store() {
        MemorySegment store = (MemorySegment) call(
                "wasmtime_store_new",
                FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS),
                engine,
                MemorySegment.NULL,
                MemorySegment.NULL);
        call(
                "wasmtime_store_limiter",
                FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                store,
                1L << 30,
                1_000_000L,
                10_000L,
                10_000L,
                10_000L);
        call("wasmtime_context_set_epoch_deadline", FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG), context(store), FAR);
        return store;
    }

    /** Frees a store and what was instantiated in it. */
    public void deleteStore(MemorySegment store) {
        delete("wasmtime_store_delete", store);
    }

    private MemorySegment context(MemorySegment store) {
        return (MemorySegment) call("wasmtime_store_context", FunctionDescriptor.of(ADDRESS, ADDRESS), store);
    }

    /** Instantiates a component in a store. */
    public Instance instantiate(MemorySegment component, MemorySegment linker, MemorySegment store, MemorySegment out) {
        MemorySegment context = context(store);
        check(call(
                "wasmtime_component_linker_instantiate",
                FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS),
                linker,
                context,
                component,
                out));
        return new Instance(component, context, out);
    }

    /** Room for {@code wasmtime_component_instance_t}. */
    public MemorySegment newInstanceHandle() {
        return arena.allocate(16, 8);
    }

    /** An instance. */
    public final class Instance {
        private final MemorySegment component;
        private final MemorySegment context;
        private final MemorySegment handle;

        private Instance(MemorySegment component, MemorySegment context, MemorySegment handle) {
            this.component = component;
            this.context = context;
            this.handle = handle;
        }

        /** An exported function. */
        public Function function(String name) {
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            MemorySegment index = (MemorySegment) call(
                    "wasmtime_component_get_export_index",
                    FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG),
                    component,
                    MemorySegment.NULL,
                    copy(bytes),
                    (long) bytes.length);
            MemorySegment function = arena.allocate(64, 8);
            boolean found = (boolean) call(
                    "wasmtime_component_instance_get_func",
                    FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS, ADDRESS, ADDRESS, ADDRESS),
                    handle,
                    context,
                    index,
                    function);
            if (!found) {
                throw new IllegalStateException("no function " + name);
            }
            return new Function(context, function);
        }
    }

    /** A function from u32s to u32. */
    public final class Function {
        private final MethodHandle call = handle(
                "wasmtime_component_func_call",
                FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG));
        private final MethodHandle postReturn =
                handle("wasmtime_component_func_post_return", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
        private final MemorySegment context;
        private final MemorySegment function;
        private final MemorySegment arguments = arena.allocate(4 * VALUE_SIZE, 8);
        private final MemorySegment result = arena.allocate(VALUE_SIZE, 8);

        private Function(MemorySegment context, MemorySegment function) {
            this.context = context;
            this.function = function;
        }

        /** Calls it with one argument. */
        public int call(int a) {
            setArgument(0, a);
            return call(1L);
        }

        int call(int a, int b) {
            setArgument(0, a);
            setArgument(1, b);
            return call(2L);
        }

        private void setArgument(int index, int value) {
            arguments.set(JAVA_BYTE, index * VALUE_SIZE, U32);
            arguments.set(INT_AT_VALUE, index * VALUE_SIZE + VALUE, value);
        }

        private int call(long count) {
            try {
                check((MemorySegment) call.invokeExact(function, context, arguments, count, result, 1L));
                int value = result.get(INT_AT_VALUE, VALUE);
                check((MemorySegment) postReturn.invokeExact(function, context));
                return value;
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private MemorySegment pointer(String function) {
        return (MemorySegment) call(function, FunctionDescriptor.of(ADDRESS));
    }

    private void delete(String function, MemorySegment object) {
        call(function, FunctionDescriptor.ofVoid(ADDRESS), object);
    }

    private MemorySegment copy(byte[] bytes) {
        return arena.allocateFrom(JAVA_BYTE, bytes);
    }

    private MethodHandle handle(String name, FunctionDescriptor type) {
        return functions.computeIfAbsent(name, n -> library.function(n, type));
    }

    private Object call(String name, FunctionDescriptor type, Object... arguments) {
        try {
            return handle(name, type).invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private void check(Object error) {
        if (error instanceof MemorySegment e && e.address() != 0) {
            MemorySegment message = arena.allocate(16, 8);
            call("wasmtime_error_message", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS), e, message);
            throw new IllegalStateException(new String(
                    message.get(WasmtimeLibrary.bytes(), 8)
                            .reinterpret(message.get(JAVA_LONG, 0))
                            .toArray(JAVA_BYTE),
                    StandardCharsets.UTF_8));
        }
    }
}
