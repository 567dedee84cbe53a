package dev.kubewasm.runtime.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The type of a component function.
 *
 * @param params in declared order; a method's first is {@code self}
 * @param result the type returned, if any
 */
public record FuncType(List<Param> params, Optional<ValueType> result) {
    public FuncType {
        params = List.copyOf(params);
    }

    /** A parameter. */
    public record Param(String name, ValueType type) {}

    /** A function that returns {@code result}; the parameters are named by their position ({@code p0}, {@code p1}). */
    public static FuncType of(ValueType result, ValueType... params) {
        return new FuncType(positional(params), Optional.of(result));
    }

    /** A function that returns nothing; the parameters are named by their position. */
    public static FuncType ofVoid(ValueType... params) {
        return new FuncType(positional(params), Optional.empty());
    }

    /** The types of the parameters. */
    public List<ValueType> paramTypes() {
        return params.stream().map(Param::type).toList();
    }

    private static List<Param> positional(ValueType... types) {
        List<Param> params = new ArrayList<>(types.length);
        for (int i = 0; i < types.length; i++) {
            params.add(new Param("p" + i, types[i]));
        }
        return params;
    }
}
