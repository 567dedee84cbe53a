package dev.kubewasm.wit.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * An interface: its types and functions, in declared order.
 *
 * @param name its full name; empty for an interface written inline in a world
 * @param types definitions by name
 * @param functions functions by name ({@link Function#name()})
 * @param docs documentation
 * @param stability its gates
 */
public record Interface(
        Optional<InterfaceName> name,
        SequencedMap<String, TypeDef> types,
        SequencedMap<String, Function> functions,
        Docs docs,
        Stability stability) {
    public Interface {
        types = java.util.Collections.unmodifiableSequencedMap(new LinkedHashMap<>(types));
        functions = java.util.Collections.unmodifiableSequencedMap(new LinkedHashMap<>(functions));
    }

    /** An interface without docs or gates. */
    public static Interface of(
            Optional<InterfaceName> name, Map<String, TypeDef> types, Map<String, Function> functions) {
        return new Interface(
                name, new LinkedHashMap<>(types), new LinkedHashMap<>(functions), Docs.NONE, Stability.UNKNOWN);
    }
}
