package dev.kubewasm.component;

import dev.kubewasm.wit.binary.types.Entity;
import dev.kubewasm.wit.binary.types.Shape;
import dev.kubewasm.wit.binary.types.TypeNode;
import dev.kubewasm.wit.binary.types.TypeNode.ComponentNode;
import dev.kubewasm.wit.binary.types.TypeNode.FuncNode;
import dev.kubewasm.wit.binary.types.TypeNode.InstanceNode;
import dev.kubewasm.wit.binary.types.TypeNode.ResourceNode;
import dev.kubewasm.wit.binary.types.TypeNode.ValueNode;
import dev.kubewasm.wit.model.Type;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Nodes as the types that others see: structure alone, names of types gone. Each node is turned once. */
final class Projection {
    private final Map<ValueNode, ValueType> values = new HashMap<>();
    private final Map<FuncNode, FuncType> functions = new HashMap<>();
    private final Map<InstanceNode, ResolvedType.InstanceType> instances = new HashMap<>();
    private final Map<ComponentNode, ResolvedType.ComponentType> components = new HashMap<>();

    ResolvedType type(TypeNode node) {
        return switch (node) {
            case ValueNode v -> new ResolvedType.OfValue(value(v));
            case FuncNode f -> new ResolvedType.OfFunction(function(f));
            case ResourceNode r -> new ResolvedType.OfResource(r.resource());
            case InstanceNode i -> new ResolvedType.OfInstanceType(instance(i));
            case ComponentNode c -> new ResolvedType.OfComponentType(component(c));
        };
    }

    FuncType function(FuncNode node) {
        FuncType done = functions.get(node);
        if (done == null) {
            done = new FuncType(
                    node.params().stream()
                            .map(p -> new FuncType.Param(p.name(), value(p.type())))
                            .toList(),
                    node.result().map(this::value),
                    node.async());
            functions.put(node, done);
        }
        return done;
    }

    ResolvedType.InstanceType instance(InstanceNode node) {
        ResolvedType.InstanceType done = instances.get(node);
        if (done == null) {
            done = new ResolvedType.InstanceType(items(node.exports()));
            instances.put(node, done);
        }
        return done;
    }

    ResolvedType.ComponentType component(ComponentNode node) {
        ResolvedType.ComponentType done = components.get(node);
        if (done == null) {
            done = new ResolvedType.ComponentType(items(node.imports()), items(node.exports()));
            components.put(node, done);
        }
        return done;
    }

    SequencedMap<String, ResolvedType.Extern> items(SequencedMap<String, Entity> items) {
        SequencedMap<String, ResolvedType.Extern> out = new LinkedHashMap<>();
        items.forEach((name, item) -> out.put(name, item(item)));
        return out;
    }

    private ResolvedType.Extern item(Entity item) {
        return switch (item) {
            case Entity.Module m -> new ResolvedType.ModuleExtern(m.type());
            case Entity.Func f -> new ResolvedType.FunctionExtern(function(f.type()));
            case Entity.Value v -> new ResolvedType.ValueExtern(value(v.type()));
            case Entity.OfType t -> new ResolvedType.TypeExtern(type(t.type()));
            case Entity.Instance i -> new ResolvedType.InstanceExtern(instance(i.type()));
            case Entity.Component c -> new ResolvedType.ComponentExtern(component(c.type()));
        };
    }

    ValueType value(ValueNode node) {
        ValueType done = values.get(node);
        if (done == null) {
            done = value(node.shape());
            values.put(node, done);
        }
        return done;
    }

    private ValueType value(Shape shape) {
        return switch (shape) {
            case Shape.Primitive p -> primitive(p.type());
            case Shape.RecordOf r ->
                new ValueType.RecordType(r.fields().stream()
                        .map(f -> new ValueType.Field(f.name(), value(f.type())))
                        .toList());
            case Shape.Variant v ->
                new ValueType.VariantType(v.cases().stream()
                        .map(c -> new ValueType.Case(c.name(), c.payload().map(this::value)))
                        .toList());
            case Shape.Tuple t ->
                new ValueType.TupleType(t.elements().stream().map(this::value).toList());
            case Shape.Labels l ->
                l.flags()
                        ? new ValueType.FlagsType(List.copyOf(l.names()))
                        : new ValueType.EnumType(List.copyOf(l.names()));
            case Shape.Wrap w ->
                w.wrapper() == Shape.Wrapper.LIST
                        ? new ValueType.ListType(value(w.part()))
                        : new ValueType.OptionType(value(w.part()));
            case Shape.FixedList f -> new ValueType.FixedListType(value(f.element()), f.length());
            case Shape.MapOf m -> new ValueType.MapType(value(m.key()), value(m.value()));
            case Shape.Result r ->
                new ValueType.ResultType(r.ok().map(this::value), r.err().map(this::value));
            case Shape.Handle h ->
                h.borrow()
                        ? new ValueType.BorrowType(h.resource().resource())
                        : new ValueType.OwnType(h.resource().resource());
            case Shape.Channel c ->
                c.stream()
                        ? new ValueType.StreamType(c.element().map(this::value))
                        : new ValueType.FutureType(c.element().map(this::value));
        };
    }

    private static ValueType primitive(Type.Primitive type) {
        return switch (type) {
            case BOOL -> ValueType.Primitive.BOOL;
            case S8 -> ValueType.Primitive.S8;
            case U8 -> ValueType.Primitive.U8;
            case S16 -> ValueType.Primitive.S16;
            case U16 -> ValueType.Primitive.U16;
            case S32 -> ValueType.Primitive.S32;
            case U32 -> ValueType.Primitive.U32;
            case S64 -> ValueType.Primitive.S64;
            case U64 -> ValueType.Primitive.U64;
            case F32 -> ValueType.Primitive.F32;
            case F64 -> ValueType.Primitive.F64;
            case CHAR -> ValueType.Primitive.CHAR;
            case STRING -> ValueType.Primitive.STRING;
            case ERROR_CONTEXT -> ValueType.Primitive.ERROR_CONTEXT;
        };
    }
}
