package dev.kubewasm.runtime.link;

import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.wit.binary.BinarySlice;
import dev.kubewasm.wit.model.InterfaceName;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * How to instantiate a component.
 *
 * @param modules the core modules, each once
 * @param imports what the component needs from outside, by import name
 * @param importedFunctions the functions it needs
 * @param importedResources the resource types it needs
 * @param steps in order
 * @param resourceCount slots for resource types
 * @param instanceCount slots for core instances
 * @param scopeCount slots for component instances
 * @param adapterCount slots for adapters and built-ins
 * @param functionCount slots for lifted functions
 * @param exports what it exports
 * @param importedInterfaces the interfaces that imports' names spell or say to implement, by import name
 * @param exportedInterfaces those of exports, by export name
 */
public record LinkPlan(
        List<PlannedModule> modules,
        List<String> imports,
        List<ImportedFunction> importedFunctions,
        List<ImportedResource> importedResources,
        List<LinkStep> steps,
        int resourceCount,
        int instanceCount,
        int scopeCount,
        int adapterCount,
        int functionCount,
        SequencedMap<String, Export> exports,
        Map<String, InterfaceName> importedInterfaces,
        SequencedMap<String, InterfaceName> exportedInterfaces) {
    public LinkPlan {
        modules = List.copyOf(modules);
        imports = List.copyOf(imports);
        importedFunctions = List.copyOf(importedFunctions);
        importedResources = List.copyOf(importedResources);
        steps = List.copyOf(steps);
        exports = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(exports));
        importedInterfaces = Map.copyOf(importedInterfaces);
        exportedInterfaces = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(exportedInterfaces));
    }

    /**
     * A core module.
     *
     * @param name what the component calls it, for people
     */
    public record PlannedModule(BinarySlice wasm, Optional<String> name) {}

    /**
     * A function needed from outside.
     *
     * @param importName the import it is, or is in
     * @param path the export names that lead to it there; empty if the import is the function itself
     * @param type its type; resources by slot
     */
    public record ImportedFunction(String importName, List<String> path, FuncType type) {
        public ImportedFunction {
            path = List.copyOf(path);
        }

        /** Import and path, for messages: {@code wasi:io/poll@0.2.0#poll}. */
        public String displayName() {
            return path.isEmpty() ? importName : importName + "#" + String.join("#", path);
        }
    }

    /**
     * A resource type needed from outside.
     *
     * @param slot its slot
     * @param importName the import it is, or is in
     * @param path the export names that lead to it there
     */
    public record ImportedResource(int slot, String importName, List<String> path) {
        public ImportedResource {
            path = List.copyOf(path);
        }
    }

    /** What a component exports. */
    public sealed interface Export {
        /** A function; {@code type} is the exported function's. */
        record OfFunction(FunctionRef function, FuncType type) implements Export {}

        /** An instance. */
        record OfInstance(SequencedMap<String, Export> exports) implements Export {
            public OfInstance {
                exports = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(exports));
            }
        }

        /** A resource type. */
        record OfResource(int slot) implements Export {}
    }

    /** The interface that an import is of: that which its name spells, or which it implements under a plain name. */
    public Optional<InterfaceName> importedInterface(String importName) {
        return Optional.ofNullable(importedInterfaces.get(importName));
    }

    /** What a provider of an import is asked for: the import's name, or the interface that it implements. */
    public String wanted(String importName) {
        return importedInterface(importName).map(InterfaceName::toString).orElse(importName);
    }

    /**
     * The name of the export that serves an import: the same name, or else the newest of that interface on the same semver
     * track that isn't older; of several in one version the first.
     *
     * @param wanted as {@link #wanted} says
     */
    public Optional<String> exportFor(String wanted) {
        if (exports.containsKey(wanted)) {
            return Optional.of(wanted);
        }
        return InterfaceName.parse(wanted).flatMap(name -> exportedInterfaces.entrySet().stream()
                .filter(exported -> exported.getValue().satisfies(name))
                .max(Map.Entry.comparingByValue(BY_VERSION))
                .map(Map.Entry::getKey));
    }

    /** Those without a version are alike. */
    private static final Comparator<InterfaceName> BY_VERSION = Comparator.comparing(
            name -> name.pkg().version(),
            (one, other) -> one.isEmpty() || other.isEmpty() ? 0 : one.get().compareTo(other.get()));

    /** Whether an export is an import, or may name resources of one: then it changes with the import. */
    public boolean exportsFollowImports() {
        return !importedResources.isEmpty()
                || functionsByName().values().stream().anyMatch(f -> f.function() instanceof FunctionRef.Imported);
    }

    /** The exported functions by their full name: {@code run}, {@code example:pricing/catalog#lookup}. */
    public Map<String, Export.OfFunction> functionsByName() {
        Map<String, Export.OfFunction> all = new LinkedHashMap<>();
        collect("", exports, all);
        return all;
    }

    private static void collect(String prefix, Map<String, Export> exports, Map<String, Export.OfFunction> all) {
        exports.forEach((name, export) -> {
            switch (export) {
                case Export.OfFunction f -> all.put(prefix + name, f);
                case Export.OfInstance i -> collect(prefix + name + "#", i.exports(), all);
                case Export.OfResource r -> {}
            }
        });
    }
}
