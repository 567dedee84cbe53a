package dev.kubewasm.component;

import dev.kubewasm.component.TypeNode.FuncNode;
import dev.kubewasm.component.TypeNode.ResourceNode;
import dev.kubewasm.component.TypeNode.ValueNode;
import dev.kubewasm.wit.model.Attributes;
import dev.kubewasm.wit.model.Docs;
import dev.kubewasm.wit.model.Function;
import dev.kubewasm.wit.model.Function.FunctionKind;
import dev.kubewasm.wit.model.Type;
import dev.kubewasm.wit.model.TypeDef;
import dev.kubewasm.wit.model.TypeDef.Kind;
import dev.kubewasm.wit.model.TypeDef.Owner;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives the types of a component's imports and exports their WIT definitions: every node that was named has one. */
final class WorldTypes {
    /** Definitions by node, of all interfaces so far; and by resource, the first. */
    private final Map<TypeNode, TypeDef> defs = new HashMap<>();

    private final Map<ResourceRef, TypeDef> resources = new HashMap<>();

    /** The names of an interface or of the world. */
    Names names(Owner owner) {
        return new Names(owner);
    }

    /** The definitions of one interface, or of the world. */
    final class Names {
        private final Owner owner;

        /** This interface's own definitions by what they define, names followed to the end. */
        private final Map<TypeNode, TypeDef> own = new HashMap<>();

        private final Map<ResourceRef, TypeDef> ownResources = new HashMap<>();
        private final Map<String, TypeDef> byName = new HashMap<>();

        private Names(Owner owner) {
            this.owner = owner;
        }

        /** The definition of {@code type} under {@code name}; {@code where} is for messages. */
        TypeDef define(String name, TypeNode type, String where) {
            Kind kind =
                    switch (type) {
                        case ResourceNode r -> {
                            TypeDef known = known(r, r.resource());
                            yield known == null ? new Kind.ResourceType() : new Kind.ResourceAlias(known);
                        }
                        case ValueNode v -> {
                            TypeDef known = known(v);
                            yield known == null ? kind(v.shape(), where) : new Kind.Alias(new Type.Named(known));
                        }
                        default -> throw new NoWorldException(where, "type that is no value type and no resource");
                    };
            TypeDef def = new TypeDef(owner, name, kind, Attributes.NONE);
            defs.put(type, def);
            own.putIfAbsent(root(type), def);
            byName.put(name, def);
            if (type instanceof ResourceNode r) {
                ownResources.putIfAbsent(r.resource(), def);
                resources.putIfAbsent(r.resource(), def);
            }
            return def;
        }

        private @Nullable TypeDef known(ResourceNode node, ResourceRef resource) {
            TypeDef named = known(node);
            return named != null ? named : resources.get(resource);
        }

        /** The definition of the nearest type that {@code node} is another name for. */
        private @Nullable TypeDef known(TypeNode node) {
            for (@Nullable TypeNode at = node; at != null; at = at.alias()) {
                TypeDef def = defs.get(at);
                if (def != null) {
                    return def;
                }
            }
            return null;
        }

        private static TypeNode root(TypeNode node) {
            TypeNode at = node;
            while (at.alias() != null) {
                at = at.alias();
            }
            return at;
        }

        private Kind kind(Shape shape, String where) {
            return switch (shape) {
                case Shape.RecordOf r ->
                    new Kind.RecordType(r.fields().stream()
                            .map(f -> new TypeDef.Field(f.name(), use(f.type(), where + " › " + f.name()), Docs.NONE))
                            .toList());
                case Shape.Variant v ->
                    new Kind.VariantType(v.cases().stream()
                            .map(c -> new TypeDef.Case(
                                    c.name(), c.payload().map(p -> use(p, where + " › " + c.name())), Docs.NONE))
                            .toList());
                case Shape.Labels l -> {
                    var labels = l.names().stream()
                            .map(n -> new TypeDef.Label(n, Docs.NONE))
                            .toList();
                    yield l.flags() ? new Kind.FlagsType(labels) : new Kind.EnumType(labels);
                }
                default -> new Kind.Alias(structure(shape, where));
            };
        }

        /** A use of a type: by its name if it has one, else written out. */
        private Type use(ValueNode node, String where) {
            TypeDef def = defs.get(node);
            if (def == null) {
                def = own.get(root(node));
            }
            if (def == null) {
                def = known(node);
            }
            return def != null ? new Type.Named(def) : structure(node.shape(), where);
        }

        private Type structure(Shape shape, String where) {
            return switch (shape) {
                case Shape.Primitive p -> p.type();
                case Shape.Wrap w ->
                    w.wrapper() == Shape.Wrapper.LIST
                            ? new Type.ListOf(use(w.part(), where))
                            : new Type.OptionOf(use(w.part(), where));
                case Shape.FixedList f -> new Type.FixedLengthListOf(use(f.element(), where), f.length());
                case Shape.MapOf m -> new Type.MapOf(use(m.key(), where), use(m.value(), where));
                case Shape.Tuple t ->
                    new Type.TupleOf(
                            t.elements().stream().map(e -> use(e, where)).toList());
                case Shape.Result r ->
                    new Type.ResultOf(r.ok().map(t -> use(t, where)), r.err().map(t -> use(t, where)));
                case Shape.Handle h ->
                    h.borrow()
                            ? new Type.Borrow(resource(h.resource(), where))
                            : new Type.Own(resource(h.resource(), where));
                case Shape.Channel c ->
                    c.stream()
                            ? new Type.StreamOf(c.element().map(t -> use(t, where)))
                            : new Type.FutureOf(c.element().map(t -> use(t, where)));
                case Shape.RecordOf r -> throw new NoWorldException(where, "record without a name");
                case Shape.Variant v -> throw new NoWorldException(where, "variant without a name");
                case Shape.Labels l -> throw new NoWorldException(where, "flags or enum type without a name");
            };
        }

        private TypeDef resource(ResourceNode node, String where) {
            TypeDef def = defs.get(node);
            if (def == null) {
                def = ownResources.get(node.resource());
            }
            if (def == null) {
                def = known(node, node.resource());
            }
            if (def == null) {
                throw new NoWorldException(where, "resource without a name");
            }
            return def;
        }

        /** The function {@code name} of type {@code type}. */
        Function function(String name, FuncNode type, String where) {
            return new Function(
                    name,
                    functionKind(name, where),
                    type.async(),
                    type.params().stream()
                            .map(p -> new Function.Param(p.name(), use(p.type(), where + " › " + p.name())))
                            .toList(),
                    type.result().map(r -> use(r, where + " › result")),
                    Attributes.NONE);
        }

        private FunctionKind functionKind(String name, String where) {
            return switch (ExternNames.parse(name).orElse(null)) {
                case ExternNames.Parsed.Constructor c -> member(c.resource(), where, FunctionKind.Constructor::new);
                case ExternNames.Parsed.Method m -> member(m.resource(), where, FunctionKind.Method::new);
                case ExternNames.Parsed.Static s -> member(s.resource(), where, FunctionKind.Static::new);
                case null, default -> new FunctionKind.Freestanding();
            };
        }

        private FunctionKind member(
                String resource, String where, java.util.function.Function<TypeDef, FunctionKind> make) {
            TypeDef def = byName.get(resource);
            if (def == null) {
                throw new NoWorldException(where, "function of a resource that has no name");
            }
            return make.apply(def);
        }
    }
}
