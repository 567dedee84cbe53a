package dev.kubewasm.wit.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * An interface: its types, those used from other interfaces first, each after those it depends on, and its functions,
 * else in declared order.
 *
 * @param name its full name; empty for an interface written inline in a world
 * @param types definitions by name
 * @param functions functions by name ({@link Function#name()})
 * @param attributes what stands in front of it
 */
public record Interface(
        Optional<InterfaceName> name,
        SequencedMap<String, TypeDef> types,
        SequencedMap<String, Function> functions,
        Attributes attributes) {
    public Interface {
        types = java.util.Collections.unmodifiableSequencedMap(new LinkedHashMap<>(types));
        functions = java.util.Collections.unmodifiableSequencedMap(new LinkedHashMap<>(functions));
    }

    /** Its documentation. */
    public Docs docs() {
        return attributes.docs();
    }

    /** Its gates. */
    public Stability stability() {
        return attributes.stability();
    }

    /** The interfaces whose types this one uses, in the order of its types. */
    public List<InterfaceName> uses() {
        return types.values().stream()
                .flatMap(def -> def.usedFrom().stream())
                .distinct()
                .toList();
    }

    /** What both have: the same interface as two sides know it. */
    public Interface with(Interface other) {
        SequencedMap<String, TypeDef> allTypes = new LinkedHashMap<>(types);
        other.types.forEach(allTypes::putIfAbsent);
        SequencedMap<String, Function> allFunctions = new LinkedHashMap<>(functions);
        other.functions.forEach(allFunctions::putIfAbsent);
        return new Interface(name, allTypes, allFunctions, attributes);
    }

    /** An interface without docs or gates. */
    public static Interface of(
            Optional<InterfaceName> name, Map<String, TypeDef> types, Map<String, Function> functions) {
        return new Interface(name, new LinkedHashMap<>(types), new LinkedHashMap<>(functions), Attributes.NONE);
    }
}
