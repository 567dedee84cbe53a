package dev.kubewasm.runtime.engine.wasmtime;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;

/**
 * The functions of wasmtime's C API that this package calls, but for the one that calls WebAssembly ({@link
 * WasmtimeCall}). Loads the library that {@link WasmtimeLibrary#find} finds when it is first used.
 */
enum WasmtimeApi {
    CONFIG_NEW("wasm_config_new", pointer()),
    CONFIG_EPOCH_INTERRUPTION("wasmtime_config_epoch_interruption_set", nothing(ADDRESS, JAVA_BOOLEAN)),
    CONFIG_MAX_WASM_STACK("wasmtime_config_max_wasm_stack_set", nothing(ADDRESS, JAVA_LONG)),
    CONFIG_THREADS("wasmtime_config_wasm_threads_set", nothing(ADDRESS, JAVA_BOOLEAN)),
    CONFIG_GC("wasmtime_config_wasm_gc_set", nothing(ADDRESS, JAVA_BOOLEAN)),
    CONFIG_EXCEPTIONS("wasmtime_config_wasm_exceptions_set", nothing(ADDRESS, JAVA_BOOLEAN)),
    CONFIG_MACH_PORTS("wasmtime_config_macos_use_mach_ports_set", nothing(ADDRESS, JAVA_BOOLEAN)),
    CONFIG_MEMORY_IMAGES("wasmtime_config_memory_init_cow_set", nothing(ADDRESS, JAVA_BOOLEAN)),
    CONFIG_MEMORY_CREATOR("wasmtime_config_host_memory_creator_set", nothing(ADDRESS, ADDRESS)),
    ENGINE_NEW("wasm_engine_new_with_config", pointer(ADDRESS)),
    ENGINE_DELETE("wasm_engine_delete", nothing(ADDRESS)),
    ENGINE_INCREMENT_EPOCH("wasmtime_engine_increment_epoch", nothing(ADDRESS)),

    MODULE_NEW("wasmtime_module_new", pointer(ADDRESS, ADDRESS, JAVA_LONG, ADDRESS)),
    MODULE_SERIALIZE("wasmtime_module_serialize", pointer(ADDRESS, ADDRESS)),
    MODULE_DESERIALIZE("wasmtime_module_deserialize", pointer(ADDRESS, ADDRESS, JAVA_LONG, ADDRESS)),
    MODULE_DELETE("wasmtime_module_delete", nothing(ADDRESS)),
    MODULE_IMPORTS("wasmtime_module_imports", nothing(ADDRESS, ADDRESS)),
    MODULE_EXPORTS("wasmtime_module_exports", nothing(ADDRESS, ADDRESS)),
    IMPORT_MODULE("wasm_importtype_module", pointer(ADDRESS)),
    IMPORT_NAME("wasm_importtype_name", pointer(ADDRESS)),
    IMPORT_TYPE("wasm_importtype_type", pointer(ADDRESS)),
    IMPORTS_DELETE("wasm_importtype_vec_delete", nothing(ADDRESS)),
    EXPORT_NAME("wasm_exporttype_name", pointer(ADDRESS)),
    EXPORT_TYPE("wasm_exporttype_type", pointer(ADDRESS)),
    EXPORTS_DELETE("wasm_exporttype_vec_delete", nothing(ADDRESS)),
    EXTERN_KIND("wasm_externtype_kind", FunctionDescriptor.of(JAVA_BYTE, ADDRESS)),

    VALTYPE_NEW("wasm_valtype_new", pointer(JAVA_BYTE)),
    VALTYPES_NEW("wasm_valtype_vec_new", nothing(ADDRESS, JAVA_LONG, ADDRESS)),
    VALTYPE_READ("wasmtime_valtype_new", nothing(ADDRESS, ADDRESS)),
    VALTYPE_READ_DELETE("wasmtime_valtype_delete", nothing(ADDRESS)),
    FUNCTYPE_NEW("wasm_functype_new", pointer(ADDRESS, ADDRESS)),
    FUNCTYPE_DELETE("wasm_functype_delete", nothing(ADDRESS)),
    FUNCTYPE_PARAMS("wasm_functype_params", pointer(ADDRESS)),
    FUNCTYPE_RESULTS("wasm_functype_results", pointer(ADDRESS)),

