package dev.kubewasm.cli.options;

import dev.kubewasm.runtime.ComponentRuntime;
import dev.kubewasm.runtime.Engines;
import dev.kubewasm.runtime.engine.Engine;
import dev.kubewasm.runtime.engine.EngineUnavailableException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option {@code --engine}, or the variable that stands for it: what runs core WebAssembly. */
public final class EngineOption {
    private static final String VARIABLE = "KUBE_WASM_ENGINE";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            description = {
                "What runs core WebAssembly: ${COMPLETION-CANDIDATES}. The default can be set in " + VARIABLE + "."
            },
            completionCandidates = Names.class,
            defaultValue = "${env:" + VARIABLE + ":-" + Engines.ENDIVE + "}")
    private String name = Engines.ENDIVE;

    /** The names of the engines, for the help. */
    private static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Engines.NAMES.iterator();
        }
    }

    /**
     * The name of the engine.
     *
     * @throws ParameterException if there is no such engine
     */
    public String name() {
        if (!Engines.NAMES.contains(name)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--engine takes one of " + String.join(", ", Engines.NAMES) + ", not '" + name + "'");
        }
        return name;
    }

    /**
     * What {@code open} opens with the engine of that {@link #name}.
     *
     * @throws ParameterException if the engine can't be used on this machine
     */
    public <T> T opening(Supplier<T> open) {
        try {
            return open.get();
        } catch (EngineUnavailableException e) {
            throw new ParameterException(spec.commandLine(), "--engine " + name + ": " + e.getMessage(), e);
        }
    }

    /** The engine; it keeps compiled code in {@code codeCache}, if it can. See {@link #name} and {@link #opening}. */
    public Engine open(Optional<Path> codeCache) {
        String known = name();
        return opening(() -> Engines.open(known, codeCache));
    }

    /** A runtime on the engine, with the user's code cache. See {@link #open}. */
    public ComponentRuntime openRuntime() {
        return ComponentRuntime.builder()
                .engine(open(Optional.of(CodeCache.folder())))
                .build();
    }
}
