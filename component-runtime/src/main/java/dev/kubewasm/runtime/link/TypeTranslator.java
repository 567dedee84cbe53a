package dev.kubewasm.runtime.link;

import dev.kubewasm.runtime.failure.UnsupportedFeatureException;
import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.ValueType;
import dev.kubewasm.runtime.value.ValueType.ResourceId;
import dev.kubewasm.wit.binary.types.ResourceRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Types of a decoded component as the runtime has them: resources by slot. */
final class TypeTranslator {
    private static final Map<dev.kubewasm.component.ValueType.Primitive, ValueType.Primitive> PRIMITIVES = primitives();

    private final Function<ResourceRef, ResourceId> resources;
    private final String where;

    /** A translator of the types of {@code where}, which is named in errors. */
    TypeTranslator(Function<ResourceRef, ResourceId> resources, String where) {
        this.resources = resources;
        this.where = where;
    }

    private static Map<dev.kubewasm.component.ValueType.Primitive, ValueType.Primitive> primitives() {
        Map<dev.kubewasm.component.ValueType.Primitive, ValueType.Primitive> map =
                new java.util.EnumMap<>(dev.kubewasm.component.ValueType.Primitive.class);
        for (ValueType.Primitive p : ValueType.Primitive.values()) {
            map.put(dev.kubewasm.component.ValueType.Primitive.valueOf(p.name()), p);
        }
        return map;
    }

    FuncType function(dev.kubewasm.component.FuncType type) {
        if (type.async()) {
            throw new UnsupportedFeatureException("async functions", where);
        }
        List<FuncType.Param> params = type.params().stream()
                .map(p -> new FuncType.Param(p.name(), value(p.type())))
                .toList();
        return new FuncType(params, type.result().map(this::value));
    }

    private ValueType value(dev.kubewasm.component.ValueType type) {
        return switch (type) {
            case dev.kubewasm.component.ValueType.Primitive p -> primitive(p);
            case dev.kubewasm.component.ValueType.ListType list -> new ValueType.ListOf(value(list.element()));
            case dev.kubewasm.component.ValueType.FixedListType list ->
                new ValueType.FixedListOf(value(list.element()), fixedLength(list.length()));
            case dev.kubewasm.component.ValueType.MapType map ->
                new ValueType.MapOf(value(map.key()), value(map.value()));
            case dev.kubewasm.component.ValueType.RecordType r ->
                new ValueType.RecordOf(r.fields().stream()
                        .map(f -> new ValueType.Field(f.name(), value(f.type())))
                        .toList());
            case dev.kubewasm.component.ValueType.TupleType tuple ->
                new ValueType.TupleOf(tuple.elements().stream().map(this::value).toList());
            case dev.kubewasm.component.ValueType.VariantType variant ->
                new ValueType.VariantOf(variant.cases().stream()
                        .map(c -> new ValueType.Case(c.name(), value(c.payload())))
                        .toList());
            case dev.kubewasm.component.ValueType.EnumType e -> new ValueType.EnumOf(e.names());
            case dev.kubewasm.component.ValueType.FlagsType flags -> new ValueType.FlagsOf(flags.names());
            case dev.kubewasm.component.ValueType.OptionType option -> new ValueType.OptionOf(value(option.some()));
            case dev.kubewasm.component.ValueType.ResultType result ->
                new ValueType.ResultOf(value(result.ok()), value(result.err()));
            case dev.kubewasm.component.ValueType.OwnType own -> new ValueType.Own(resources.apply(own.resource()));
            case dev.kubewasm.component.ValueType.BorrowType borrow ->
                new ValueType.Borrow(resources.apply(borrow.resource()));
            case dev.kubewasm.component.ValueType.FutureType future ->
                throw new UnsupportedFeatureException("futures", where);
            case dev.kubewasm.component.ValueType.StreamType stream ->
                throw new UnsupportedFeatureException("streams", where);
        };
    }

    private Optional<ValueType> value(Optional<dev.kubewasm.component.ValueType> type) {
        return type.map(this::value);
    }

    private ValueType primitive(dev.kubewasm.component.ValueType.Primitive type) {
        ValueType.Primitive known = PRIMITIVES.get(type);
        if (known == null) {
            throw new UnsupportedFeatureException("error contexts", where);
        }
        return known;
    }

    private int fixedLength(long length) {
        if (length > Integer.MAX_VALUE) {
            throw new UnsupportedFeatureException("a list of " + length + " elements", where);
        }
        return (int) length;
    }
}
