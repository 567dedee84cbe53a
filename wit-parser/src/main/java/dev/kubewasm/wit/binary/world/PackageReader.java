package dev.kubewasm.wit.binary.world;

import dev.kubewasm.wit.binary.Component;
import dev.kubewasm.wit.binary.MalformedBinaryException;
import dev.kubewasm.wit.binary.Section;
import dev.kubewasm.wit.binary.types.Entity;
import dev.kubewasm.wit.binary.types.TypeNode.ComponentNode;
import dev.kubewasm.wit.binary.types.TypeNode.InstanceNode;
import dev.kubewasm.wit.binary.world.PackageDocs.OfWorld;
import dev.kubewasm.wit.graph.Walk;
import dev.kubewasm.wit.model.Interface;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.PackageName;
import dev.kubewasm.wit.model.WitPackage;
import dev.kubewasm.wit.model.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Packages in binary form: a component that exports types and nothing else. Each is a component type that exports, under
 * its full name, either an instance (an interface, with those it uses imported) or a component (a world). In the form
 * of before, one component type, exported as {@code namespace:package/wit}, has them all.
 */
final class PackageReader {
    private final WorldReader reader;
    private final PackageName pkg;
    private final PackageDocs docs;
    private final SequencedMap<String, InterfaceDraft> interfaces = new LinkedHashMap<>();
    private final SequencedMap<String, WorldDraft> worlds = new LinkedHashMap<>();

    private PackageReader(PackageName pkg, PackageDocs docs) {
        this.pkg = pkg;
        this.docs = docs;
        this.reader = WorldReader.ofPackage(pkg, docs);
    }

    /** The component types exported if {@code component} has the form of a package, by the names they are exported as. */
    static Optional<SequencedMap<String, ComponentNode>> exports(ComponentNode component) {
        SequencedMap<String, ComponentNode> types = new LinkedHashMap<>();
        if (!component.imports().isEmpty() || component.exports().isEmpty()) {
            return Optional.empty();
        }
        for (Map.Entry<String, Entity> export : component.exports().entrySet()) {
            boolean form = !export.getKey().contains(":") || isWhole(export.getKey());
            if (!form || !(export.getValue() instanceof Entity.OfType(ComponentNode type))) {
                return Optional.empty();
            }
            types.put(export.getKey(), type);
        }
        return Optional.of(types);
    }

    private static boolean isWhole(String name) {
        return InterfaceName.parse(name)
                .filter(full -> full.name().equals("wit"))
                .isPresent();
    }

    /**
     * The packages that {@code binary} encodes: the one that it is of, then those that it mentions, as far as it does,
     * each after those that it uses.
     */
    static List<WitPackage> read(Component binary, SequencedMap<String, ComponentNode> exports) {
        PackageDocs docs = docs(binary);
        Map.Entry<String, ComponentNode> first = exports.firstEntry();
        if (isWhole(first.getKey())) {
            if (exports.size() > 1) {
                throw NoWorldException.of(Where.of("export", first.getKey()), "a whole package, but not alone");
            }
            PackageReader reader = new PackageReader(packageOf(first.getKey(), first.getKey()), docs);
            reader.read(first.getKey(), first.getValue());
            return reader.packages();
        }
        for (Map.Entry<String, ComponentNode> export : exports.entrySet()) {
            if (export.getValue().exports().size() != 1) {
                throw NoWorldException.of(
                        Where.of("export", export.getKey()),
                        "a type in a package exports one interface or world, this one exports "
                                + export.getValue().exports().size());
            }
        }
        String name = first.getValue().exports().firstEntry().getKey();
        PackageReader reader = new PackageReader(packageOf(first.getKey(), name), docs);
        exports.forEach(reader::read);
        return reader.packages();
    }

    private static PackageDocs docs(Component binary) {
        List<Component.CustomSection> sections = binary.customSections().stream()
                .filter(section -> section.name().equals(PackageDocsReader.SECTION))
                .toList();
        if (sections.size() > 1) {
            throw new MalformedBinaryException(
                    sections.get(1).contents().offset(),
                    Section.CUSTOM,
                    "section " + PackageDocsReader.SECTION + " is there twice");
        }
        return sections.isEmpty()
                ? PackageDocs.NONE
                : PackageDocsReader.read(sections.getFirst().contents());
    }

