package dev.kubewasm.wit.model;

import dev.kubewasm.wit.graph.Precedence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * A resolved package.
 *
 * @param name its name
 * @param interfaces by their name in the package, each after those it uses, else in declared order
 * @param worlds by their name in the package, each after those it includes, else in declared order
 * @param docs documentation of the package
 */
public record WitPackage(
        PackageName name, SequencedMap<String, Interface> interfaces, SequencedMap<String, World> worlds, Docs docs) {
    public WitPackage {
        interfaces = java.util.Collections.unmodifiableSequencedMap(new LinkedHashMap<>(interfaces));
        worlds = java.util.Collections.unmodifiableSequencedMap(new LinkedHashMap<>(worlds));
    }

    /** A package of which only what others mention is known; the interfaces may come in any order. */
    public static WitPackage mentioned(PackageName name, Map<String, Interface> interfaces) {
        List<String> order = Precedence.of(interfaces.keySet(), key -> Optional.ofNullable(interfaces.get(key)).stream()
                .flatMap(type -> type.uses().stream())
                .filter(used -> used.pkg().equals(name))
                .map(InterfaceName::name)
                .toList());
        SequencedMap<String, Interface> ordered = new LinkedHashMap<>();
        Stream.concat(order.stream(), interfaces.keySet().stream())
                .forEach(key ->
                        Optional.ofNullable(interfaces.get(key)).ifPresent(type -> ordered.putIfAbsent(key, type)));
        return new WitPackage(name, ordered, new LinkedHashMap<>(), Docs.NONE);
    }
}
