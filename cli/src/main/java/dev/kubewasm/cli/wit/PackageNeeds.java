package dev.kubewasm.cli.wit;

import dev.kubewasm.wit.WitResolution;
import dev.kubewasm.wit.graph.Walk;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.PackageName;
import dev.kubewasm.wit.model.World;
import dev.kubewasm.wit.resolve.Provenance;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which packages need which.
 *
 * @param root the package, or the component, that was asked for
 * @param needs of every package there is, those it names itself
 */
record PackageNeeds(PackageName root, SequencedMap<PackageName, List<PackageName>> needs) {
    /** Those of an input without errors. */
    static PackageNeeds of(Input input) {
        return switch (input) {
            case Input.Packages p -> of(p.resolution());
            case Input.OfComponent c -> of(c.world());
            case Input.Unreadable ignored ->
                throw new IllegalArgumentException("what can't be read has no dependencies");
        };
    }

    private static PackageNeeds of(WitResolution resolution) {
        Map<PackageName, List<PackageName>> named = new HashMap<>();
        for (Provenance.OfPackage pkg : resolution.provenance().packages()) {
            named.put(pkg.name(), pkg.needs().stream().sorted().toList());
        }
        SequencedMap<PackageName, List<PackageName>> needs = new LinkedHashMap<>();
        resolution.packages().forEach(pkg -> needs.put(pkg.name(), named.getOrDefault(pkg.name(), List.of())));
        return new PackageNeeds(resolution.packages().getFirst().name(), needs);
    }

    /** A component needs the packages of all it imports and exports; its binary doesn't say which of them need which. */
    private static PackageNeeds of(World world) {
        PackageName root = world.name().pkg();
        SequencedMap<PackageName, List<PackageName>> needs = new LinkedHashMap<>();
        needs.put(
                root,
                Stream.concat(world.imports().keySet().stream(), world.exports().keySet().stream())
                        .flatMap(key -> InterfaceName.parse(key).map(InterfaceName::pkg).stream())
                        .distinct()
                        .sorted()
                        .toList());
        return new PackageNeeds(root, needs);
    }

    /** The packages that {@code name} names itself, by name. */
    List<PackageName> of(PackageName name) {
        return needs.getOrDefault(name, List.of());
    }

    /** All that the root needs, directly or through others, the root first. */
    List<PackageName> reached() {
        return Walk.of(List.of(root), this::of).order().reversed();
    }

    /** What is there and needed by nothing that the root needs. */
    List<PackageName> unused() {
        Set<PackageName> reached = Set.copyOf(reached());
        return needs.keySet().stream()
                .filter(name -> !reached.contains(name))
                .sorted()
                .toList();
    }
}