    private static PackageName packageOf(String export, String name) {
        return InterfaceName.parse(name)
                .orElseThrow(() -> NoWorldException.of(
                        Where.of("export", export), "a type in a package exports a full name, not `" + name + "`"))
                .pkg();
    }

    private void read(String label, ComponentNode type) {
        Where where = Where.of("export", label);
        type.imports().forEach((key, item) -> {
            Where at = where.at("import " + key);
            InterfaceName name = WorldReader.interfaceName(type.importName(key), at)
                    .orElseThrow(() -> NoWorldException.of(at, "an interface used has a full name"));
            if (!(item instanceof Entity.Instance(InstanceNode instance))) {
                throw NoWorldException.unsayable(at, item.kind());
            }
            if (name.pkg().equals(pkg) && !interfaces.containsKey(name.name())) {
                throw NoWorldException.of(at, "is used before it is defined");
            }
            reader.named(name, instance, at);
        });
        type.exports().forEach((key, item) -> {
            Where at = where.at(key);
            InterfaceName name = WorldReader.interfaceName(type.exportName(key), at)
                    .filter(full -> full.pkg().equals(pkg))
                    .orElseThrow(() -> NoWorldException.of(at, "isn't of package `" + pkg + "`"));
            if (interfaces.containsKey(name.name()) || worlds.containsKey(name.name())) {
                throw NoWorldException.of(at, "is defined twice");
            }
            switch (item) {
                case Entity.Instance i -> {
                    WorldReader.checkDocs(
                            docs.interfaces().getOrDefault(name.name(), PackageDocs.OfInterface.NONE), i.type(), at);
                    InterfaceDraft draft = reader.named(name, i.type(), at);
                    draft.complete();
                    interfaces.put(name.name(), draft);
                }
                case Entity.Component c ->
                    worlds.put(
                            name.name(),
                            reader.world(name, c.type(), docs.worlds().getOrDefault(name.name(), OfWorld.NONE)));
                default -> throw NoWorldException.unsayable(at, item.kind());
            }
        });
    }

    private List<WitPackage> packages() {
        Where where = Where.of("package", pkg.toString());
        WorldReader.checkDocs(docs.interfaces().keySet(), interfaces.keySet(), where);
        WorldReader.checkDocs(docs.worlds().keySet(), worlds.keySet(), where);
        SequencedMap<PackageName, SequencedMap<String, Interface>> others = new LinkedHashMap<>();
        reader.interfaces().forEach((name, draft) -> {
            if (!name.pkg().equals(pkg)) {
                others.computeIfAbsent(name.pkg(), p -> new LinkedHashMap<>()).put(name.name(), draft.build());
            } else if (!interfaces.containsKey(name.name())) {
                throw NoWorldException.of(where.at(name.name()), "is used but not defined");
            }
        });
        SequencedMap<String, Interface> own = new LinkedHashMap<>();
        interfaces.forEach((name, draft) -> own.put(name, draft.build()));
        SequencedMap<String, World> ownWorlds = new LinkedHashMap<>();
        worlds.forEach((name, draft) -> ownWorlds.put(name, draft.build()));
        List<WitPackage> all = new ArrayList<>();
        all.add(new WitPackage(pkg, own, ownWorlds, docs.docs()));
        for (PackageName name : Walk.of(others.keySet(), p -> needs(others, p)).order()) {
            SequencedMap<String, Interface> found = others.get(name);
            if (found != null) {
                all.add(WitPackage.mentioned(name, found));
            }
        }
        return all;
    }

    private static List<PackageName> needs(Map<PackageName, SequencedMap<String, Interface>> packages, PackageName of) {
        return packages.getOrDefault(of, new LinkedHashMap<>()).values().stream()
                .flatMap(type -> type.uses().stream())
                .map(InterfaceName::pkg)
                .filter(name -> !name.equals(of))
                .distinct()
                .toList();
    }
}
