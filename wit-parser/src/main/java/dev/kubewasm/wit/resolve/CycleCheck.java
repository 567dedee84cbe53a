package dev.kubewasm.wit.resolve;

import static java.util.Objects.requireNonNull;

import dev.kubewasm.wit.ast.UsePath;
import dev.kubewasm.wit.diagnostics.DiagnosticCode;
import dev.kubewasm.wit.diagnostics.Span;
import dev.kubewasm.wit.graph.Precedence;
import dev.kubewasm.wit.graph.Walk;
import dev.kubewasm.wit.model.PackageName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Packages, interfaces and worlds must not depend on themselves; the orders in which they do not. */
final class CycleCheck {
    /** Most names of a cycle that a message has. */
    private static final int MAX_SHOWN = 20;

    private CycleCheck() {}

    /**
     * Orders without a dependency on what comes later.
     *
     * @param items every interface and world after all it depends on
     * @param packages every package after all it mentions, else by name, and these
     */
    record Orders(List<Item> items, SequencedMap<PackageName, List<PackageName>> packages) {
        Orders {
            items = List.copyOf(items);
        }
    }

    /** The orders; empty if there is a cycle, and each is reported. */
    static Optional<Orders> order(List<UnresolvedPackage> packages, ItemTable table, DiagnosticBag diagnostics) {
        // A cycle of packages has one of their items behind it: it is reported once.
        return orderPackages(packages, diagnostics)
                .flatMap(order -> orderItems(packages, table, diagnostics).map(all -> new Orders(all, order)));
    }

    private static Optional<SequencedMap<PackageName, List<PackageName>>> orderPackages(
            List<UnresolvedPackage> packages, DiagnosticBag diagnostics) {
        Map<PackageName, Map<PackageName, Span>> mentions = new LinkedHashMap<>();
        for (UnresolvedPackage pkg : packages) {
            Map<PackageName, Span> needs = new LinkedHashMap<>();
            pkg.units().stream()
                    .flatMap(unit -> unit.items().stream())
                    .flatMap(item -> Paths.of(item).stream())
                    .filter(UsePath.Full.class::isInstance)
                    .map(path -> ((UsePath.Full) path).pkg())
                    .forEach(path -> needs.putIfAbsent(path.name(), path.span()));
            mentions.put(pkg.name(), needs);
        }
        Function<PackageName, Set<PackageName>> edges =
                name -> mentions.getOrDefault(name, Map.of()).keySet();
        var cycles = Walk.of(mentions.keySet(), edges).cycles();
        for (List<PackageName> cycle : cycles) {
            PackageName first = cycle.getFirst();
            PackageName next = cycle.size() == 1 ? first : cycle.get(1);
            diagnostics.error(
                    DiagnosticCode.DEPENDENCY_CYCLE,
                    requireNonNull(requireNonNull(mentions.get(first)).get(next)),
                    "package `" + first + "` depends on itself: " + arrows(cycle),
                    cycle.size() == 1
                            ? Optional.of("within a package, its interfaces and worlds go by their plain names")
                            : Optional.empty());
        }
        if (!cycles.isEmpty()) {
            return Optional.empty();
        }
        SequencedMap<PackageName, List<PackageName>> ordered = new LinkedHashMap<>();
        Walk.of(mentions.keySet().stream().sorted().toList(), edges).order().stream()
                .filter(mentions::containsKey)
                .forEach(name -> ordered.put(name, List.copyOf(edges.apply(name))));
        return Optional.of(ordered);
    }

    /** The interfaces and worlds of {@code pkg}, each after those of its own kind that it depends on. */
    static List<Item> within(PackageName pkg, ItemTable table) {
        Map<String, Item> byName = new LinkedHashMap<>();
        table.items(pkg).forEach(item -> byName.put(item.name().toString(), item));
        return Precedence.of(byName.keySet(), name -> alike(requireNonNull(byName.get(name)), table)).stream()
                .map(name -> requireNonNull(byName.get(name)))
                .toList();
    }

    private static Set<String> alike(Item item, ItemTable table) {
        Stream<UsePath> paths =
                switch (item) {
                    case Item.OfInterface i -> Paths.of(i.decl()).stream();
                    case Item.OfWorld w -> Paths.included(w.decl());
                };
        return paths.flatMap(path -> find(path, item, table))
                .map(found -> found.name().toString())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Optional<List<Item>> orderItems(
            List<UnresolvedPackage> packages, ItemTable table, DiagnosticBag diagnostics) {
        List<Item> all = packages.stream()
                .flatMap(pkg -> table.items(pkg.name()).stream())
                .toList();
        // By name: comparing items would compare whole trees.
        Map<String, Item> byName = new LinkedHashMap<>();
        all.forEach(item -> byName.put(item.name().toString(), item));
        Walk<String> walk = Walk.of(byName.keySet(), name -> needs(requireNonNull(byName.get(name)), table));
        for (List<String> cycle : walk.cycles()) {
            Item item = requireNonNull(byName.get(cycle.getLast()));
            diagnostics.error(
                    DiagnosticCode.DEPENDENCY_CYCLE,
                    item.id().span(),
                    item.word() + " `" + item.id().name() + "` depends on itself: " + arrows(rotated(cycle)));
        }
        return walk.cycles().isEmpty()
                ? Optional.of(walk.order().stream()
                        .map(name -> requireNonNull(byName.get(name)))
                        .toList())
                : Optional.empty();
    }

    private static Set<String> needs(Item item, ItemTable table) {
        // Worlds depend on worlds by include alone; where another path names one, that is another error.
        Stream<UsePath> toWorlds =
                switch (item) {
                    case Item.OfInterface ignored -> Stream.empty();
                    case Item.OfWorld world -> Paths.included(world.decl());
                };
        var decl =
                switch (item) {
                    case Item.OfInterface i -> i.decl();
                    case Item.OfWorld w -> w.decl();
                };
        return Stream.concat(
                        toWorlds.flatMap(path -> find(path, item, table)),
                        Paths.of(decl).stream()
                                .flatMap(path -> find(path, item, table))
                                .filter(Item.OfInterface.class::isInstance))
                .map(found -> found.name().toString())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Stream<Item> find(UsePath path, Item item, ItemTable table) {
        return table.lookup(path, item.unit(), item.name().pkg()).stream();
    }

    /** The same cycle from its last on. */
    private static List<String> rotated(List<String> cycle) {
        return Stream.concat(Stream.of(cycle.getLast()), cycle.subList(0, cycle.size() - 1).stream())
                .toList();
    }

    /** The way round; of a long one the beginning and the end. */
    private static String arrows(List<?> cycle) {
        List<String> names =
                cycle.stream().limit(MAX_SHOWN).map(Object::toString).collect(Collectors.toCollection(ArrayList::new));
        if (cycle.size() > MAX_SHOWN) {
            names.add("... " + (cycle.size() - MAX_SHOWN) + " more ...");
        }
        names.add(cycle.getFirst().toString());
        return String.join(" → ", names);
    }
}
