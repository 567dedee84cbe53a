package dev.kubewasm.wit.binary.world;

import dev.kubewasm.wit.binary.types.ExternNames;
import dev.kubewasm.wit.binary.types.ResourceRef;
import dev.kubewasm.wit.binary.types.Shape;
import dev.kubewasm.wit.binary.types.TypeNode;
import dev.kubewasm.wit.binary.types.TypeNode.FuncNode;
import dev.kubewasm.wit.binary.types.TypeNode.ResourceNode;
import dev.kubewasm.wit.binary.types.TypeNode.ValueNode;
import dev.kubewasm.wit.binary.world.PackageDocs.OfType;
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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Gives the types of a binary's interfaces and worlds their WIT definitions: every node that was named has one. A named
 * interface that occurs several times (imported and exported, or mentioned by several others) has one definition of
 * each of its types.
 */
final class Definitions {
    /**
     * The most parts of types in all that are written out: types without a name may share parts, in a binary and in the
     * model, but in text each use has its own. Real worlds have some 10,000.
     */
    private static final long MAX_WRITTEN = 5_000_000;

    /** So many characters of a name count as a part. */
    private static final int NAME_PART = 32;

    private final Map<TypeNode, TypeDef> defs = new HashMap<>();
    private final Map<ResourceRef, TypeDef> resources = new HashMap<>();
    private final Map<Owner, Map<String, TypeDef>> named = new HashMap<>();
    private final boolean oneForm;
    private long written;

    /**
     * No definition yet.
     *
     * @param oneForm whether two occurrences of an interface that define a type differently are an error; in a component
     *     the interface imported and the one exported may differ, and each is as it is
     */
    Definitions(boolean oneForm) {
        this.oneForm = oneForm;
    }

    /** The names of an interface or of a world. */
    Names names(Owner owner) {
        return new Names(owner);
    }

    private void count(long parts, Where where) {
        written += parts;
        if (written > MAX_WRITTEN) {
            throw new NoWorldException(
                    NoWorldException.Reason.TOO_LARGE,
                    "%s: types have more than %d parts when written out".formatted(where, MAX_WRITTEN));
        }
    }

    /** The definition of the nearest type that {@code node} is another name for. */
    private @Nullable TypeDef known(TypeNode node, Where where) {
        for (@Nullable TypeNode at = node; at != null; at = at.alias()) {
            count(1, where);
            TypeDef def = defs.get(at);
            if (def != null) {
                return def;
            }
        }
        return node instanceof ResourceNode r ? resources.get(r.resource()) : null;
    }

    /** Of a name written out: names may be long, and written more often than the binary has them. */
    private static int size(String name) {
        return 1 + name.length() / NAME_PART;
    }

    /** A type, and its parts when written out up to what has a name. */
    private record Written(Type type, long size) {}

    /** The definitions of one occurrence of an interface, or of a world. */
    final class Names {
        private final Owner owner;
        private final Map<String, TypeDef> before;

        /** This occurrence's own definitions by what they define, names followed to the end. */
        private final Map<TypeNode, TypeDef> own = new HashMap<>();

        private final Map<ResourceRef, TypeDef> ownResources = new HashMap<>();
        private final Map<String, TypeDef> byName = new HashMap<>();
        private final Map<ValueNode, Written> uses = new HashMap<>();

        private Names(Owner owner) {
            this.owner = owner;
            this.before = owner instanceof Owner.OfInterface
                    ? named.computeIfAbsent(owner, o -> new HashMap<>())
                    : new HashMap<>();
        }

        /** The definition of {@code type} under {@code name}; {@code where} is for messages. */
        TypeDef define(String name, TypeNode type, OfType docs, Attributes attributes, Where where) {
            TypeDef known = known(type, where);
            if (known != null) {
                count(size(known.name()), where);
            }
            TypeDef def = known != null && known.equals(before.get(name))
                    ? known
                    : shared(new TypeDef(owner, name, kind(type, known, docs, where), attributes), where);
            defs.put(type, def);
            own.putIfAbsent(type.root(), def);
            byName.put(name, def);
            if (type instanceof ResourceNode r) {
                ownResources.putIfAbsent(r.resource(), def);
                resources.putIfAbsent(r.resource(), def);
            }
            return def;
        }

        /** The definition that an earlier occurrence of the interface has of the same type, else {@code made}. */
        private TypeDef shared(TypeDef made, Where where) {
            TypeDef earlier = before.putIfAbsent(made.name(), made);
            if (earlier == null) {
                return made;
            }
            if (earlier.equals(made)) {
                return earlier;
            }
            if (oneForm) {
                throw NoWorldException.of(where, "it is defined in two ways");
            }
            return made;
        }

        private Kind kind(TypeNode type, @Nullable TypeDef known, OfType docs, Where where) {
            return switch (type) {
                case ResourceNode r -> known == null ? new Kind.ResourceType() : new Kind.ResourceAlias(known);
                case ValueNode v ->
                    known == null ? kind(v.shape(), docs.parts(), where) : new Kind.Alias(new Type.Named(known));
                default -> throw NoWorldException.unsayable(where, "type that is no value type and no resource");
            };
        }

