package dev.kubewasm.runtime.engine.endive.outline;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.ExternalType;
import run.endive.wasm.types.FunctionBody;
import run.endive.wasm.types.ValType;

/** Splits the functions of a module that are too large for the JVM. */
public final class ModuleSplitter {
    /** Bytes of JVM code for a byte of WebAssembly, never more: smaller functions needn't be looked at. */
    private static final int MAX_GROWTH = 4;

    private ModuleSplitter() {}

    /**
     * A module some of whose functions have been split.
     *
     * @param wasm the binary
     * @param globals the types of the variables that the instance has in addition, behind its own
     */
    @SuppressWarnings("ArrayRecordComponent") // made once and read once; never compared
    public record Split(byte[] wasm, List<ValType> globals) {
        /** Copies the list. */
        public Split {
            globals = List.copyOf(globals);
        }
    }

    /**
     * Splits functions that are compiled to more than {@code limit} bytes of JVM code, as far as that can be told before.
     *
     * @param wasm the binary that {@code module} was read from
     * @param module a valid module
     * @return an equivalent module, in which indices mean what they did; empty if there is nothing to split
     */
    public static Optional<Split> split(byte[] wasm, WasmModule module, int limit) {
        ModuleTypes types = new ModuleTypes(module);
        int globals = module.importSection().count(ExternalType.GLOBAL)
                + module.globalSection().globalCount();
        int functions = types.importedFunctions() + module.functionSection().functionCount();
        Additions additions = new Additions(module.typeSection().types().length, functions, globals);
        Map<Integer, Body> changed = new HashMap<>();
        for (int i = 0; i < module.functionSection().functionCount(); i++) {
            if (bytes(module.codeSection().getFunctionBody(i)) > limit / MAX_GROWTH) {
                Optional<Body> body = BodyReader.read(wasm, module, types, i);
                if (body.isPresent() && FunctionSplitter.split(body.get(), additions, limit)) {
                    changed.put(i, body.get());
                }
            }
        }
        if (changed.isEmpty()) {
            return Optional.empty();
        }
        byte[] split = ModuleWriter.write(wasm, changed, additions);
        return Optional.of(
                new Split(split, additions.globals().stream().map(Num::type).toList()));
    }

    private static int bytes(FunctionBody body) {
        return body.instructions().getLast().address()
                - body.instructions().getFirst().address();
    }
}
