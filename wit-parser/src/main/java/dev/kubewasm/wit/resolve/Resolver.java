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
import java.util.stream.Stream;

/** Unresolved packages to resolved ones. */
public final class Resolver {
    private Resolver() {}

    /**
     * What the packages mean, or what is wrong.
     *
     * @param packages in the order given; empty if a diagnostic is an error
     * @param provenance what the packages do not say of how they were written
     * @param diagnostics in the order found
     */
    public record Resolved(List<WitPackage> packages, Provenance provenance, List<Diagnostic> diagnostics) {
        public Resolved {
            packages = List.copyOf(packages);
            diagnostics = List.copyOf(diagnostics);
        }

        private static Resolved wrong(DiagnosticBag diagnostics) {
            return new Resolved(List.of(), Provenance.of(List.of()), diagnostics.all());
        }
    }

    /** Resolves {@code packages} against one another; unstable items are kept where {@code features} has them. */
    public static Resolved resolve(List<UnresolvedPackage> packages, Features features) {
        DiagnosticBag diagnostics = new DiagnosticBag();
        ItemTable table = new ItemTable(packages, diagnostics);
        for (UnresolvedPackage pkg : packages) {
            pkg.units().forEach(unit -> table.checkUses(unit, pkg.name()));
        }
        Optional<CycleCheck.Orders> order = CycleCheck.order(packages, table, diagnostics);
        if (order.isEmpty()) {
            return Resolved.wrong(diagnostics);
        }
        Gates gates = new Gates(features, diagnostics);
        Scopes scopes = new Scopes(table, gates, diagnostics);
        InterfaceResolver interfaceResolver = new InterfaceResolver(scopes);
        Map<InterfaceName, Interface> interfaces = new HashMap<>();
        Map<InterfaceName, World> worlds = new HashMap<>();
        Map<InterfaceName, Provenance.OfWorld> provenance = new HashMap<>();
        // Each after what it depends on: a reference finds what it refers to resolved, however long the chain.
        for (Item item : order.get().items()) {
            if (!gates.includes(
                    item.attributes().stability(), item.name().pkg(), item.id().span())) {
                switch (item) {
                    case Item.OfInterface off -> checkGated(off, scopes);
                    case Item.OfWorld off -> WorldResolver.gatedOff(scopes, off);
                }
                continue;
            }
            switch (item) {
                case Item.OfInterface i -> interfaces.put(i.name(), interfaceResolver.resolve(i));
                case Item.OfWorld w -> {
                    WorldResolver.Resolved world =
                            WorldResolver.resolve(scopes, interfaceResolver, interfaces::get, worlds, w);
                    worlds.put(w.name(), world.world());
                    provenance.put(w.name(), world.provenance());
                }
            }
        }
        if (diagnostics.all().stream().anyMatch(d -> d.severity() == Severity.ERROR)) {
            return Resolved.wrong(diagnostics);
        }
        return new Resolved(
                packages.stream()
                        .map(pkg -> collect(pkg, table, interfaces, worlds))
                        .toList(),
                new Provenance(
                        order.get().packages().entrySet().stream()
                                .map(pkg -> provenance(pkg.getKey(), pkg.getValue(), table, scopes))
                                .toList(),
                        provenance),
                diagnostics.all());
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
        TypeScope scope = scopes.of(off);
        scopes.gatedOff(() -> Optional.of(scope.all()));
        new GatedOff(scopes, scope).all(off.decl().members());
    }

    private static Provenance.OfPackage provenance(
            PackageName pkg, List<PackageName> needs, ItemTable table, Scopes scopes) {
        return new Provenance.OfPackage(
                pkg,
                needs,
                CycleCheck.within(pkg, table).stream()
                        .flatMap(item ->
                                item instanceof Item.OfInterface i ? Stream.of(i) : Stream.<Item.OfInterface>empty())
                        .map(i -> new Provenance.OfInterface(
                                i.name().name(), scopes.of(i).functions()))
                        .toList());
    }

    private static WitPackage collect(
            UnresolvedPackage pkg,
            ItemTable table,
            Map<InterfaceName, Interface> interfaces,
            Map<InterfaceName, World> worlds) {
        SequencedMap<String, Interface> ownInterfaces = new LinkedHashMap<>();
        SequencedMap<String, World> ownWorlds = new LinkedHashMap<>();
        for (Item item : CycleCheck.within(pkg.name(), table)) {
            InterfaceName name = item.name();
            Optional.ofNullable(interfaces.get(name)).ifPresent(found -> ownInterfaces.put(name.name(), found));
            Optional.ofNullable(worlds.get(name)).ifPresent(found -> ownWorlds.put(name.name(), found));
        }
        return new WitPackage(pkg.name(), ownInterfaces, ownWorlds, pkg.docs());
    }
}
