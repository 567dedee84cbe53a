package dev.kubewasm.wit.binary.types;

import dev.kubewasm.wit.binary.CoreTypeDefinition;
import dev.kubewasm.wit.binary.CoreValType;
import dev.kubewasm.wit.binary.types.CoreModuleType.CoreImport;
import dev.kubewasm.wit.binary.types.TypeNode.ComponentNode;
import dev.kubewasm.wit.binary.types.TypeNode.FuncNode;
import dev.kubewasm.wit.binary.types.TypeNode.InstanceNode;
import dev.kubewasm.wit.binary.types.TypeNode.ResourceNode;
import dev.kubewasm.wit.binary.types.TypeNode.ValueNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Whether one type may stand where another is expected. Resources of the expected side that are open (to be chosen by
 * whoever supplies) are bound by the first type that is given for them; after that, every use must agree. A mismatch is
 * an error naming the path.
 */
public final class Subtyping {
    private static final int MAX_NAME = 200;
    private static final int MAX_PATH = 400;

    private final Validation validation;
    private final Set<ResourceRef> open = new HashSet<>();
    private final Map<ResourceRef, ResourceRef> bound = new HashMap<>();
    private final Map<TypeNode, TypeNode> given = new HashMap<>();

    /** Value types already found equal: without it, types that share parts cost their written-out size. */
    private final Map<ValueNode, Set<ValueNode>> equalValues = new HashMap<>();

    /** Nothing is bound yet. */
    public Subtyping(Validation validation) {
        this.validation = validation;
    }

    /** Resources of the expected side that what is given may choose. */
    void open(List<ResourceBinding> bindings) {
        bindings.forEach(b -> open.add(b.resource()));
    }

    /** A rewriting of the expected side into what was given for it. */
    Remap substitution() {
        Remap remap = new Remap(validation);
        bound.forEach(remap::put);
        given.forEach(remap::put);
        return remap;
    }

    /** Fails unless {@code actual} may stand for {@code expected}; {@code path} is where, for the message. */
    void check(Entity actual, Entity expected, String path) {
        validation.step();
        switch (expected) {
            case Entity.Module e when actual instanceof Entity.Module a -> module(a.type(), e.type(), path);
            case Entity.Func e when actual instanceof Entity.Func a -> function(a.type(), e.type(), path);
            case Entity.Value e when actual instanceof Entity.Value a -> value(a.type(), e.type(), path);
            case Entity.OfType e when actual instanceof Entity.OfType a -> type(a.type(), e.type(), path);
            case Entity.Instance e
            when actual instanceof Entity.Instance a ->
                items(a.type().exports(), e.type().exports(), path);
            case Entity.Component e when actual instanceof Entity.Component a -> component(a.type(), e.type(), path);
            default -> throw mismatch(path, expected.kind(), actual.kind());
        }
    }

