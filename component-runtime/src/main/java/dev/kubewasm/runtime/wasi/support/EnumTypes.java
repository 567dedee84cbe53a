package dev.kubewasm.runtime.wasi.support;

import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** WIT enums and flags that Java enums stand for: constants in WIT's order, {@code NO_ENTRY} for {@code no-entry}. */
@SuppressWarnings("EnumOrdinal") // the position is what the canonical ABI passes
public final class EnumTypes {
    private EnumTypes() {}

    /** The WIT enum of the constants. */
    public static <E extends Enum<E>> ValueType enumType(Class<E> type) {
        return new ValueType.EnumOf(names(type));
    }

    /** The WIT flags of the constants, the first is bit 0. */
    public static <E extends Enum<E>> ValueType flagsType(Class<E> type) {
        return new ValueType.FlagsOf(names(type));
    }

    /** The WIT spelling of a constant. */
    public static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The value of the WIT enum. */
    public static Val value(Enum<?> constant) {
        return new Val.EnumVal(constant.ordinal());
    }

    /** The bit of a flag. */
    public static int bit(Enum<?> flag) {
        return 1 << flag.ordinal();
    }

    private static <E extends Enum<E>> List<String> names(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(EnumTypes::name).toList();
    }
}
