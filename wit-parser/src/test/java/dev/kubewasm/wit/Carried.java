package dev.kubewasm.wit;

import dev.kubewasm.wit.model.Attributes;
import dev.kubewasm.wit.model.Docs;
import dev.kubewasm.wit.model.Function;
import dev.kubewasm.wit.model.Function.FunctionKind;
import dev.kubewasm.wit.model.Interface;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.PackageName;
import dev.kubewasm.wit.model.Stability;
import dev.kubewasm.wit.model.Type;
import dev.kubewasm.wit.model.TypeDef;
import dev.kubewasm.wit.model.WitPackage;
import dev.kubewasm.wit.model.World;
import dev.kubewasm.wit.model.World.WorldItem;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the binary form of a package can carry of packages resolved from text, all that it leaves out being:
 *
 * <ul>
 *   <li>of other packages: docs and gates; interfaces that the package doesn't use, directly or through others, or has
 *       in no world; functions of those that no world has; worlds
 *   <li>the {@code @external-id} of an interface or a world declared by itself
 * </ul>
 */
final class Carried {
    private final PackageName main;
    private final Set<InterfaceName> withFunctions = new LinkedHashSet<>();
    private final Set<InterfaceName> used = new LinkedHashSet<>();
    private final IdentityHashMap<TypeDef, TypeDef> done = new IdentityHashMap<>();

    private Carried(PackageName main) {
        this.main = main;
    }

    /** What the binary of the first package has, packages by name. */
    static Map<PackageName, WitPackage> of(List<WitPackage> packages) {
        WitPackage main = packages.getFirst();
        Carried carried = new Carried(main.name());
        carried.reach(main, packages);
        Map<PackageName, WitPackage> all = new LinkedHashMap<>();
        for (WitPackage pkg : packages) {
            WitPackage part = carried.pkg(pkg);
            if (pkg.name().equals(main.name()) || !part.interfaces().isEmpty()) {
                all.put(pkg.name(), part);
            }
        }
        return all;
    }

    private void reach(WitPackage pkg, List<WitPackage> packages) {
        Map<InterfaceName, Interface> byName = new LinkedHashMap<>();
        packages.forEach(p ->
                p.interfaces().values().forEach(type -> byName.put(type.name().orElseThrow(), type)));
        Deque<Interface> open = new ArrayDeque<>(pkg.interfaces().values());
        for (World world : pkg.worlds().values()) {
            Stream.concat(world.imports().values().stream(), world.exports().values().stream())
                    .forEach(item -> {
                        if (item instanceof WorldItem.OfInterface i) {
                            open.add(i.type());
                            i.type().name().ifPresent(withFunctions::add);
                            i.type().name().ifPresent(used::add);
                        }
                    });
        }
        while (!open.isEmpty()) {
            for (InterfaceName name : open.remove().uses()) {
                if (used.add(name)) {
                    open.add(java.util.Objects.requireNonNull(byName.get(name)));
                }
            }
        }
    }

    private boolean own(InterfaceName name) {
        return name.pkg().equals(main);
    }

    private WitPackage pkg(WitPackage pkg) {
        SequencedMap<String, Interface> interfaces = new LinkedHashMap<>();
        pkg.interfaces().forEach((name, type) -> {
            InterfaceName full = type.name().orElseThrow();
            if (own(full) || used.contains(full)) {
                interfaces.put(name, type(type));
            }
        });
        SequencedMap<String, World> worlds = new LinkedHashMap<>();
        boolean isMain = pkg.name().equals(main);
        if (isMain) {
            pkg.worlds()
                    .forEach((name, world) -> worlds.put(
                            name,
                            new World(
                                    world.name(),
                                    items(world.imports()),
                                    items(world.exports()),
                                    declared(world.attributes()))));
        }
        return new WitPackage(pkg.name(), interfaces, worlds, isMain ? pkg.docs() : Docs.NONE);
    }

    private static Attributes declared(Attributes attributes) {
        return new Attributes(attributes.docs(), attributes.stability(), Optional.empty());
    }

    private static Attributes foreign(Attributes attributes) {
        return new Attributes(Docs.NONE, Stability.UNKNOWN, attributes.externalId());
    }

    private SequencedMap<String, WorldItem> items(SequencedMap<String, WorldItem> items) {
        SequencedMap<String, WorldItem> out = new LinkedHashMap<>();
        items.forEach((key, item) -> out.put(
                key,
                switch (item) {
                    case WorldItem.OfInterface i -> new WorldItem.OfInterface(type(i.type()), i.attributes());
                    case WorldItem.OfFunction f -> new WorldItem.OfFunction(function(f.type(), true));
                    case WorldItem.OfType t -> new WorldItem.OfType(def(t.type()));
                }));
        return out;
    }

