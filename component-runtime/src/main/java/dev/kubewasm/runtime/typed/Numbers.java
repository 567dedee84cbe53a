package dev.kubewasm.runtime.typed;

import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType.Primitive;
import java.util.Map;

/** Java types without structure. */
final class Numbers {
    /** By the boxed class. */
    static final Map<Class<?>, Mapping> PLAIN = Map.of(
            Boolean.class, Mapping.of(Primitive.BOOL, Boolean.class, Val.Bool.class, Val.Bool::new, Val.Bool::value),
            Byte.class, Mapping.of(Primitive.S8, Byte.class, Val.S8.class, Val.S8::new, Val.S8::value),
            Short.class, Mapping.of(Primitive.S16, Short.class, Val.S16.class, Val.S16::new, Val.S16::value),
            Integer.class, Mapping.of(Primitive.S32, Integer.class, Val.S32.class, Val.S32::new, Val.S32::value),
            Long.class, Mapping.of(Primitive.S64, Long.class, Val.S64.class, Val.S64::new, Val.S64::value),
            Float.class, Mapping.of(Primitive.F32, Float.class, Val.F32.class, Val.F32::new, Val.F32::value),
            Double.class, Mapping.of(Primitive.F64, Double.class, Val.F64.class, Val.F64::new, Val.F64::value),
            String.class, Mapping.of(Primitive.STRING, String.class, Val.Str.class, Val.Str::new, Val.Str::value));

    /** Those that are {@link Unsigned}. */
    static final Map<Class<?>, Mapping> UNSIGNED = Map.of(
            Byte.class,
            Mapping.of(Primitive.U8, Byte.class, Val.U8.class, b -> new Val.U8(Byte.toUnsignedInt(b)), v ->
                    (byte) v.value()),
            Short.class,
            Mapping.of(Primitive.U16, Short.class, Val.U16.class, s -> new Val.U16(Short.toUnsignedInt(s)), v ->
                    (short) v.value()),
            Integer.class,
            Mapping.of(Primitive.U32, Integer.class, Val.U32.class, i -> new Val.U32(Integer.toUnsignedLong(i)), v ->
                    (int) v.value()),
            Long.class,
            Mapping.of(Primitive.U64, Long.class, Val.U64.class, Val.U64::new, Val.U64::value));

    /** An {@code int} that is a {@link CodePoint}. */
    static final Mapping CODE_POINT =
            Mapping.of(Primitive.CHAR, Integer.class, Val.Char.class, Val.Char::new, Val.Char::codePoint);

    private static final Map<Class<?>, Class<?>> BOXED = Map.of(
            boolean.class, Boolean.class,
            byte.class, Byte.class,
            short.class, Short.class,
            int.class, Integer.class,
            long.class, Long.class,
            float.class, Float.class,
            double.class, Double.class);

    private Numbers() {}

    /** The class of objects that hold values of {@code type}. */
    static Class<?> boxed(Class<?> type) {
        return BOXED.getOrDefault(type, type);
    }
}