    STORE_NEW("wasmtime_store_new", pointer(ADDRESS, ADDRESS, ADDRESS)),
    STORE_DELETE("wasmtime_store_delete", nothing(ADDRESS)),
    STORE_CONTEXT("wasmtime_store_context", pointer(ADDRESS)),
    STORE_LIMITER("wasmtime_store_limiter", nothing(ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG)),
    STORE_EPOCH_CALLBACK("wasmtime_store_epoch_deadline_callback", nothing(ADDRESS, ADDRESS, ADDRESS, ADDRESS)),
    CONTEXT_EPOCH_DEADLINE("wasmtime_context_set_epoch_deadline", nothing(ADDRESS, JAVA_LONG)),

    INSTANCE_NEW("wasmtime_instance_new", pointer(ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS)),
    INSTANCE_EXPORT(
            "wasmtime_instance_export_nth",
            FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS)),
    FUNC_NEW("wasmtime_func_new_unchecked", nothing(ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS)),
    FUNC_TYPE("wasmtime_func_type", pointer(ADDRESS, ADDRESS)),
    GLOBAL_GET("wasmtime_global_get", nothing(ADDRESS, ADDRESS, ADDRESS)),
    MEMORY_DATA("wasmtime_memory_data", pointer(ADDRESS, ADDRESS)),

    CONTEXT_TAKE_EXCEPTION("wasmtime_context_take_exception", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS, ADDRESS)),
    EXCEPTION_UNROOT("wasmtime_exnref_unroot", nothing(ADDRESS)),

    ERROR_NEW("wasmtime_error_new", pointer(ADDRESS)),
    ERROR_MESSAGE("wasmtime_error_message", nothing(ADDRESS, ADDRESS)),
    ERROR_DELETE("wasmtime_error_delete", nothing(ADDRESS)),
    TRAP_NEW("wasmtime_trap_new", pointer(ADDRESS, JAVA_LONG)),
    TRAP_CODE("wasmtime_trap_code", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS, ADDRESS)),
    TRAP_MESSAGE("wasm_trap_message", nothing(ADDRESS, ADDRESS)),
    TRAP_DELETE("wasm_trap_delete", nothing(ADDRESS)),
    BYTES_DELETE("wasm_byte_vec_delete", nothing(ADDRESS));

    private final MethodHandle handle;

    WasmtimeApi(String name, FunctionDescriptor type) {
        MethodHandle function = library().function(name, type);
        this.handle = function.asSpreader(Object[].class, function.type().parameterCount())
                .asType(MethodType.methodType(Object.class, Object[].class));
    }

    /** The library, loaded. */
    static WasmtimeLibrary library() {
        return Loaded.LIBRARY;
    }

    private static FunctionDescriptor pointer(java.lang.foreign.MemoryLayout... parameters) {
        return FunctionDescriptor.of(WasmtimeLibrary.bytes(), parameters);
    }

    private static FunctionDescriptor nothing(java.lang.foreign.MemoryLayout... parameters) {
        return FunctionDescriptor.ofVoid(parameters);
    }

    /** Calls a function that returns nothing. */
    void run(Object... arguments) {
        call(arguments);
    }

    /** Calls a function that returns a pointer. */
    MemorySegment pointer(Object... arguments) {
        return (MemorySegment) call(arguments);
    }

    /** Calls a function that returns a bool. */
    boolean test(Object... arguments) {
        return (boolean) call(arguments);
    }

    /** Calls a function that returns a byte. */
    byte number(Object... arguments) {
        return (byte) call(arguments);
    }

    private Object call(Object[] arguments) {
        try {
            return (Object) handle.invokeExact(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("native functions throw nothing that is checked", e);
        }
    }

    /** Loads the library once, when the first function is asked for. */
    private static final class Loaded {
        static final WasmtimeLibrary LIBRARY = WasmtimeLibrary.load(WasmtimeLibrary.find()
                .orElseThrow(() -> new IllegalStateException("the library was there a moment ago")));

        private Loaded() {}
    }
}