    private Interface type(Interface type) {
        boolean own = type.name().map(this::own).orElse(true);
        SequencedMap<String, TypeDef> types = new LinkedHashMap<>();
        type.types().forEach((name, def) -> types.put(name, def(def)));
        SequencedMap<String, Function> functions = new LinkedHashMap<>();
        if (own || withFunctions.contains(type.name().orElseThrow())) {
            type.functions().forEach((name, function) -> functions.put(name, function(function, own)));
        }
        Attributes attributes =
                type.name().isEmpty() ? type.attributes() : own ? declared(type.attributes()) : Attributes.NONE;
        return new Interface(type.name(), types, functions, attributes);
    }

    private Function function(Function f, boolean own) {
        return new Function(
                f.name(),
                switch (f.kind()) {
                    case FunctionKind.Freestanding kind -> kind;
                    case FunctionKind.Method m -> new FunctionKind.Method(def(m.resource()));
                    case FunctionKind.Static s -> new FunctionKind.Static(def(s.resource()));
                    case FunctionKind.Constructor c -> new FunctionKind.Constructor(def(c.resource()));
                },
                f.async(),
                f.params().stream()
                        .map(p -> new Function.Param(p.name(), type(p.type())))
                        .toList(),
                f.result().map(this::type),
                own ? f.attributes() : foreign(f.attributes()));
    }

    private TypeDef def(TypeDef def) {
        TypeDef known = done.get(def);
        if (known == null) {
            boolean own = !(def.owner() instanceof TypeDef.Owner.OfInterface(InterfaceName name)) || own(name);
            known = new TypeDef(
                    def.owner(), def.name(), kind(def.kind(), own), own ? def.attributes() : foreign(def.attributes()));
            done.put(def, known);
        }
        return known;
    }

    private TypeDef.Kind kind(TypeDef.Kind kind, boolean own) {
        return switch (kind) {
            case TypeDef.Kind.RecordType r ->
                new TypeDef.Kind.RecordType(r.fields().stream()
                        .map(f -> new TypeDef.Field(f.name(), type(f.type()), docs(f.docs(), own)))
                        .toList());
            case TypeDef.Kind.VariantType v ->
                new TypeDef.Kind.VariantType(v.cases().stream()
                        .map(c -> new TypeDef.Case(c.name(), c.payload().map(this::type), docs(c.docs(), own)))
                        .toList());
            case TypeDef.Kind.EnumType e -> new TypeDef.Kind.EnumType(labels(e.cases(), own));
            case TypeDef.Kind.FlagsType f -> new TypeDef.Kind.FlagsType(labels(f.flags(), own));
            case TypeDef.Kind.ResourceType r -> r;
            case TypeDef.Kind.Alias a -> new TypeDef.Kind.Alias(type(a.target()));
            case TypeDef.Kind.ResourceAlias a -> new TypeDef.Kind.ResourceAlias(def(a.target()));
        };
    }

    private static Docs docs(Docs docs, boolean own) {
        return own ? docs : Docs.NONE;
    }

    private static List<TypeDef.Label> labels(List<TypeDef.Label> labels, boolean own) {
        return labels.stream()
                .map(l -> new TypeDef.Label(l.name(), docs(l.docs(), own)))
                .toList();
    }

    private Type type(Type type) {
        return switch (type) {
            case Type.Primitive primitive -> primitive;
            case Type.ListOf list -> new Type.ListOf(type(list.element()));
            case Type.FixedLengthListOf list -> new Type.FixedLengthListOf(type(list.element()), list.length());
            case Type.MapOf map -> new Type.MapOf(type(map.key()), type(map.value()));
            case Type.OptionOf option -> new Type.OptionOf(type(option.some()));
            case Type.ResultOf result ->
                new Type.ResultOf(result.ok().map(this::type), result.err().map(this::type));
            case Type.TupleOf tuple ->
                new Type.TupleOf(tuple.elements().stream().map(this::type).toList());
            case Type.FutureOf future -> new Type.FutureOf(future.element().map(this::type));
            case Type.StreamOf stream -> new Type.StreamOf(stream.element().map(this::type));
            case Type.Own own -> new Type.Own(def(own.resource()));
            case Type.Borrow borrow -> new Type.Borrow(def(borrow.resource()));
            case Type.Named named -> new Type.Named(def(named.def()));
        };
    }
}
