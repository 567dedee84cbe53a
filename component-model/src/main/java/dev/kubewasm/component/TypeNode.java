package dev.kubewasm.component;

import dev.kubewasm.wit.model.Type;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a type index stands for while a component is checked. Nodes have identity: an import or export of a type makes
 * a new node with {@link #alias} to the type it names, so that who named a type is never lost, while structure is
 * compared by {@link Subtyping}. {@code size} counts the nodes of the type written out, {@code depth} its nesting; both
 * are limited when a type is defined, so recursion over nodes is bounded.
 */
abstract sealed class TypeNode {
    /** The most nodes a type may have when written out. */
    static final int MAX_SIZE = 1_000_000;

    /** The deepest nesting of types. */
    static final int MAX_DEPTH = 200;

    private final int size;
    private final int depth;
    private final @Nullable TypeNode alias;

    private TypeNode(@Nullable TypeNode alias, Measure measure) {
        this.alias = alias;
        this.size = measure.size;
        this.depth = measure.depth;
    }

    int size() {
        return size;
    }

    int depth() {
        return depth;
    }

    /** The node that this one is another name for, if it is one. */
    @Nullable TypeNode alias() {
        return alias;
    }

    /** A new node for the same type, as an import or an export makes it. */
    abstract TypeNode named();

    /** Size and depth while they are summed up. */
    private static final class Measure {
        private int size = 1;
        private int depth;

        Measure and(TypeNode part) {
            size = Math.min(MAX_SIZE + 1, size + part.size);
            depth = Math.max(depth, part.depth);
            return this;
        }

        Measure and(Iterable<? extends TypeNode> parts) {
            parts.forEach(this::and);
            return this;
        }

        Measure and(Entity part) {
            return switch (part) {
                case Entity.Module m -> this;
                case Entity.Func f -> and(f.type());
                case Entity.Value v -> and(v.type());
                case Entity.OfType t -> and(t.type());
                case Entity.Instance i -> and(i.type());
                case Entity.Component c -> and(c.type());
            };
        }

        Measure close() {
            depth++;
            return this;
        }

        Measure and(SequencedMap<String, Entity> items) {
            items.values().forEach(this::and);
            return this;
        }

        static Measure of(SequencedMap<String, Entity> items) {
            return new Measure().and(items);
        }
    }

    /** A value type. */
    static final class ValueNode extends TypeNode {
        private static final Map<Type.Primitive, ValueNode> PRIMITIVES = new EnumMap<>(Type.Primitive.class);

        static {
            Arrays.stream(Type.Primitive.values())
                    .forEach(p -> PRIMITIVES.put(p, new ValueNode(new Shape.Primitive(p), null)));
        }

        private final Shape shape;
        private final Layout layout;
        private final boolean hasBorrow;
        private final boolean hasPointer;

        ValueNode(Shape shape, @Nullable ValueNode alias) {
            super(alias, new Measure().and(shape.parts()).close());
            this.shape = shape;
            this.layout = Layout.of(shape);
            this.hasBorrow = (shape instanceof Shape.Handle h && h.borrow())
                    || shape.parts().stream().anyMatch(ValueNode::hasBorrow);
            this.hasPointer = pointer(shape);
        }

        private static boolean pointer(Shape shape) {
            return switch (shape) {
                case Shape.Primitive p -> p.type() == Type.Primitive.STRING;
                case Shape.Wrap w -> w.wrapper() == Shape.Wrapper.LIST || w.part().hasPointer;
                case Shape.MapOf m -> true;
                case Shape.Channel c -> false;
                default -> shape.parts().stream().anyMatch(ValueNode::hasPointer);
            };
        }

        static ValueNode of(Type.Primitive primitive) {
            return java.util.Objects.requireNonNull(PRIMITIVES.get(primitive));
        }

        Shape shape() {
            return shape;
        }

        Layout layout() {
            return layout;
        }

        /** Whether a borrow handle is somewhere in it. */
        boolean hasBorrow() {
            return hasBorrow;
        }

        /** Whether its representation points into memory: a string or a list is somewhere in it. */
        boolean hasPointer() {
            return hasPointer;
        }

        @Override
        ValueNode named() {
            return new ValueNode(shape, this);
        }
    }

    /** A function type. */
    static final class FuncNode extends TypeNode {
        private final boolean async;
        private final List<Shape.Field> params;
        private final Optional<ValueNode> result;

        FuncNode(boolean async, List<Shape.Field> params, Optional<ValueNode> result, @Nullable FuncNode alias) {
            super(
                    alias,
                    new Measure()
                            .and(params.stream().map(Shape.Field::type).toList())
                            .and(result.stream().toList())
                            .close());
            this.async = async;
            this.params = List.copyOf(params);
            this.result = result;
        }

        boolean async() {
            return async;
        }

        List<Shape.Field> params() {
            return params;
        }

        Optional<ValueNode> result() {
            return result;
        }

        @Override
        FuncNode named() {
            return new FuncNode(async, params, result, this);
        }
    }

    /** A resource type. */
    static final class ResourceNode extends TypeNode {
        private final ResourceRef resource;

        ResourceNode(ResourceRef resource, @Nullable ResourceNode alias) {
            super(alias, new Measure());
            this.resource = resource;
        }

        ResourceRef resource() {
            return resource;
        }

        @Override
        ResourceNode named() {
            return new ResourceNode(resource, this);
        }
    }

    /** An instance type. */
    static final class InstanceNode extends TypeNode {
        private final SequencedMap<String, Entity> exports;
        private final List<ResourceBinding> bound;

        /**
         * An instance type.
         *
         * @param bound the resources that each instance has of its own, with the path of exports to each; empty for the
         *     type of an instance in an index space
         */
        InstanceNode(SequencedMap<String, Entity> exports, List<ResourceBinding> bound, @Nullable InstanceNode alias) {
            super(alias, Measure.of(exports).close());
            this.exports = exports;
            this.bound = List.copyOf(bound);
        }

        SequencedMap<String, Entity> exports() {
            return exports;
        }

        List<ResourceBinding> bound() {
            return bound;
        }

        @Override
        InstanceNode named() {
            return new InstanceNode(exports, bound, this);
        }
    }

    /** A component type. */
    static final class ComponentNode extends TypeNode {
        private final SequencedMap<String, Entity> imports;
        private final SequencedMap<String, Entity> exports;
        private final List<ResourceBinding> imported;
        private final List<ResourceBinding> defined;

        /**
         * A component type.
         *
         * @param imported the resources that the imports bring, paths beginning with the import's name
         * @param defined the resources that each instantiation makes anew, paths beginning with the export's name
         */
        ComponentNode(
                SequencedMap<String, Entity> imports,
                SequencedMap<String, Entity> exports,
                List<ResourceBinding> imported,
                List<ResourceBinding> defined,
                @Nullable ComponentNode alias) {
            super(alias, Measure.of(imports).and(exports).close());
            this.imports = imports;
            this.exports = exports;
            this.imported = List.copyOf(imported);
            this.defined = List.copyOf(defined);
        }

        SequencedMap<String, Entity> imports() {
            return imports;
        }

        SequencedMap<String, Entity> exports() {
            return exports;
        }

        List<ResourceBinding> imported() {
            return imported;
        }

        List<ResourceBinding> defined() {
            return defined;
        }

        @Override
        ComponentNode named() {
            return new ComponentNode(imports, exports, imported, defined, this);
        }
    }
}
