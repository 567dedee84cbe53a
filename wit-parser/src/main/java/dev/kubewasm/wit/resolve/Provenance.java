package dev.kubewasm.wit.resolve;

import dev.kubewasm.wit.ast.WorldMember.Direction;
import dev.kubewasm.wit.graph.Walk;
import dev.kubewasm.wit.model.Interface;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.PackageName;
import dev.kubewasm.wit.model.Type;
import dev.kubewasm.wit.model.WitPackage;
import dev.kubewasm.wit.model.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What resolved packages do not say of how they were written, and what the order in listings of everything follows.
 *
 * @param packages each after all it mentions, else by name
 * @param worlds of each world, how its items came to be there
 */
public record Provenance(List<OfPackage> packages, Map<InterfaceName, OfWorld> worlds) {
    public Provenance {
        packages = List.copyOf(packages);
        worlds = Map.copyOf(worlds);
    }

    /**
     * A package.
     *
     * @param needs the other packages that it names, those of includes too
     * @param interfaces each after those it uses, also those gated off
     */
    public record OfPackage(PackageName name, List<PackageName> needs, List<OfInterface> interfaces) {
        public OfPackage {
            needs = List.copyOf(needs);
            interfaces = List.copyOf(interfaces);
        }
    }

    /**
     * An interface.
     *
     * @param functions all of them in the order written, also those gated off
     */
    public record OfInterface(String name, List<OfFunction> functions) {
        public OfInterface {
            functions = List.copyOf(functions);
        }
    }

    /**
     * A function.
     *
     * @param types of one that is gated off, the types of its parameters and its result as far as they are not; they
     *     are listed, used or not
     */
    public record OfFunction(String name, List<Type> types) {
        public OfFunction {
            types = List.copyOf(types);
        }
    }

    /**
     * How the items of a world came to be there. What is in neither list was added because others need it.
     *
     * @param own its own items: types, then imports and exports as they are written
     * @param inclusions one for each {@code include} that is kept, in the order written
     */
    public record OfWorld(List<Entry> own, List<Inclusion> inclusions) {
        public OfWorld {
            own = List.copyOf(own);
            inclusions = List.copyOf(inclusions);
        }
    }

    /** An import or export and its key. */
    public record Entry(Direction direction, String key) {}

    /**
     * An {@code include}.
     *
     * @param world the world included
     * @param taken what came from it under a plain name
     */
    public record Inclusion(InterfaceName world, List<Taken> taken) {
        public Inclusion {
            taken = List.copyOf(taken);
        }
    }

    /**
     * An item that came with an include.
     *
     * @param entry what it is in the world included
     * @param key its key in the including world
     */
    public record Taken(Entry entry, String key) {}

    /** Of packages that were not written, as those of a component binary: the order of dependency, the first last. */
    public static Provenance of(List<WitPackage> packages) {
        Map<PackageName, WitPackage> byName = new LinkedHashMap<>();
        packages.forEach(pkg -> byName.put(pkg.name(), pkg));
        List<PackageName> order = Walk.of(byName.keySet().stream().sorted().toList(), name -> needs(byName.get(name)))
                .order();
        Map<InterfaceName, OfWorld> worlds = new LinkedHashMap<>();
        packages.stream()
                .flatMap(pkg -> pkg.worlds().values().stream())
                .forEach(world -> worlds.put(world.name(), new OfWorld(entries(world), List.of())));
        return new Provenance(
                order.stream()
                        .flatMap(name -> Optional.ofNullable(byName.get(name)).stream())
                        .map(Provenance::listed)
                        .toList(),
                worlds);
    }

    /** The functions that {@code type} has. */
    public static List<OfFunction> functions(Interface type) {
        return type.functions().keySet().stream()
                .map(name -> new OfFunction(name, List.of()))
                .toList();
    }

    private static OfPackage listed(WitPackage pkg) {
        List<OfInterface> interfaces = new ArrayList<>();
        pkg.interfaces().forEach((name, type) -> interfaces.add(new OfInterface(name, functions(type))));
        return new OfPackage(pkg.name(), needs(pkg), interfaces);
    }

    private static List<PackageName> needs(@Nullable WitPackage pkg) {
        return pkg == null
                ? List.of()
                : Stream.concat(
                                pkg.interfaces().values().stream().flatMap(type -> type.uses().stream()),
                                pkg.worlds().values().stream().flatMap(Provenance::uses))
                        .map(InterfaceName::pkg)
                        .filter(name -> !name.equals(pkg.name()))
                        .distinct()
                        .toList();
    }

    private static Stream<InterfaceName> uses(World world) {
        return Stream.concat(world.imports().values().stream(), world.exports().values().stream())
                .flatMap(item -> item instanceof World.WorldItem.OfInterface i ? Stream.of(i.type()) : Stream.empty())
                .map(Interface::name)
                .flatMap(Optional::stream);
    }

    private static List<Entry> entries(World world) {
        List<Entry> entries = new ArrayList<>();
        world.imports().keySet().forEach(key -> entries.add(new Entry(Direction.IMPORT, key)));
        world.exports().keySet().forEach(key -> entries.add(new Entry(Direction.EXPORT, key)));
        return entries;
    }
}
