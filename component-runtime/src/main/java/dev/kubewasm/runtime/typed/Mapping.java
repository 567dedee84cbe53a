package dev.kubewasm.runtime.typed;

import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType;
import java.util.function.Function;

/**
 * A Java type and the WIT type that it stands for.
 *
 * @param type the WIT type
 * @param toVal a Java object as a component value; null, and objects of another type, are refused with an
 *     {@link IllegalArgumentException}
 * @param toJava a component value of {@code type} as a Java object
 */
record Mapping(ValueType type, Function<Object, Val> toVal, Function<Val, Object> toJava) {
    /** A mapping between one Java class and one class of values. */
    static <J, V extends Val> Mapping of(
            ValueType type, Class<J> java, Class<V> val, Function<J, Val> toVal, Function<V, Object> toJava) {
        return new Mapping(type, o -> toVal.apply(checked(java, o)), v -> toJava.apply(val.cast(v)));
    }

    /** {@code value}, which must be a {@code wanted}. */
    static <J> J checked(Class<J> wanted, Object value) {
        if (!wanted.isInstance(value)) {
            throw new IllegalArgumentException("expected a " + wanted.getName() + ", found " + value);
        }
        return wanted.cast(value);
    }
}
