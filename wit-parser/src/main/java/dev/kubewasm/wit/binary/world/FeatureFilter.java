package dev.kubewasm.wit.binary.world;

import dev.kubewasm.wit.model.Attributes;
import dev.kubewasm.wit.model.Function;
import dev.kubewasm.wit.model.Function.FunctionKind;
import dev.kubewasm.wit.model.Interface;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.Stability;
import dev.kubewasm.wit.model.Type;
import dev.kubewasm.wit.model.TypeDef;
import dev.kubewasm.wit.model.WitPackage;
import dev.kubewasm.wit.model.World;
import dev.kubewasm.wit.model.World.WorldItem;
import dev.kubewasm.wit.resolve.Features;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Leaves out the unstable items of a decoded package whose features are off, as the resolver of text does before it
 * resolves. What is kept may not mention what is left out. An import of an interface that is left out stays, without its
 * gate, where something kept uses the interface; one that only what is left out needed can't be told from one that was
 * written, and stays too.
 */
final class FeatureFilter {
    private final Features features;
    private final Set<TypeDef> off = new HashSet<>();
    private final Set<Type> checked = java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());
    private final Map<InterfaceName, Optional<Interface>> interfaces = new HashMap<>();

    private FeatureFilter(Features features) {
        this.features = features;
    }

    /** The packages without what is off; the first is the one that has gates. */
    static List<WitPackage> apply(List<WitPackage> packages, Features features) {
        if (features.all()) {
            return packages;
        }
        List<WitPackage> kept = new ArrayList<>(packages);
        kept.set(0, new FeatureFilter(features).apply(packages.getFirst()));
        return kept;
    }

    private boolean on(Attributes attributes) {
        return !(attributes.stability() instanceof Stability.Unstable unstable)
                || features.includes(unstable.feature());
    }

    private WitPackage apply(WitPackage pkg) {
        for (Interface type : pkg.interfaces().values()) {
            boolean whole = on(type.attributes());
            type.types().values().stream()
                    .filter(def -> !whole || !on(def.attributes()))
                    .forEach(off::add);
        }
        SequencedMap<String, Interface> kept = new LinkedHashMap<>();
        pkg.interfaces().forEach((name, type) -> {
            Optional<Interface> filtered =
                    on(type.attributes()) ? Optional.of(apply(type, "interface `" + name + "`")) : Optional.empty();
            type.name().ifPresent(full -> interfaces.put(full, filtered));
            filtered.ifPresent(found -> kept.put(name, found));
        });
        SequencedMap<String, World> worlds = new LinkedHashMap<>();
        pkg.worlds().forEach((name, world) -> {
            if (on(world.attributes())) {
                worlds.put(name, apply(world));
            }
        });
        return new WitPackage(pkg.name(), kept, worlds, pkg.docs());
    }

    private Interface apply(Interface type, String where) {
        SequencedMap<String, TypeDef> types = new LinkedHashMap<>();
        type.types().forEach((name, def) -> {
            if (!off.contains(def)) {
                check(def, where);
                types.put(name, def);
            }
        });
        SequencedMap<String, Function> functions = new LinkedHashMap<>();
        type.functions().forEach((name, function) -> {
            if (keeps(function, where)) {
                functions.put(name, function);
            }
        });
        return new Interface(type.name(), types, functions, type.attributes());
    }

    private World apply(World world) {
        String where = "world `" + world.name().name() + "`";
        world.imports().values().forEach(item -> {
            switch (item) {
                case WorldItem.OfType t when !on(t.type().attributes()) -> off.add(t.type());
                case WorldItem.OfInterface i when i.type().name().isEmpty() -> gate(i.type());
                default -> {}
            }
        });
        world.exports().values().forEach(item -> {
            if (item instanceof WorldItem.OfInterface i && i.type().name().isEmpty()) {
                gate(i.type());
            }
        });
        SequencedMap<String, WorldItem> imports = items(world.imports(), where);
        SequencedMap<String, WorldItem> exports = items(world.exports(), where);
        return new World(world.name(), withNeeded(world, imports, exports), exports, world.attributes());
    }

    private void gate(Interface inline) {
        inline.types().values().stream().filter(def -> !on(def.attributes())).forEach(off::add);
    }

    private SequencedMap<String, WorldItem> items(SequencedMap<String, WorldItem> items, String where) {
        SequencedMap<String, WorldItem> kept = new LinkedHashMap<>();
        items.forEach((key, item) -> item(item, where).ifPresent(found -> kept.put(key, found)));
        return kept;
    }

    private Optional<WorldItem> item(WorldItem item, String where) {
        return switch (item) {
            case WorldItem.OfFunction f -> Optional.of(item).filter(x -> keeps(f.type(), where));
            case WorldItem.OfType t -> {
                boolean keep = !off.contains(t.type());
                if (keep) {
                    check(t.type(), where);
                }
                yield Optional.of(item).filter(x -> keep);
            }
            case WorldItem.OfInterface i when !on(i.attributes()) -> Optional.empty();
            case WorldItem.OfInterface i ->
                filtered(i.type(), where).map(type -> new WorldItem.OfInterface(type, i.attributes()));
        };
    }

    private Optional<Interface> filtered(Interface type, String where) {
        return type.name().isEmpty()
                ? Optional.of(apply(type, where))
                : interfaces.getOrDefault(type.name().get(), Optional.of(type));
    }

    /** The imports kept, with those gated that something kept uses all the same, in the order of the world. */
    private SequencedMap<String, WorldItem> withNeeded(
            World world, SequencedMap<String, WorldItem> imports, SequencedMap<String, WorldItem> exports) {
        Set<String> needed = new LinkedHashSet<>();
        imports.values().forEach(item -> need(item, world, needed));
        exports.values().forEach(item -> need(item, world, needed));
        SequencedMap<String, WorldItem> all = new LinkedHashMap<>();
        world.imports().forEach((key, item) -> {
            WorldItem kept = imports.get(key);
            if (kept != null) {
                all.put(key, kept);
            } else if (needed.contains(key) && item instanceof WorldItem.OfInterface i) {
                filtered(i.type(), key).ifPresent(type -> all.put(key, WorldItem.OfInterface.plain(type)));
            }
        });
        return all;
    }

    private static void need(WorldItem item, World world, Set<String> needed) {
        List<InterfaceName> open =
                switch (item) {
                    case WorldItem.OfInterface i -> new ArrayList<>(i.type().uses());
                    case WorldItem.OfType t ->
                        new ArrayList<>(t.type().usedFrom().stream().toList());
                    case WorldItem.OfFunction ignored -> new ArrayList<>();
                };
        while (!open.isEmpty()) {
            String name = open.removeLast().toString();
            if (needed.add(name) && world.imports().get(name) instanceof WorldItem.OfInterface i) {
                open.addAll(i.type().uses());
            }
        }
    }

    private boolean keeps(Function function, String where) {
        boolean resourceOn =
                switch (function.kind()) {
                    case FunctionKind.Freestanding f -> true;
                    case FunctionKind.Method m -> !off.contains(m.resource());
                    case FunctionKind.Static s -> !off.contains(s.resource());
                    case FunctionKind.Constructor c -> !off.contains(c.resource());
                };
        if (!resourceOn || !on(function.attributes())) {
            return false;
        }
        function.params().forEach(param -> check(param.type(), where));
        function.result().ifPresent(type -> check(type, where));
        return true;
    }

    private void check(TypeDef def, String where) {
        switch (def.kind()) {
            case TypeDef.Kind.RecordType r -> r.fields().forEach(field -> check(field.type(), where));
            case TypeDef.Kind.VariantType v ->
                v.cases().forEach(c -> c.payload().ifPresent(type -> check(type, where)));
            case TypeDef.Kind.Alias a -> check(a.target(), where);
            case TypeDef.Kind.ResourceAlias a -> mention(a.target(), where);
            case TypeDef.Kind.EnumType e -> {}
            case TypeDef.Kind.FlagsType f -> {}
            case TypeDef.Kind.ResourceType r -> {}
        }
    }

    private void check(Type type, String where) {
        if (!checked.add(type)) {
            return;
        }
        switch (type) {
            case Type.Primitive p -> {}
            case Type.ListOf l -> check(l.element(), where);
            case Type.FixedLengthListOf l -> check(l.element(), where);
            case Type.MapOf m -> {
                check(m.key(), where);
                check(m.value(), where);
            }
            case Type.OptionOf o -> check(o.some(), where);
            case Type.ResultOf r -> {
                r.ok().ifPresent(t -> check(t, where));
                r.err().ifPresent(t -> check(t, where));
            }
            case Type.TupleOf t -> t.elements().forEach(e -> check(e, where));
            case Type.FutureOf f -> f.element().ifPresent(t -> check(t, where));
            case Type.StreamOf s -> s.element().ifPresent(t -> check(t, where));
            case Type.Own o -> mention(o.resource(), where);
            case Type.Borrow b -> mention(b.resource(), where);
            case Type.Named n -> mention(n.def(), where);
        }
    }

    private void mention(TypeDef def, String where) {
        if (off.contains(def)) {
            throw new NoWorldException(
                    NoWorldException.Reason.FEATURE_OFF,
                    "%s needs type `%s`, which is unstable, and its feature is not enabled"
                            .formatted(where, def.name()));
        }
    }
}
