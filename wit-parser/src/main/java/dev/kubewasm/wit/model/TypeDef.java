package dev.kubewasm.wit.model;

import java.util.List;

/**
 * A named type definition of an interface or a world.
 *
 * @param owner where it is defined
 * @param name kebab-case
 * @param kind what it is
 * @param attributes what stands in front of it
 */
public record TypeDef(Owner owner, String name, Kind kind, Attributes attributes) {
    /** Its documentation. */
    public Docs docs() {
        return attributes.docs();
    }

    /** Its gates. */
    public Stability stability() {
        return attributes.stability();
    }

    /** What defines the type: an interface of a package, or an inline interface or world known only by its key. */
    public sealed interface Owner {
        /** A named interface of a package. */
        record OfInterface(InterfaceName name) implements Owner {}

        /** A world of a package. */
        record OfWorld(InterfaceName name) implements Owner {}

        /** An interface written inline in a world (or a plainly named instance of a binary); {@code key} is its name there. */
        record Inline(InterfaceName world, String key) implements Owner {}
    }

    /** The kinds of definition. */
    public sealed interface Kind {
        /** {@code record}; fields in their declared order, at least one. */
        record RecordType(List<Field> fields) implements Kind {
            public RecordType {
                fields = List.copyOf(fields);
            }
        }

        /** {@code variant}; at least one case. */
        record VariantType(List<Case> cases) implements Kind {
            public VariantType {
                cases = List.copyOf(cases);
            }
        }

        /** {@code enum}; names with their docs, at least one. */
        record EnumType(List<Label> cases) implements Kind {
            public EnumType {
                cases = List.copyOf(cases);
            }
        }

        /** {@code flags}; 1 to 32 names. */
        record FlagsType(List<Label> flags) implements Kind {
            public FlagsType {
                flags = List.copyOf(flags);
            }
        }

        /** {@code resource}; its functions are functions of the interface. */
        record ResourceType() implements Kind {}

        /** {@code type name = target}. A {@code use} of another interface's type is an alias of it too. */
        record Alias(Type target) implements Kind {}

        /** A {@code use} of (or an alias to) a resource: the same resource under another name. */
        record ResourceAlias(TypeDef target) implements Kind {}
    }

    /** A field of a record. */
    public record Field(String name, Type type, Docs docs) {}

    /** A case of a variant, with or without a payload. */
    public record Case(String name, java.util.Optional<Type> payload, Docs docs) {}

    /** A case of an enum or a flag. */
    public record Label(String name, Docs docs) {}

    /** The definition that this one is another name for; empty if it is none, or one of a type without a name. */
    public java.util.Optional<TypeDef> aliased() {
        return switch (kind) {
            case Kind.Alias alias when alias.target() instanceof Type.Named named -> java.util.Optional.of(named.def());
            case Kind.ResourceAlias alias -> java.util.Optional.of(alias.target());
            default -> java.util.Optional.empty();
        };
    }

    /** The interface that {@code use} brings this definition from; empty if it is defined where it stands. */
    public java.util.Optional<InterfaceName> usedFrom() {
        return aliased()
                .map(TypeDef::owner)
                .filter(from -> !from.equals(owner))
                .flatMap(from -> from instanceof Owner.OfInterface other
                        ? java.util.Optional.of(other.name())
                        : java.util.Optional.empty());
    }

    /** By owner and name, which say enough: a hash of the structure would walk all of it, shared parts many times. */
    @Override
    public int hashCode() {
        return 31 * owner.hashCode() + name.hashCode();
    }

    /** The resource this definition is or stands for, aliases followed; empty if it is no resource. */
    public java.util.Optional<TypeDef> resource() {
        TypeDef def = this;
        while (def.kind instanceof Kind.ResourceAlias alias) {
            def = alias.target();
        }
        return def.kind instanceof Kind.ResourceType ? java.util.Optional.of(def) : java.util.Optional.empty();
    }
}
