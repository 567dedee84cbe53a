package dev.kubewasm.runtime.engine;

import java.util.List;
import java.util.stream.Collectors;

/** The type of a core function that only takes and returns numbers, as the canonical ABI makes them. */
public record CoreFuncType(List<CoreType> params, List<CoreType> results) {
    public CoreFuncType {
        params = List.copyOf(params);
        results = List.copyOf(results);
    }

    /** The number types. */
    public enum CoreType {
        I32,
        I64,
        F32,
        F64;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    @Override
    public String toString() {
        return text(params) + " -> " + text(results);
    }

    private static String text(List<CoreType> types) {
        return types.stream().map(CoreType::toString).collect(Collectors.joining(", ", "(", ")"));
    }
}