        private Kind kind(Shape shape, Map<String, Docs> docs, Where where) {
            if (!docs.isEmpty()) {
                WorldReader.checkDocs(docs.keySet(), parts(shape), where);
            }
            return switch (shape) {
                case Shape.RecordOf r ->
                    new Kind.RecordType(r.fields().stream()
                            .map(f -> new TypeDef.Field(
                                    f.name(), use(f.type(), where.at(f.name())), docs(docs, f.name())))
                            .toList());
                case Shape.Variant v ->
                    new Kind.VariantType(v.cases().stream()
                            .map(c -> new TypeDef.Case(
                                    c.name(), c.payload().map(p -> use(p, where.at(c.name()))), docs(docs, c.name())))
                            .toList());
                case Shape.Labels l -> {
                    var labels = l.names().stream()
                            .map(n -> new TypeDef.Label(n, docs(docs, n)))
                            .toList();
                    yield l.flags() ? new Kind.FlagsType(labels) : new Kind.EnumType(labels);
                }
                default -> {
                    Written aliased = structure(shape, where);
                    count(aliased.size, where);
                    yield new Kind.Alias(aliased.type);
                }
            };
        }

        private static Set<String> parts(Shape shape) {
            return switch (shape) {
                case Shape.RecordOf r ->
                    r.fields().stream().map(Shape.Field::name).collect(Collectors.toSet());
                case Shape.Variant v -> v.cases().stream().map(Shape.Case::name).collect(Collectors.toSet());
                case Shape.Labels l -> Set.copyOf(l.names());
                default -> Set.of();
            };
        }

        private static Docs docs(Map<String, Docs> docs, String part) {
            return docs.getOrDefault(part, Docs.NONE);
        }

        /** A use of a type: by its name if it has one, else written out. */
        private Type use(ValueNode node, Where where) {
            Written use = written(node, where);
            count(use.size, where);
            return use.type;
        }

        private Written written(ValueNode node, Where where) {
            Written done = uses.get(node);
            if (done == null) {
                TypeDef def = defs.get(node);
                if (def == null) {
                    def = own.get(node.root());
                }
                if (def == null) {
                    def = known(node, where);
                }
                done = def != null
                        ? new Written(new Type.Named(def), size(def.name()))
                        : structure(node.shape(), where);
                uses.put(node, done);
            }
            return done;
        }

        private Type part(ValueNode node, Where where) {
            return written(node, where).type;
        }

        private Written structure(Shape shape, Where where) {
            Type type =
                    switch (shape) {
                        case Shape.Primitive p -> p.type();
                        case Shape.Wrap w ->
                            w.wrapper() == Shape.Wrapper.LIST
                                    ? new Type.ListOf(part(w.part(), where))
                                    : new Type.OptionOf(part(w.part(), where));
                        case Shape.FixedList f -> new Type.FixedLengthListOf(part(f.element(), where), f.length());
                        case Shape.MapOf m -> new Type.MapOf(part(m.key(), where), part(m.value(), where));
                        case Shape.Tuple t ->
                            new Type.TupleOf(t.elements().stream()
                                    .map(e -> part(e, where))
                                    .toList());
                        case Shape.Result r ->
                            new Type.ResultOf(
                                    r.ok().map(t -> part(t, where)), r.err().map(t -> part(t, where)));
                        case Shape.Handle h ->
                            h.borrow()
                                    ? new Type.Borrow(resource(h.resource(), where))
                                    : new Type.Own(resource(h.resource(), where));
                        case Shape.Channel c ->
                            c.stream()
                                    ? new Type.StreamOf(c.element().map(t -> part(t, where)))
                                    : new Type.FutureOf(c.element().map(t -> part(t, where)));
                        case Shape.RecordOf r -> throw NoWorldException.unsayable(where, "record without a name");
                        case Shape.Variant v -> throw NoWorldException.unsayable(where, "variant without a name");
                        case Shape.Labels l ->
                            throw NoWorldException.unsayable(where, "flags or enum type without a name");
                    };
            String named =
                    switch (type) {
                        case Type.Own own -> own.resource().name();
                        case Type.Borrow borrow -> borrow.resource().name();
                        default -> "";
                    };
            // A type has at most TypeNode's limit of parts, and a name at most 100,000 characters: a long is enough.
            long size = size(named)
                    + shape.parts().stream()
                            .mapToLong(part -> written(part, where).size)
                            .sum();
            return new Written(type, size);
        }

        private TypeDef resource(ResourceNode node, Where where) {
            TypeDef def = defs.get(node);
            if (def == null) {
                def = ownResources.get(node.resource());
            }
            if (def == null) {
                def = known(node, where);
            }
            if (def == null) {
                throw NoWorldException.unsayable(where, "resource without a name");
            }
            return def;
        }

        /** The function {@code name} of type {@code type}. */
        Function function(String name, FuncNode type, Attributes attributes, Where where) {
            return new Function(
                    name,
                    functionKind(name, where),
                    type.async(),
                    type.params().stream()
                            .map(p -> new Function.Param(p.name(), use(p.type(), where.at(p.name()))))
                            .toList(),
                    type.result().map(r -> use(r, where.at("result"))),
                    attributes);
        }

        private FunctionKind functionKind(String name, Where where) {
            return switch (ExternNames.parse(name).orElse(null)) {
                case ExternNames.Parsed.Constructor c -> member(c.resource(), where, FunctionKind.Constructor::new);
                case ExternNames.Parsed.Method m -> member(m.resource(), where, FunctionKind.Method::new);
                case ExternNames.Parsed.Static s -> member(s.resource(), where, FunctionKind.Static::new);
                case null, default -> new FunctionKind.Freestanding();
            };
        }

        private FunctionKind member(
                String resource, Where where, java.util.function.Function<TypeDef, FunctionKind> make) {
            return make.apply(Optional.ofNullable(byName.get(resource))
                    .orElseThrow(() -> NoWorldException.unsayable(where, "function of a resource that has no name")));
        }
    }
}
