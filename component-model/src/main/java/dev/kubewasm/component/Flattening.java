package dev.kubewasm.component;

import dev.kubewasm.wit.binary.CanonicalOptions;
import dev.kubewasm.wit.binary.CoreTypeDefinition.FunctionType;
import dev.kubewasm.wit.binary.CoreValType;
import dev.kubewasm.wit.binary.CoreValType.Plain;
import dev.kubewasm.wit.binary.types.Shape;
import dev.kubewasm.wit.binary.types.TypeNode.FuncNode;
import dev.kubewasm.wit.binary.types.TypeNode.ValueNode;
import dev.kubewasm.wit.binary.types.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Core function types of component functions (CanonicalABI.md, flattening).
 */
final class Flattening {
    /** The most parameters that are passed as core parameters. */
    static final int MAX_PARAMS = 16;

    private static final int MAX_ASYNC_PARAMS = 4;
    private static final int MAX_RESULTS = 1;

    private final CoreValType pointer;
    private final Validation validation;

    /** Flattening where pointers are {@code pointer}: {@code i32}, or {@code i64} when addresses have 64 bits. */
    Flattening(CoreValType pointer, Validation validation) {
        this.pointer = pointer;
        this.validation = validation;
    }

    /** The core types of {@code types} one after the other, or empty if there are more than {@code limit}. */
    Optional<List<CoreValType>> flatten(List<ValueNode> types, int limit) {
        List<CoreValType> flat = new ArrayList<>();
        for (ValueNode type : types) {
            if (!flatten(type, flat, limit)) {
                return Optional.empty();
            }
        }
        return Optional.of(flat);
    }

    /** The type of a core function that is lifted to {@code type}. */
    FunctionType lifted(FuncNode type, CanonicalOptions options) {
        List<CoreValType> params = params(type, MAX_PARAMS).orElse(List.of(pointer));
        if (options.async()) {
            return new FunctionType(params, options.callback().isPresent() ? List.of(Plain.I32) : List.of());
        }
        return new FunctionType(params, results(type).orElse(List.of(pointer)));
    }

    /** The type of the core function that {@code type} is lowered to. */
    FunctionType lowered(FuncNode type, CanonicalOptions options) {
        int limit = options.async() ? MAX_ASYNC_PARAMS : MAX_PARAMS;
        List<CoreValType> params = new ArrayList<>(params(type, limit).orElse(List.of(pointer)));
        if (options.async()) {
            if (type.result().isPresent() && !results(type).equals(Optional.of(List.of()))) {
                params.add(pointer);
            }
            return new FunctionType(params, List.of(Plain.I32));
        }
        Optional<List<CoreValType>> results = results(type);
        if (results.isEmpty()) {
            params.add(pointer);
        }
        return new FunctionType(params, results.orElse(List.of()));
    }

    /** Whether the parameters of a synchronous lift, or of a lower with these options, go through memory. */
    boolean spillsParams(FuncNode type, boolean asyncLower) {
        return params(type, asyncLower ? MAX_ASYNC_PARAMS : MAX_PARAMS).isEmpty();
    }

    /** Whether the result goes through memory. */
    boolean spillsResult(FuncNode type) {
        return results(type).isEmpty();
    }

    /** Whether the result goes through memory when {@code task.return} delivers it. */
    boolean spillsTaskResult(FuncNode type) {
        return flatten(type.result().stream().toList(), MAX_PARAMS).isEmpty();
    }

    private Optional<List<CoreValType>> params(FuncNode type, int limit) {
        return flatten(type.params().stream().map(Shape.Field::type).toList(), limit);
    }

    private Optional<List<CoreValType>> results(FuncNode type) {
        return flatten(type.result().stream().toList(), MAX_RESULTS);
    }

    private boolean flatten(ValueNode type, List<CoreValType> out, int limit) {
        validation.step();
        boolean whole =
                switch (type.shape()) {
                    case Shape.Primitive p -> {
                        switch (p.type()) {
                            case BOOL, S8, U8, S16, U16, S32, U32, CHAR, ERROR_CONTEXT -> out.add(Plain.I32);
                            case S64, U64 -> out.add(Plain.I64);
                            case F32 -> out.add(Plain.F32);
                            case F64 -> out.add(Plain.F64);
                            case STRING -> twoPointers(out);
                        }
                        yield true;
                    }
                    case Shape.RecordOf r -> all(r.parts(), out, limit);
                    case Shape.Tuple t -> all(t.parts(), out, limit);
                    case Shape.Variant v ->
                        variant(v.cases().stream().map(Shape.Case::payload).toList(), out, limit);
                    case Shape.Result r -> variant(List.of(r.ok(), r.err()), out, limit);
                    case Shape.Labels l -> out.add(Plain.I32);
                    case Shape.Wrap w
                    when w.wrapper() == Shape.Wrapper.OPTION -> variant(List.of(Optional.of(w.part())), out, limit);
                    case Shape.Wrap w -> twoPointers(out);
                    case Shape.MapOf m -> twoPointers(out);
                    case Shape.FixedList f -> {
                        boolean fits = true;
                        for (long i = 0; i < f.length() && fits; i++) {
                            fits = flatten(f.element(), out, limit);
                        }
                        yield fits;
                    }
                    case Shape.Handle h -> out.add(Plain.I32);
                    case Shape.Channel c -> out.add(Plain.I32);
                };
        return whole && out.size() <= limit;
    }

    private boolean twoPointers(List<CoreValType> out) {
        out.add(pointer);
        return out.add(pointer);
    }

    private boolean all(List<ValueNode> parts, List<CoreValType> out, int limit) {
        for (ValueNode part : parts) {
            if (!flatten(part, out, limit)) {
                return false;
            }
        }
        return true;
    }

    private boolean variant(List<Optional<ValueNode>> payloads, List<CoreValType> out, int limit) {
        List<CoreValType> joined = new ArrayList<>();
        for (Optional<ValueNode> payload : payloads) {
            List<CoreValType> one = new ArrayList<>();
            if (payload.isPresent() && !flatten(payload.get(), one, limit)) {
                return false;
            }
            for (int i = 0; i < one.size(); i++) {
                if (i < joined.size()) {
                    joined.set(i, join(joined.get(i), one.get(i)));
                } else {
                    joined.add(one.get(i));
                }
            }
        }
        out.add(Plain.I32);
        out.addAll(joined);
        return true;
    }

    private static CoreValType join(CoreValType a, CoreValType b) {
        if (a.equals(b)) {
            return a;
        }
        boolean words = (a == Plain.I32 && b == Plain.F32) || (a == Plain.F32 && b == Plain.I32);
        return words ? Plain.I32 : Plain.I64;
    }
}
