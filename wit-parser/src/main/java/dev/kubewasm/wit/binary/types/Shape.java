package dev.kubewasm.wit.binary.types;

import dev.kubewasm.wit.binary.types.TypeNode.ResourceNode;
import dev.kubewasm.wit.binary.types.TypeNode.ValueNode;
import dev.kubewasm.wit.model.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The structure of a value type while a component is checked: parts are nodes, so that names can be told apart. */
public sealed interface Shape {
    /** The parts that are value types, in order. */
    List<ValueNode> parts();

    /** The same structure with other parts. */
    Shape map(UnaryOperator<ValueNode> values, UnaryOperator<ResourceNode> resources);

    /** A primitive type. */
    record Primitive(Type.Primitive type) implements Shape {
        @Override
        public List<ValueNode> parts() {
            return List.of();
        }

        @Override
        public Shape map(UnaryOperator<ValueNode> values, UnaryOperator<ResourceNode> resources) {
            return this;
        }
    }

    /** A field of a record, or a parameter. */
    record Field(String name, ValueNode type) {}

    /** A case of a variant. */
    record Case(String name, Optional<ValueNode> payload) {}

    /** A record. */
    record RecordOf(List<Field> fields) implements Shape {
        @Override
        public List<ValueNode> parts() {
            return each(fields, Field::type);
        }

        @Override
        public Shape map(UnaryOperator<ValueNode> values, UnaryOperator<ResourceNode> resources) {
            return new RecordOf(each(fields, f -> new Field(f.name, values.apply(f.type))));
        }
    }

    /** A variant. */
    record Variant(List<Case> cases) implements Shape {
        @Override
        public List<ValueNode> parts() {
            return cases.stream().flatMap(c -> c.payload.stream()).toList();
        }

        @Override
        public Shape map(UnaryOperator<ValueNode> values, UnaryOperator<ResourceNode> resources) {
            return new Variant(each(cases, c -> new Case(c.name, c.payload.map(values))));
        }
    }

    /** A tuple. */
    record Tuple(List<ValueNode> elements) implements Shape {
        @Override
        public List<ValueNode> parts() {
            return elements;
        }

        @Override
        public Shape map(UnaryOperator<ValueNode> values, UnaryOperator<ResourceNode> resources) {
            return new Tuple(each(elements, values));
        }
    }

    /** Flags or an enum: labels alone. */
    record Labels(boolean flags, List<String> names) implements Shape {
        @Override
        public List<ValueNode> parts() {
            return List.of();
        }

        @Override
        public Shape map(UnaryOperator<ValueNode> values, UnaryOperator<ResourceNode> resources) {
            return this;
        }
    }

    /** The types made of one part. */
    enum Wrapper {
        LIST,
        OPTION
    }

    /** A list or an option. */
    record Wrap(Wrapper wrapper, ValueNode part) implements Shape {
        @Override
        public List<ValueNode> parts() {
            return List.of(part);
        }

        @Override
        public Shape map(UnaryOperator<ValueNode> values, UnaryOperator<ResourceNode> resources) {
            return new Wrap(wrapper, values.apply(part));
        }
    }

    /** A list of fixed length. */
    record FixedList(ValueNode element, long length) implements Shape {
        @Override
        public List<ValueNode> parts() {
            return List.of(element);
        }

        @Override
        public Shape map(UnaryOperator<ValueNode> values, UnaryOperator<ResourceNode> resources) {
            return new FixedList(values.apply(element), length);
        }
    }

    /** A map. */
    record MapOf(ValueNode key, ValueNode value) implements Shape {
        @Override
        public List<ValueNode> parts() {
            return List.of(key, value);
        }

        @Override
        public Shape map(UnaryOperator<ValueNode> values, UnaryOperator<ResourceNode> resources) {
            return new MapOf(values.apply(key), values.apply(value));
        }
    }

    /** A result. */
    record Result(Optional<ValueNode> ok, Optional<ValueNode> err) implements Shape {
        @Override
        public List<ValueNode> parts() {
            List<ValueNode> parts = new ArrayList<>(2);
            ok.ifPresent(parts::add);
            err.ifPresent(parts::add);
            return parts;
        }

        @Override
        public Shape map(UnaryOperator<ValueNode> values, UnaryOperator<ResourceNode> resources) {
            return new Result(ok.map(values), err.map(values));
        }
    }

    /** A handle to a resource. */
    record Handle(boolean borrow, ResourceNode resource) implements Shape {
        @Override
        public List<ValueNode> parts() {
            return List.of();
        }

        @Override
        public Shape map(UnaryOperator<ValueNode> values, UnaryOperator<ResourceNode> resources) {
            return new Handle(borrow, resources.apply(resource));
        }
    }

    /** A stream or a future. */
    record Channel(boolean stream, Optional<ValueNode> element) implements Shape {
        @Override
        public List<ValueNode> parts() {
            return element.stream().toList();
        }

        @Override
        public Shape map(UnaryOperator<ValueNode> values, UnaryOperator<ResourceNode> resources) {
            return new Channel(stream, element.map(values));
        }
    }

    private static <A, B> List<B> each(List<A> list, Function<? super A, ? extends B> f) {
        List<B> out = new ArrayList<>(list.size());
        for (A a : list) {
            out.add(f.apply(a));
        }
        return out;
    }
}
