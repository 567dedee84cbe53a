package dev.kubewasm.runtime.engine.endive;

import dev.kubewasm.runtime.engine.endive.outline.ModuleSplitter;
import dev.kubewasm.runtime.engine.endive.outline.ModuleSplitter.Split;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import run.endive.compiler.Cache;
import run.endive.compiler.InterpreterFallback;
import run.endive.compiler.MachineFactoryCompiler;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.ExternalType;
import run.endive.wasm.types.SectionId;
import run.endive.wasm.types.ValType;

/**
 * Compiles modules: splits functions that are too large, has Endive compile what comes of it, and rewrites the calls.
 *
 * @param largestMethod bytes of JVM bytecode, about, beyond which functions are split
 */
record Translator(int largestMethod) {
    private static final System.Logger LOG = System.getLogger(Translator.class.getName());

    /** The code of {@code module}, which was read from {@code wasm}. */
    CompiledCode translate(byte[] wasm, WasmModule module) {
        int functions = module.importSection().count(ExternalType.FUNCTION)
                + module.functionSection().functionCount();
        Optional<CompiledCode> split = ModuleSplitter.split(wasm, module, largestMethod)
                .map(Translator::compile)
                // What the interpreter runs it reads from the module as it was.
                .filter(code -> code.interpreted().headSet(functions).equals(code.interpreted()));
        CompiledCode code = split.orElseGet(() -> compile(module, List.of()));
        SortedSet<Integer> interpreted = code.interpreted();
        if (!interpreted.isEmpty()) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "too large for a JVM method, and so left to the interpreter: functions {0}",
                    interpreted);
        }
        return code;
    }

    private static CompiledCode compile(Split split) {
        return compile(parse(split.wasm(), true), split.globals());
    }

    private static CompiledCode compile(WasmModule module, List<ValType> globals) {
        Jar jar = new Jar();
        MachineFactoryCompiler.builder(module)
                .withInterpreterFallback(InterpreterFallback.SILENT)
                .withCache(jar)
                .compile();
        return CallRewriter.rewrite(CompiledCode.fromJar(jar.bytes(), globals), module);
    }

    /** Custom sections are left out: they mean nothing here, and a broken one must do no harm. */
    static WasmModule parse(byte[] wasm, boolean validate) {
        Parser.Builder parser = Parser.builder().withValidation(validate);
        for (int section = SectionId.TYPE; section <= SectionId.TAG; section++) {
            parser.includeSectionId(section);
        }
        return parser.build().parse(() -> new ByteArrayInputStream(wasm));
    }

    /** How Endive hands out what it compiled. Loading is ours: its loader needs the compiler's classes, ours doesn't. */
    private static final class Jar implements Cache {
        private byte[] bytes = {};

        byte[] bytes() {
            return bytes;
        }

        @Override
        public byte @Nullable [] get(String key) {
            return null;
        }

        @Override
        public void putIfAbsent(String key, byte[] jar) {
            bytes = jar;
        }
    }
}
