package dev.kubewasm.wit.model;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

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
}