    /** The way on to {@code name}. Names come from the binary: each is made a part of many ways, so none may be long. */
    private static String at(String path, String name) {
        String end = name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME) + "...";
        return (path.length() <= MAX_PATH ? path : path.substring(0, MAX_PATH) + "...") + " › " + end;
    }

    private RuntimeException mismatch(String path, String expected, String actual) {
        return validation.error("type mismatch at %s: expected %s, found %s".formatted(path, expected, actual));
    }

    private void items(SequencedMap<String, Entity> actual, SequencedMap<String, Entity> expected, String path) {
        expected.forEach((name, item) -> {
            Entity found = actual.get(name);
            if (found == null) {
                throw validation.error("type mismatch at %s: missing expected export `%s`".formatted(path, name));
            }
            check(found, item, at(path, name));
        });
    }

    private void component(ComponentNode actual, ComponentNode expected, String path) {
        // What the expected type says of its imports is all that the actual component will be given.
        Remap remap = substitution();
        ComponentNode wanted = remap.map(expected);
        Subtyping imports = new Subtyping(validation);
        imports.open(actual.imported());
        actual.imports().forEach((name, item) -> {
            Entity supplied = wanted.imports().get(name);
            if (supplied == null) {
                throw validation.error("type mismatch at %s: missing expected import `%s`".formatted(path, name));
            }
            imports.check(supplied, item, at(path, "import " + name));
        });
        Subtyping exports = new Subtyping(validation);
        exports.open(wanted.defined());
        exports.items(imports.substitution().map(actual.exports()), wanted.exports(), path);
    }

    private void type(TypeNode actual, TypeNode expected, String path) {
        switch (expected) {
            case ResourceNode e
            when actual instanceof ResourceNode a -> {
                if (open.remove(e.resource())) {
                    bound.put(e.resource(), a.resource());
                } else {
                    resource(a, e, path);
                }
            }
            case ValueNode e when actual instanceof ValueNode a -> value(a, e, path);
            case FuncNode e when actual instanceof FuncNode a -> function(a, e, path);
            case InstanceNode e
            when actual instanceof InstanceNode a -> {
                closed(a.bound(), e.bound()).items(a.exports(), e.exports(), path);
                closed(e.bound(), a.bound()).items(substitution().map(e.exports()), a.exports(), path);
            }
            case ComponentNode e
            when actual instanceof ComponentNode a -> {
                component(a, e, path);
                new Subtyping(validation).component(substitution().map(e), a, path);
            }
            default -> throw mismatch(path, word(expected), word(actual));
        }
        given.put(expected, actual);
    }

    /** For instance types compared as types: the resources of the expected one are bound anew. */
    private Subtyping closed(List<ResourceBinding> actual, List<ResourceBinding> expected) {
        Subtyping inner = new Subtyping(validation);
        inner.bound.putAll(bound);
        inner.open(expected);
        actual.forEach(b -> inner.bound.remove(b.resource()));
        return inner;
    }

    private static String word(TypeNode node) {
        return switch (node) {
            case ValueNode v -> word(v.shape());
            case FuncNode f -> "func type";
            case ResourceNode r -> "resource " + r.resource();
            case InstanceNode i -> "instance type";
            case ComponentNode c -> "component type";
        };
    }

    private static String word(Shape shape) {
        return switch (shape) {
            case Shape.Primitive p -> p.type().text();
            case Shape.RecordOf r -> "record";
            case Shape.Variant v -> "variant";
            case Shape.Tuple t -> "tuple of " + t.elements().size();
            case Shape.Labels l -> l.flags() ? "flags" : "enum";
            case Shape.Wrap w -> w.wrapper() == Shape.Wrapper.LIST ? "list" : "option";
            case Shape.FixedList f -> "list of length " + f.length();
            case Shape.MapOf m -> "map";
            case Shape.Result r -> "result";
            case Shape.Handle h ->
                (h.borrow() ? "borrow of " : "own of ") + h.resource().resource();
            case Shape.Channel c -> c.stream() ? "stream" : "future";
        };
    }

    private void resource(ResourceNode actual, ResourceNode expected, String path) {
        ResourceRef wanted = bound.getOrDefault(expected.resource(), expected.resource());
        if (wanted != actual.resource()) {
            throw mismatch(path, "resource " + wanted, "resource " + actual.resource());
        }
    }

    private void function(FuncNode actual, FuncNode expected, String path) {
        if (actual.async() != expected.async()) {
            throw mismatch(path, expected.async() ? "async func" : "func", actual.async() ? "async func" : "func");
        }
        if (actual.params().size() != expected.params().size()) {
            throw mismatch(
                    path,
                    expected.params().size() + " parameters",
                    actual.params().size() + "");
        }
        for (int i = 0; i < expected.params().size(); i++) {
            Shape.Field want = expected.params().get(i);
            Shape.Field have = actual.params().get(i);
            if (!want.name().equals(have.name())) {
                throw mismatch(path, "parameter `" + want.name() + "`", "`" + have.name() + "`");
            }
            value(have.type(), want.type(), at(path, want.name()));
        }
        optional(actual.result(), expected.result(), at(path, "result"));
    }

    private void optional(Optional<ValueNode> actual, Optional<ValueNode> expected, String path) {
        if (actual.isPresent() != expected.isPresent()) {
            throw mismatch(path, expected.isPresent() ? "a type" : "none", actual.isPresent() ? "a type" : "none");
        }
        if (actual.isPresent()) {
            value(actual.get(), expected.get(), path);
        }
    }

    private void value(ValueNode actual, ValueNode expected, String path) {
        if (actual == expected && bound.isEmpty()) {
            return;
        }
        Set<ValueNode> equal = equalValues.computeIfAbsent(expected, e -> new HashSet<>());
        if (equal.contains(actual)) {
            return;
        }
        validation.step();
        shape(actual.shape(), expected.shape(), path);
        equal.add(actual);
    }

    private void shape(Shape actual, Shape expected, String path) {
        switch (expected) {
            case Shape.Primitive e when actual.equals(e) -> {}
            case Shape.Labels e
            when actual instanceof Shape.Labels a && a.flags() == e.flags() -> {
                if (!a.names().equals(e.names())) {
                    throw mismatch(path, "labels " + brief(e.names()), brief(a.names()));
                }
            }
            case Shape.RecordOf e
            when actual instanceof Shape.RecordOf a -> {
                names(
                        a.fields().stream().map(Shape.Field::name).toList(),
                        e.fields().stream().map(Shape.Field::name).toList(),
                        "fields",
                        path);
                for (int i = 0; i < e.fields().size(); i++) {
                    Shape.Field field = e.fields().get(i);
                    value(a.fields().get(i).type(), field.type(), at(path, field.name()));
                }
            }
            case Shape.Variant e
            when actual instanceof Shape.Variant a -> {
                names(
                        a.cases().stream().map(Shape.Case::name).toList(),
                        e.cases().stream().map(Shape.Case::name).toList(),
                        "cases",
                        path);
                for (int i = 0; i < e.cases().size(); i++) {
                    Shape.Case one = e.cases().get(i);
                    optional(a.cases().get(i).payload(), one.payload(), at(path, one.name()));
                }
            }
            case Shape.Tuple e
            when actual instanceof Shape.Tuple a
                    && a.elements().size() == e.elements().size() -> {
                for (int i = 0; i < e.elements().size(); i++) {
                    value(a.elements().get(i), e.elements().get(i), at(path, "element " + i));
                }
            }
            case Shape.Wrap e
            when actual instanceof Shape.Wrap a && a.wrapper() == e.wrapper() ->
                value(a.part(), e.part(), at(path, "element"));
            case Shape.FixedList e
            when actual instanceof Shape.FixedList a && a.length() == e.length() ->
                value(a.element(), e.element(), at(path, "element"));
            case Shape.MapOf e
            when actual instanceof Shape.MapOf a -> {
                value(a.key(), e.key(), at(path, "key"));
                value(a.value(), e.value(), at(path, "value"));
            }
            case Shape.Result e
            when actual instanceof Shape.Result a -> {
                optional(a.ok(), e.ok(), at(path, "ok"));
                optional(a.err(), e.err(), at(path, "error"));
            }
            case Shape.Handle e
            when actual instanceof Shape.Handle a && a.borrow() == e.borrow() ->
                resource(a.resource(), e.resource(), path);
            case Shape.Channel e
            when actual instanceof Shape.Channel a && a.stream() == e.stream() ->
                optional(a.element(), e.element(), at(path, "element"));
            default -> throw mismatch(path, word(expected), word(actual));
        }
    }

    private void names(List<String> actual, List<String> expected, String what, String path) {
        if (!actual.equals(expected)) {
            throw mismatch(path, what + " " + brief(expected), brief(actual));
        }
    }

    private static String brief(List<String> names) {
        return names.size() <= 8 ? names.toString() : names.subList(0, 8) + " and " + (names.size() - 8) + " more";
    }

    private void module(CoreModuleType actual, CoreModuleType expected, String path) {
        Map<String, CoreItemType> supplied = new HashMap<>();
        for (CoreImport i : expected.imports()) {
            supplied.put(i.module() + "\0" + i.name(), i.type());
        }
        for (CoreImport i : actual.imports()) {
            CoreItemType have = supplied.get(i.module() + "\0" + i.name());
            String at = "%s › import %s::%s".formatted(path, i.module(), i.name());
            if (have == null) {
                throw validation.error("type mismatch at " + at + ": missing expected import");
            }
            core(have, i.type(), at);
        }
        expected.exports().forEach((name, item) -> {
            CoreItemType have = actual.exports().get(name);
            if (have == null) {
                throw validation.error("type mismatch at %s: missing expected export `%s`".formatted(path, name));
            }
            core(have, item, at(path, name));
        });
    }

    /** Fails unless core item {@code actual} may stand for {@code expected} (core import matching). */
    public void core(CoreItemType actual, CoreItemType expected, String path) {
        boolean fits =
                switch (expected) {
                    case CoreItemType.CoreFunction e ->
                        actual instanceof CoreItemType.CoreFunction a && sameFunction(a.type(), e.type());
                    case CoreItemType.CoreTag e ->
                        actual instanceof CoreItemType.CoreTag a && sameFunction(a.type(), e.type());
                    case CoreItemType.CoreTable e ->
                        actual instanceof CoreItemType.CoreTable a
                                && sameType(a.type().element(), e.type().element())
                                && CoreLimits.fit(a.type().limits(), e.type().limits());
                    case CoreItemType.CoreMemory e ->
                        actual instanceof CoreItemType.CoreMemory a
                                && a.type().pageSizeLog2() == e.type().pageSizeLog2()
                                && CoreLimits.fit(a.type().limits(), e.type().limits());
                    case CoreItemType.CoreGlobal e ->
                        actual instanceof CoreItemType.CoreGlobal a
                                && a.type().mutable() == e.type().mutable()
                                && a.type().shared() == e.type().shared()
                                && sameType(a.type().type(), e.type().type());
                };
        if (!fits) {
            throw mismatch(path, CoreLimits.describe(expected), CoreLimits.describe(actual));
        }
    }

    private static boolean sameFunction(CoreTypeDefinition.FunctionType a, CoreTypeDefinition.FunctionType b) {
        return sameTypes(a.params(), b.params()) && sameTypes(a.results(), b.results());
    }

    private static boolean sameTypes(List<CoreValType> a, List<CoreValType> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!sameType(a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** References to defined types have indices of different modules: whether they agree is the engine's to check. */
    private static boolean sameType(CoreValType a, CoreValType b) {
        if (a instanceof CoreValType.Reference x && b instanceof CoreValType.Reference y) {
            boolean bothDefined = x.heapType() >= 0 && y.heapType() >= 0;
            return x.nullable() == y.nullable()
                    && x.shared() == y.shared()
                    && (bothDefined || x.heapType() == y.heapType());
        }
        return a.equals(b);
    }
}
