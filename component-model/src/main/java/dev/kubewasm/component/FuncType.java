package dev.kubewasm.component;

import java.util.List;
import java.util.Optional;

/** A function type, resolved. */
public record FuncType(List<Param> params, Optional<ValueType> result, boolean async) {
    public FuncType {
        params = List.copyOf(params);
    }

    /** A parameter. */
    public record Param(String name, ValueType type) {}
}
