package dev.kubewasm.runtime.engine.endive;

import dev.kubewasm.runtime.engine.typed.TypedCalls;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.ValType;

/** Signatures of typed calls for Endive's function types. */
final class Signatures {
    private Signatures() {}

    /** The signature of functions of {@code type}; empty if they are called by arrays. */
    static Optional<MethodTypeDesc> of(FunctionType type) {
        if (type.returns().size() > 1) {
            return Optional.empty();
        }
        List<ClassDesc> params = new ArrayList<>();
        for (ValType param : type.params()) {
            Optional<ClassDesc> number = number(param);
            if (number.isEmpty()) {
                return Optional.empty();
            }
            params.add(number.get());
        }
        Optional<ClassDesc> result = type.returns().isEmpty()
                ? Optional.of(ConstantDescs.CD_void)
                : number(type.returns().getFirst());
        return result.map(r -> MethodTypeDesc.of(r, params)).filter(TypedCalls::exists);
    }

    /** References are numbers of the instance too when they are passed, but they aren't when types are compared. */
    private static Optional<ClassDesc> number(ValType type) {
        if (type.equals(ValType.I32)) {
            return Optional.of(ConstantDescs.CD_int);
        }
        if (type.equals(ValType.I64)) {
            return Optional.of(ConstantDescs.CD_long);
        }
        if (type.equals(ValType.F32)) {
            return Optional.of(ConstantDescs.CD_float);
        }
        if (type.equals(ValType.F64)) {
            return Optional.of(ConstantDescs.CD_double);
        }
        return Optional.empty();
    }
}
