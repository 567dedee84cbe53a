package dev.kubewasm.wit.binary.types;

import dev.kubewasm.wit.binary.ExternName;
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
public abstract sealed class TypeNode {
    /** The most nodes a type may have when written out. */
    static final int MAX_SIZE = 1_000_000;

    /** The deepest nesting of types. */
    static final int MAX_DEPTH = 200;

    private final int size;
    private final int depth;
    private final @Nullable TypeNode alias;
    private final TypeNode root;

    private TypeNode(@Nullable TypeNode alias, Measure measure) {
        this.alias = alias;
        this.root = alias == null ? this : alias.root;
        this.size = measure.size;
        this.depth = measure.depth;
    }

    /** The number of nodes when it is written out. */
    public int size() {
        return size;
    }

    int depth() {
        return depth;
    }

    /** The node that this one is another name for, if it is one. */
    public @Nullable TypeNode alias() {
        return alias;
    }

    /** The node at the end of the names: the definition itself. */
    public TypeNode root() {
        return root;
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
    public static final class ValueNode extends TypeNode {
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

        /** Its structure. */
        public Shape shape() {
            return shape;
        }

        Layout layout() {
            return layout;
        }

        /** Whether a borrow handle is somewhere in it. */
        public boolean hasBorrow() {
            return hasBorrow;
        }

        /** Whether its representation points into memory: a string or a list is somewhere in it. */
        public boolean hasPointer() {
            return hasPointer;
        }

        @Override
        ValueNode named() {
            return new ValueNode(shape, this);
        }
    }

    /** A function type. */
    public static final class FuncNode extends TypeNode {
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

        /** Whether it is async. */
        public boolean async() {
            return async;
        }

        /** Its parameters. */
        public List<Shape.Field> params() {
            return params;
        }

        /** Its result, if any. */
        public Optional<ValueNode> result() {
            return result;
        }

        @Override
        FuncNode named() {
            return new FuncNode(async, params, result, this);
        }
    }

    /** A resource type. */
    public static final class ResourceNode extends TypeNode {
        private final ResourceRef resource;

        ResourceNode(ResourceRef resource, @Nullable ResourceNode alias) {
            super(alias, new Measure());
            this.resource = resource;
        }

        /** Which resource it is. */
        public ResourceRef resource() {
            return resource;
        }

        @Override
        ResourceNode named() {
            return new ResourceNode(resource, this);
        }
    }

    /** An instance type. */
    public static final class InstanceNode extends TypeNode {
        private final SequencedMap<String, Entity> exports;
        private final List<ResourceBinding> bound;
        private final Map<String, ExternName> attributes;

        /**
         * An instance type.
         *
         * @param bound the resources that each instance has of its own, with the path of exports to each; empty for the
         *     type of an instance in an index space
         * @param attributes the names of exports that have attributes; they are no part of the type
         */
        InstanceNode(
                SequencedMap<String, Entity> exports,
                List<ResourceBinding> bound,
                Map<String, ExternName> attributes,
                @Nullable InstanceNode alias) {
            super(alias, Measure.of(exports).close());
            this.exports = exports;
            this.bound = List.copyOf(bound);
            this.attributes = attributes;
        }

        /** The name of an export with its attributes. */
        public ExternName exportName(String name) {
            return attributes.getOrDefault(name, ExternName.of(name));
        }

        Map<String, ExternName> attributes() {
            return attributes;
        }

        /** The exports, in order. */
        public SequencedMap<String, Entity> exports() {
            return exports;
        }

        /** The resources that each instance has of its own. */
        public List<ResourceBinding> bound() {
            return bound;
        }

        @Override
        InstanceNode named() {
            return new InstanceNode(exports, bound, attributes, this);
        }
    }

    /** A component type. */
    public static final class ComponentNode extends TypeNode {
        private final SequencedMap<String, Entity> imports;
        private final SequencedMap<String, Entity> exports;
        private final List<ResourceBinding> imported;
        private final List<ResourceBinding> defined;
        private final Map<String, ExternName> importAttributes;
        private final Map<String, ExternName> exportAttributes;

        /**
         * A component type.
         *
         * @param imported the resources that the imports bring, paths beginning with the import's name
         * @param defined the resources that each instantiation makes anew, paths beginning with the export's name
         * @param importAttributes the names of imports that have attributes; they are no part of the type
         * @param exportAttributes likewise of exports
         */
        ComponentNode(
                SequencedMap<String, Entity> imports,
                SequencedMap<String, Entity> exports,
                List<ResourceBinding> imported,
                List<ResourceBinding> defined,
                Map<String, ExternName> importAttributes,
                Map<String, ExternName> exportAttributes,
                @Nullable ComponentNode alias) {
            super(alias, Measure.of(imports).and(exports).close());
            this.imports = imports;
            this.exports = exports;
            this.imported = List.copyOf(imported);
            this.defined = List.copyOf(defined);
            this.importAttributes = importAttributes;
            this.exportAttributes = exportAttributes;
        }

        /** The name of an import with its attributes. */
        public ExternName importName(String name) {
            return importAttributes.getOrDefault(name, ExternName.of(name));
        }

        /** The name of an export with its attributes. */
        public ExternName exportName(String name) {
            return exportAttributes.getOrDefault(name, ExternName.of(name));
        }

        Map<String, ExternName> importAttributes() {
            return importAttributes;
        }

        Map<String, ExternName> exportAttributes() {
            return exportAttributes;
        }

        /** The imports, in order. */
        public SequencedMap<String, Entity> imports() {
            return imports;
        }

        /** The exports, in order. */
        public SequencedMap<String, Entity> exports() {
            return exports;
        }

        /** The resources that the imports bring. */
        public List<ResourceBinding> imported() {
            return imported;
        }

        /** The resources that each instantiation makes. */
        public List<ResourceBinding> defined() {
            return defined;
        }

        @Override
        ComponentNode named() {
            return new ComponentNode(imports, exports, imported, defined, importAttributes, exportAttributes, this);
        }
    }
}
