package dev.kubewasm.wit.resolve;

import dev.kubewasm.wit.model.Attributes;
import dev.kubewasm.wit.model.Function;
import dev.kubewasm.wit.model.Interface;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.Type;
import dev.kubewasm.wit.model.TypeDef;
import dev.kubewasm.wit.model.World.WorldItem;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Items of an included world as items of the including one: types that the included world owns become the other's,
 * under their new names, wherever they are mentioned.
 */
final class Rebase {
    private final InterfaceName from;
    private final InterfaceName to;
    private final UnaryOperator<String> rename;
    private final boolean foreign;
    private final IdentityHashMap<TypeDef, TypeDef> done = new IdentityHashMap<>();

    Rebase(InterfaceName from, InterfaceName to, UnaryOperator<String> rename) {
        this.from = from;
        this.to = to;
        this.rename = rename;
        this.foreign = !from.pkg().equals(to.pkg());
    }

    private Attributes attributes(Attributes attributes) {
        return foreign ? attributes.inAnotherPackage() : attributes;
    }

    WorldItem item(WorldItem item, String newKey) {
        return switch (item) {
            case WorldItem.OfInterface i -> new WorldItem.OfInterface(type(i.type()), attributes(i.attributes()));
            case WorldItem.OfFunction f -> new WorldItem.OfFunction(function(f.type(), newKey));
            case WorldItem.OfType t -> new WorldItem.OfType(def(t.type()));
        };
    }

    private Interface type(Interface type) {
        if (type.name().isPresent()) {
            return type;
        }
        Map<String, TypeDef> types = new LinkedHashMap<>();
        type.types().forEach((name, def) -> types.put(name, def(def)));
        Map<String, Function> functions = new LinkedHashMap<>();
        type.functions().forEach((name, function) -> functions.put(name, function(function, name)));
        return new Interface(
                type.name(), new LinkedHashMap<>(types), new LinkedHashMap<>(functions), attributes(type.attributes()));
    }

    private Function function(Function function, String name) {
        return new Function(
                name,
                kind(function.kind()),
                function.async(),
                function.params().stream()
                        .map(param -> new Function.Param(param.name(), type(param.type())))
                        .toList(),
                function.result().map(this::type),
                attributes(function.attributes()));
    }

    private Function.FunctionKind kind(Function.FunctionKind kind) {
        return switch (kind) {
            case Function.FunctionKind.Freestanding freestanding -> freestanding;
            case Function.FunctionKind.Method m -> new Function.FunctionKind.Method(def(m.resource()));
            case Function.FunctionKind.Static s -> new Function.FunctionKind.Static(def(s.resource()));
            case Function.FunctionKind.Constructor c -> new Function.FunctionKind.Constructor(def(c.resource()));
        };
    }

    private TypeDef def(TypeDef def) {
        TypeDef known = done.get(def);
        if (known == null) {
            known = switch (def.owner()) {
                case TypeDef.Owner.OfInterface ignored -> def;
                case TypeDef.Owner.OfWorld owner ->
                    owner.name().equals(from)
                            ? rebuilt(def, new TypeDef.Owner.OfWorld(to), rename.apply(def.name()))
                            : def;
                case TypeDef.Owner.Inline owner ->
                    owner.world().equals(from)
                            ? rebuilt(def, new TypeDef.Owner.Inline(to, rename.apply(owner.key())), def.name())
                            : def;
            };
            done.put(def, known);
        }
        return known;
    }

    private TypeDef rebuilt(TypeDef def, TypeDef.Owner owner, String name) {
        TypeDef.Kind kind =
                switch (def.kind()) {
                    case TypeDef.Kind.RecordType r ->
                        new TypeDef.Kind.RecordType(r.fields().stream()
                                .map(f -> new TypeDef.Field(f.name(), type(f.type()), f.docs()))
                                .toList());
                    case TypeDef.Kind.VariantType v ->
                        new TypeDef.Kind.VariantType(v.cases().stream()
                                .map(c -> new TypeDef.Case(c.name(), c.payload().map(this::type), c.docs()))
                                .toList());
                    case TypeDef.Kind.EnumType e -> e;
                    case TypeDef.Kind.FlagsType f -> f;
                    case TypeDef.Kind.ResourceType r -> r;
                    case TypeDef.Kind.Alias a -> new TypeDef.Kind.Alias(type(a.target()));
                    case TypeDef.Kind.ResourceAlias a -> new TypeDef.Kind.ResourceAlias(def(a.target()));
                };
        return new TypeDef(owner, name, kind, attributes(def.attributes()));
    }

    private Type type(Type type) {
        return switch (type) {
            case Type.Primitive primitive -> primitive;
            case Type.ListOf list -> new Type.ListOf(type(list.element()));
            case Type.FixedLengthListOf list -> new Type.FixedLengthListOf(type(list.element()), list.length());
            case Type.MapOf map -> new Type.MapOf(type(map.key()), type(map.value()));
            case Type.OptionOf option -> new Type.OptionOf(type(option.some()));
            case Type.ResultOf result -> new Type.ResultOf(optional(result.ok()), optional(result.err()));
            case Type.TupleOf tuple ->
                new Type.TupleOf(tuple.elements().stream().map(this::type).toList());
            case Type.FutureOf future -> new Type.FutureOf(optional(future.element()));
            case Type.StreamOf stream -> new Type.StreamOf(optional(stream.element()));
            case Type.Own own -> new Type.Own(def(own.resource()));
            case Type.Borrow borrow -> new Type.Borrow(def(borrow.resource()));
            case Type.Named named -> new Type.Named(def(named.def()));
        };
    }

    private Optional<Type> optional(Optional<Type> type) {
        return type.map(this::type);
    }
}
