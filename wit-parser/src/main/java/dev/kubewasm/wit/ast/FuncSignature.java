package dev.kubewasm.wit.ast;

import java.util.List;
import java.util.Optional;

/** Production {@code func-type}. */
public record FuncSignature(boolean async, List<Param> params, Optional<TypeExpr> result) {
    public FuncSignature {
        params = List.copyOf(params);
    }

    /** A parameter. */
    public record Param(Id id, TypeExpr type) {}
}
