package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.ValueType;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes codecs, one for each type, and the plans of functions made of them; keeps both. */
public final class Codecs {
    private final Map<ValueType, Codec> made = new HashMap<>();
    /** By identity: a plan has one object for each function type, and comparing large types takes long. */
    private final IdentityHashMap<FuncType, FunctionAbi> functions = new IdentityHashMap<>();

    /** The plan for functions of {@code type}. */
    public synchronized FunctionAbi function(FuncType type) {
        return functions.computeIfAbsent(type, t -> new FunctionAbi(t, this));
    }

    /** The codec of {@code type}. */
    synchronized Codec of(ValueType type) {
        Codec known = made.get(type);
        if (known == null) {
            known = make(type);
            made.put(type, known);
        }
        return known;
    }

    private Codec make(ValueType type) {
        return switch (type) {
            case ValueType.Primitive p when p == ValueType.Primitive.STRING -> new StringCodec();
            case ValueType.Primitive p -> new NumberCodec(p);
            case ValueType.ListOf list -> new ListCodec(of(list.element()));
            case ValueType.MapOf map -> new ListCodec(of(new ValueType.TupleOf(List.of(map.key(), map.value()))));
            case ValueType.FixedListOf list -> new FixedListCodec(of(list.element()), list.length());
            case ValueType.RecordOf r ->
                FieldsCodec.ofRecord(r.fields().stream().map(f -> of(f.type())).toList());
            case ValueType.TupleOf tuple ->
                FieldsCodec.ofTuple(tuple.elements().stream().map(this::of).toList());
            case ValueType.VariantOf variant ->
                new CaseCodec(
                        CaseCodec.Form.VARIANT,
                        variant.cases().stream()
                                .map(c -> c.payload().map(this::of))
                                .toList());
            case ValueType.EnumOf e ->
                new CaseCodec(
                        CaseCodec.Form.ENUM,
                        e.names().stream().map(n -> Optional.<Codec>empty()).toList());
            case ValueType.OptionOf option ->
                new CaseCodec(CaseCodec.Form.OPTION, List.of(Optional.empty(), Optional.of(of(option.some()))));
            case ValueType.ResultOf result ->
                new CaseCodec(
                        CaseCodec.Form.RESULT,
                        List.of(result.ok().map(this::of), result.err().map(this::of)));
            case ValueType.FlagsOf flags -> new FlagsCodec(flags.names().size());
            case ValueType.Own own -> new HandleCodec(own.resource().slot(), true);
            case ValueType.Borrow borrow -> new HandleCodec(borrow.resource().slot(), false);
        };
    }
}
