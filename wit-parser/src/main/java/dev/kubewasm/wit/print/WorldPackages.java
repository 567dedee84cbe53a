package dev.kubewasm.wit.print;

import dev.kubewasm.wit.graph.Walk;
import dev.kubewasm.wit.model.Docs;
import dev.kubewasm.wit.model.Interface;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.PackageName;
import dev.kubewasm.wit.model.WitPackage;
import dev.kubewasm.wit.model.World;
import dev.kubewasm.wit.model.World.WorldItem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** The packages of which a world alone makes known what it mentions. */
public final class WorldPackages {
    private WorldPackages() {}

    /**
     * The world's own package, then those of other interfaces that it mentions, each after those it depends on. An
     * interface that is imported and exported is there once, with what both have.
     */
    public static List<WitPackage> of(World world) {
        PackageName own = world.name().pkg();
        Map<PackageName, SequencedMap<String, Interface>> interfaces = new LinkedHashMap<>();
        interfaces.put(own, new LinkedHashMap<>());
        Stream.concat(world.imports().values().stream(), world.exports().values().stream())
                .flatMap(item -> item instanceof WorldItem.OfInterface i ? Stream.of(i.type()) : Stream.empty())
                .forEach(type -> type.name().ifPresent(name -> add(interfaces, name, type)));
        SequencedMap<String, World> worlds = new LinkedHashMap<>();
        worlds.put(world.name().name(), world);
        List<WitPackage> packages = new ArrayList<>();
        packages.add(new WitPackage(
                own, WitPackage.mentioned(own, of(interfaces, own)).interfaces(), worlds, Docs.NONE));
        Walk.of(interfaces.keySet(), name -> needs(of(interfaces, name).values())).order().stream()
                .filter(name -> !name.equals(own) && interfaces.containsKey(name))
                .map(name -> WitPackage.mentioned(name, of(interfaces, name)))
                .forEach(packages::add);
        return packages;
    }

    private static SequencedMap<String, Interface> of(
            Map<PackageName, SequencedMap<String, Interface>> interfaces, PackageName name) {
        return interfaces.getOrDefault(name, new LinkedHashMap<>());
    }

    private static List<PackageName> needs(Collection<Interface> interfaces) {
        return interfaces.stream()
                .flatMap(type -> type.uses().stream())
                .map(InterfaceName::pkg)
                .distinct()
                .toList();
    }

    private static void add(
            Map<PackageName, SequencedMap<String, Interface>> interfaces, InterfaceName name, Interface type) {
        interfaces.computeIfAbsent(name.pkg(), key -> new LinkedHashMap<>()).merge(name.name(), type, Interface::with);
    }
}
