package dev.kubewasm.cli.wast;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubewasm.wit.binary.CoreValType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Values of core functions as scripts write them, and the words that an engine has for them. */
final class CoreValues {
    /** The bits of a quiet NaN: set in all canonical and arithmetic ones. */
    private static final int QUIET_32 = 0x7fc0_0000;

    private static final long QUIET_64 = 0x7ff8_0000_0000_0000L;

    private CoreValues() {}

    /** Whether values of that type can be passed: numbers can, references and vectors can't. */
    static boolean isNumber(CoreValType type) {
        return switch (type) {
            case CoreValType.Plain.I32, CoreValType.Plain.I64, CoreValType.Plain.F32, CoreValType.Plain.F64 -> true;
            default -> false;
        };
    }

    /** The keyword of a type. */
    static String keyword(CoreValType type) {
        return type.toString().toLowerCase(Locale.ROOT);
    }

    /**
     * An argument as a word.
     *
     * @throws ValueMismatchException if it isn't of {@code type}
     */
    static long word(Constant constant, CoreValType type) {
        if (!constant.type().equals(keyword(type))) {
            throw new ValueMismatchException("expected an " + keyword(type) + ", the script has " + constant.json());
        }
        String text = text(constant.json().path("value"));
        return is64(type) ? Decimals.bits64(text) : Integer.toUnsignedLong(Decimals.bits32(text));
    }

    /** Whether a result is what the script expects. */
    static boolean matches(Constant expected, CoreValType type, long word) {
        if (expected.type().equals("either")) {
            List<JsonNode> choices = new ArrayList<>();
            expected.json().path("values").forEach(choices::add);
            return choices.stream()
                    .anyMatch(c -> matches(new Constant(c.path("type").asText(), c), type, word));
        }
        if (!expected.type().equals(keyword(type))) {
            return false;
        }
        return switch (text(expected.json().path("value"))) {
            case "nan:canonical" ->
                is64(type) ? (word & Long.MAX_VALUE) == QUIET_64 : ((int) word & Integer.MAX_VALUE) == QUIET_32;
            case "nan:arithmetic" -> is64(type) ? (word & QUIET_64) == QUIET_64 : ((int) word & QUIET_32) == QUIET_32;
            default -> is64(type) ? word(expected, type) == word : (int) word(expected, type) == (int) word;
        };
    }

    /** A result in words. */
    static String print(CoreValType type, long word) {
        String value =
                switch (type) {
                    case CoreValType.Plain.I32 -> Integer.toString((int) word);
                    case CoreValType.Plain.F32 -> Float.toString(Float.intBitsToFloat((int) word));
                    case CoreValType.Plain.F64 -> Double.toString(Double.longBitsToDouble(word));
                    default -> Long.toString(word);
                };
        return keyword(type) + " " + value;
    }

    private static boolean is64(CoreValType type) {
        return type == CoreValType.Plain.I64 || type == CoreValType.Plain.F64;
    }

    private static String text(JsonNode value) {
        if (!value.isTextual()) {
            throw new ValueMismatchException("expected a string, the script has " + value);
        }
        return value.textValue();
    }
}
