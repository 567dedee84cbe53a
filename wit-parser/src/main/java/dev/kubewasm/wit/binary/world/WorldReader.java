package dev.kubewasm.wit.binary.world;

import dev.kubewasm.wit.binary.ExternName;
import dev.kubewasm.wit.binary.types.Entity;
import dev.kubewasm.wit.binary.types.TypeNode.ComponentNode;
import dev.kubewasm.wit.binary.types.TypeNode.InstanceNode;
import dev.kubewasm.wit.binary.world.PackageDocs.OfInterface;
import dev.kubewasm.wit.binary.world.PackageDocs.OfType;
import dev.kubewasm.wit.binary.world.PackageDocs.OfWorld;
import dev.kubewasm.wit.model.Attributes;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.PackageName;
import dev.kubewasm.wit.model.TypeDef.Owner;
import dev.kubewasm.wit.model.World.WorldItem;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Supplier;

/** Reads instances as interfaces, and the imports and exports of component types as worlds. */
final class WorldReader {
    private final Definitions definitions;
    private final Optional<SequencedMap<InterfaceName, InterfaceDraft>> shared;
    private final PackageDocs docs;
    private final Optional<PackageName> documented;

    private WorldReader(
            Definitions definitions,
            Optional<SequencedMap<InterfaceName, InterfaceDraft>> shared,
            PackageDocs docs,
            Optional<PackageName> documented) {
        this.definitions = definitions;
        this.shared = shared;
        this.docs = docs;
        this.documented = documented;
    }

    /** For a component: each occurrence of an interface has just what it has. */
    static WorldReader ofComponent() {
        return new WorldReader(new Definitions(false), Optional.empty(), PackageDocs.NONE, Optional.empty());
    }

    /** For the package {@code name} with {@code docs}: an interface is the same wherever it occurs. */
    static WorldReader ofPackage(PackageName name, PackageDocs docs) {
        return new WorldReader(new Definitions(true), Optional.of(new LinkedHashMap<>()), docs, Optional.of(name));
    }

    /** The interfaces of packages, in the order first mentioned. */
    SequencedMap<InterfaceName, InterfaceDraft> interfaces() {
        return shared.orElseGet(LinkedHashMap::new);
    }

    /** The interface that a name of an import or export spells; empty for a plain name. */
    static Optional<InterfaceName> interfaceName(ExternName name, Where where) {
        return name.name().contains(":")
                ? Optional.of(full(name.name() + name.versionSuffix().orElse(""), where))
                : name.implementsInterface().map(text -> full(text, where));
    }

    private static InterfaceName full(String text, Where where) {
        return InterfaceName.parse(text)
                .orElseThrow(() -> NoWorldException.of(where, "no WIT interface can have this name"));
    }

    /** The named interface that {@code instance} is an occurrence of. */
    InterfaceDraft named(InterfaceName name, InstanceNode instance, Where where) {
        OfInterface ofIt = documented.filter(name.pkg()::equals).isPresent()
                ? docs.interfaces().getOrDefault(name.name(), OfInterface.NONE)
                : OfInterface.NONE;
        Supplier<InterfaceDraft> anew =
                () -> new InterfaceDraft(Optional.of(name), ofIt.front().plain());
        InterfaceDraft draft =
                shared.map(all -> all.computeIfAbsent(name, n -> anew.get())).orElseGet(anew);
        fill(draft, new Owner.OfInterface(name), instance, ofIt, where);
        return draft;
    }

    private InterfaceDraft inline(
            Owner owner, InstanceNode instance, OfInterface ofIt, Attributes attributes, Where where) {
        checkDocs(ofIt, instance, where);
        InterfaceDraft draft = new InterfaceDraft(Optional.empty(), attributes);
        fill(draft, owner, instance, ofIt, where);
        return draft;
    }

    /** Fails if something is documented that isn't there. */
    static void checkDocs(OfInterface docs, InstanceNode instance, Where where) {
        checkDocs(docs.types().keySet(), instance.exports().keySet(), where);
        checkDocs(docs.functions().keySet(), instance.exports().keySet(), where);
    }

