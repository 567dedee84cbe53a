package dev.kubewasm.wit.resolve;

import dev.kubewasm.wit.ast.InterfaceMember;
import dev.kubewasm.wit.diagnostics.Diagnostic;
import dev.kubewasm.wit.diagnostics.Severity;
import dev.kubewasm.wit.model.Interface;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.PackageName;
import dev.kubewasm.wit.model.WitPackage;
import dev.kubewasm.wit.model.World;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Unresolved packages to resolved ones. */
public final class Resolver {
    private Resolver() {}

    /**
     * What the packages mean, or what is wrong.
     *
     * @param packages in the order given; empty if a diagnostic is an error
     * @param diagnostics in the order found
     */
    public record Resolved(List<WitPackage> packages, List<Diagnostic> diagnostics) {
        public Resolved {
            packages = List.copyOf(packages);
            diagnostics = List.copyOf(diagnostics);
        }
    }

    /** Resolves {@code packages} against one another; unstable items are kept where {@code features} has them. */
    public static Resolved resolve(List<UnresolvedPackage> packages, Features features) {
        DiagnosticBag diagnostics = new DiagnosticBag();
        ItemTable table = new ItemTable(packages, diagnostics);
        for (UnresolvedPackage pkg : packages) {
            pkg.units().forEach(unit -> table.checkUses(unit, pkg.name()));
        }
        Optional<List<Item>> order = CycleCheck.order(packages, table, diagnostics);
        if (order.isEmpty()) {
            return new Resolved(List.of(), diagnostics.all());
        }
        Gates gates = new Gates(features, diagnostics);
        Scopes scopes = new Scopes(table, gates, diagnostics);
        InterfaceResolver interfaceResolver = new InterfaceResolver(scopes);
        Map<InterfaceName, Interface> interfaces = new HashMap<>();
        Map<InterfaceName, World> worlds = new HashMap<>();
        // Each after what it depends on: a reference finds what it refers to resolved, however long the chain.
        for (Item item : order.get()) {
            if (!gates.includes(
                    item.attributes().stability(), item.name().pkg(), item.id().span())) {
                if (item instanceof Item.OfInterface off) {
                    checkGated(off, scopes);
                }
                continue;
            }
            switch (item) {
                case Item.OfInterface i -> interfaces.put(i.name(), interfaceResolver.resolve(i));
                case Item.OfWorld w ->
                    worlds.put(w.name(), WorldResolver.resolve(scopes, interfaceResolver, interfaces::get, worlds, w));
            }
        }
        if (diagnostics.all().stream().anyMatch(d -> d.severity() == Severity.ERROR)) {
            return new Resolved(List.of(), diagnostics.all());
        }
        return new Resolved(collect(packages, order.get(), interfaces, worlds), diagnostics.all());
    }

    private static void checkGated(Item.OfInterface off, Scopes scopes) {
        for (InterfaceMember member : off.decl().members()) {
            if (member instanceof InterfaceMember.TypeDecl decl
                    && scopes.gates()
                            .includes(
                                    decl.attributes().stability(),
                                    off.name().pkg(),
                                    decl.id().span())) {
                scopes.keptInsideWhatIsNot(decl.id(), "an interface");
            }
        }
    }

    private static List<WitPackage> collect(
            List<UnresolvedPackage> packages,
            List<Item> order,
            Map<InterfaceName, Interface> interfaces,
            Map<InterfaceName, World> worlds) {
        Map<PackageName, SequencedMap<String, Interface>> ownInterfaces = new HashMap<>();
        Map<PackageName, SequencedMap<String, World>> ownWorlds = new HashMap<>();
        for (Item item : order) {
            InterfaceName name = item.name();
            Optional.ofNullable(interfaces.get(name)).ifPresent(found -> ownInterfaces
                    .computeIfAbsent(name.pkg(), key -> new LinkedHashMap<>())
                    .put(name.name(), found));
            Optional.ofNullable(worlds.get(name)).ifPresent(found -> ownWorlds
                    .computeIfAbsent(name.pkg(), key -> new LinkedHashMap<>())
                    .put(name.name(), found));
        }
        return packages.stream()
                .map(pkg -> new WitPackage(
                        pkg.name(),
                        ownInterfaces.getOrDefault(pkg.name(), new LinkedHashMap<>()),
                        ownWorlds.getOrDefault(pkg.name(), new LinkedHashMap<>()),
                        pkg.docs()))
                .toList();
    }
}