    static void checkDocs(Set<String> documented, Set<String> there, Where where) {
        for (String name : documented) {
            if (!there.contains(name)) {
                throw NoWorldException.undocumented(where, name);
            }
        }
    }

    private void fill(InterfaceDraft draft, Owner owner, InstanceNode instance, OfInterface docs, Where where) {
        Definitions.Names names = definitions.names(owner);
        instance.exports().forEach((label, item) -> {
            Where at = where.at(label);
            ExternName name = instance.exportName(label);
            switch (item) {
                case Entity.OfType t -> {
                    OfType type = docs.type(label);
                    draft.add(names.define(label, t.type(), type, type.front().with(name), at), at);
                }
                case Entity.Func f ->
                    draft.add(
                            names.function(label, f.type(), docs.function(label).with(name), at), at);
                default -> throw NoWorldException.unsayable(at, item.kind());
            }
        });
    }

    /** The world {@code name} with the imports and exports of {@code component}. */
    WorldDraft world(InterfaceName name, ComponentNode component, OfWorld docs) {
        Side imports = new Side(name, component, docs, false);
        Side exports = new Side(name, component, docs, true);
        Where where = Where.of("world", name.name());
        checkDocs(docs.types().keySet(), component.imports().keySet(), where);
        checkDocs(docs.inlineExports().keySet(), component.exports().keySet(), where);
        checkDocs(docs.functionExports().keySet(), component.exports().keySet(), where);
        Definitions.Names names = definitions.names(new Owner.OfWorld(name));
        component.imports().forEach((key, item) -> imports.add(component.importName(key), item, names));
        component.exports().forEach((key, item) -> exports.add(component.exportName(key), item, names));
        checkDocs(docs.imports().keySet(), imports.items.keySet(), where);
        checkDocs(docs.exports().keySet(), exports.items.keySet(), where);
        return new WorldDraft(name, imports.items, exports.items, docs.front().plain());
    }

    /** The imports or the exports of a world. */
    private final class Side {
        private final InterfaceName world;
        private final ComponentNode component;
        private final OfWorld docs;
        private final boolean exported;
        private final SequencedMap<String, Supplier<WorldItem>> items = new LinkedHashMap<>();

        private Side(InterfaceName world, ComponentNode component, OfWorld docs, boolean exported) {
            this.world = world;
            this.component = component;
            this.docs = docs;
            this.exported = exported;
        }

        private void add(ExternName name, Entity item, Definitions.Names names) {
            String key = name.name();
            Where where = Where.of(exported ? "export" : "import", key);
            switch (item) {
                case Entity.Instance i -> instance(name, i.type(), where);
                case Entity.Func f -> {
                    Attributes attributes = docs.function(
                                    key, exported, component.imports().keySet())
                            .with(name);
                    WorldItem made = new WorldItem.OfFunction(names.function(key, f.type(), attributes, where));
                    items.put(key, () -> made);
                }
                case Entity.OfType t
                when !exported -> {
                    OfType type = docs.type(key);
                    WorldItem made = new WorldItem.OfType(
                            names.define(key, t.type(), type, type.front().with(name), where));
                    items.put(key, () -> made);
                }
                default -> throw NoWorldException.unsayable(where, item.kind());
            }
        }

        private void instance(ExternName name, InstanceNode type, Where where) {
            Optional<InterfaceName> of = interfaceName(name, where);
            InterfaceDraft draft;
            Attributes attributes;
            String key = name.name();
            if (of.isPresent()) {
                key = key.contains(":") ? of.get().toString() : key;
                attributes = docs.statement(key, exported).with(name);
                draft = named(of.get(), type, where);
            } else {
                OfInterface ofIt =
                        docs.inline(key, exported, component.imports().keySet());
                attributes = ofIt.front().with(name);
                draft = inline(new Owner.Inline(world, key), type, ofIt, attributes, where);
            }
            if (items.putIfAbsent(key, () -> new WorldItem.OfInterface(draft.build(), attributes)) != null) {
                throw NoWorldException.of(where, "the same interface under two names");
            }
        }
    }
}
