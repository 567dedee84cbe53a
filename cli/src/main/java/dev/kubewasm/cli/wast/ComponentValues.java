package dev.kubewasm.cli.wast;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Component values as scripts write them: integers and the bits of floats as decimal strings, compound values as JSON
 * with every part a value of its own. Read by the type they are wanted as.
 */
final class ComponentValues {
    private ComponentValues() {}

    /**
     * The value that {@code constant} writes.
     *
     * @throws ValueMismatchException if it isn't of {@code type}
     */
    static Val read(Constant constant, ValueType type) {
        return read(constant.json(), type);
    }

    private static Val read(JsonNode constant, ValueType type) {
        String expected = keyword(type);
        String found = constant.path("type").asText();
        if (!found.equals(expected)) {
            throw new ValueMismatchException("expected a " + expected + ", the script has " + constant);
        }
        JsonNode value = constant.path("value");
        return switch (type) {
            case ValueType.Primitive p -> primitive(value, p);
            case ValueType.ListOf list -> list(parts(value, Optional.empty()), list.element());
            case ValueType.FixedListOf list -> list(parts(value, Optional.of(list.length())), list.element());
            case ValueType.MapOf map -> {
                ValueType pair = ValueType.tuple(map.key(), map.value());
                yield new Val.ListVal(parts(value, Optional.empty()).stream()
                        .map(part -> pair(part, pair))
                        .toList());
            }
            case ValueType.RecordOf r -> fields(value, r);
            case ValueType.TupleOf tuple -> tuple(value, tuple.elements());
            case ValueType.VariantOf variant -> variant(value, variant);
            case ValueType.EnumOf e -> new Val.EnumVal(label(e.names(), text(value)));
            case ValueType.FlagsOf flags -> {
                int bits = 0;
                for (JsonNode name : parts(value, Optional.empty())) {
                    bits |= 1 << label(flags.names(), text(name));
                }
                yield new Val.FlagsVal(bits);
            }
            case ValueType.OptionOf option ->
                new Val.OptionVal(
                        value.isNull() || value.isMissingNode()
                                ? Optional.empty()
                                : Optional.of(read(value, option.some())));
            case ValueType.ResultOf result -> result(value, result);
            case ValueType.Own own -> throw noHandles();
            case ValueType.Borrow borrow -> throw noHandles();
        };
    }

    private static ValueMismatchException noHandles() {
        return new ValueMismatchException("a script can't write handles");
    }

    /** The keyword of a type, as values of it are tagged. */
    private static String keyword(ValueType type) {
        return switch (type) {
            case ValueType.Primitive p -> p.text();
            case ValueType.ListOf list -> "list";
            // The text format writes all of these as lists.
            case ValueType.FixedListOf list -> "list";
            case ValueType.MapOf map -> "list";
            case ValueType.RecordOf r -> "record";
            case ValueType.TupleOf tuple -> "tuple";
            case ValueType.VariantOf variant -> "variant";
            case ValueType.EnumOf e -> "enum";
            case ValueType.FlagsOf flags -> "flags";
            case ValueType.OptionOf option -> "option";
            case ValueType.ResultOf result -> "result";
            case ValueType.Own own -> "own";
            case ValueType.Borrow borrow -> "borrow";
        };
    }

    private static Val primitive(JsonNode value, ValueType.Primitive type) {
        return switch (type) {
            case BOOL -> {
                if (!value.isBoolean()) {
                    throw new ValueMismatchException(value + " is no bool");
                }
                yield new Val.Bool(value.booleanValue());
            }
            case S8 -> new Val.S8((byte) number(value, -0x80, 0x7f));
            case U8 -> new Val.U8((int) number(value, 0, 0xff));
            case S16 -> new Val.S16((short) number(value, -0x8000, 0x7fff));
            case U16 -> new Val.U16((int) number(value, 0, 0xffff));
            case S32 -> new Val.S32((int) number(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case U32 -> new Val.U32(number(value, 0, 0xffff_ffffL));
            case S64 -> new Val.S64(number(value, Long.MIN_VALUE, Long.MAX_VALUE));
            case U64 -> new Val.U64(Decimals.bits64(text(value)));
            case F32 -> new Val.F32(Decimals.float32(text(value)));
            case F64 -> new Val.F64(Decimals.float64(text(value)));
            case CHAR -> {
                String text = text(value);
                if (text.isEmpty() || text.codePointCount(0, text.length()) != 1) {
                    throw new ValueMismatchException(value + " is no char");
                }
                yield new Val.Char(text.codePointAt(0));
            }
            case STRING -> new Val.Str(text(value));
        };
    }

    private static long number(JsonNode value, long min, long max) {
        BigInteger number = Decimals.integer(text(value));
        if (number.compareTo(BigInteger.valueOf(min)) < 0 || number.compareTo(BigInteger.valueOf(max)) > 0) {
            throw new ValueMismatchException(number + " is not between " + min + " and " + max);
        }
        return number.longValue();
    }

    private static String text(JsonNode value) {
        if (!value.isTextual()) {
            throw new ValueMismatchException("expected a string, the script has " + value);
        }
        return value.textValue();
    }

    private static List<JsonNode> parts(JsonNode value, Optional<Integer> count) {
        if (!value.isArray()) {
            throw new ValueMismatchException("expected a list, the script has " + value);
        }
        if (count.isPresent() && count.get() != value.size()) {
            throw new ValueMismatchException("expected " + count.get() + " parts, the script has " + value.size());
        }
        List<JsonNode> parts = new ArrayList<>();
        value.forEach(parts::add);
        return parts;
    }

    private static Val list(List<JsonNode> parts, ValueType element) {
        if (element == ValueType.Primitive.U8) {
            byte[] bytes = new byte[parts.size()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) ((Val.U8) read(parts.get(i), element)).value();
            }
            return new Val.Bytes(bytes);
        }
        return new Val.ListVal(parts.stream().map(part -> read(part, element)).toList());
    }

    /** An entry of a map: a tuple, tagged as one or as a bare pair. */
    private static Val pair(JsonNode part, ValueType type) {
        return part.isArray() ? tuple(part, ((ValueType.TupleOf) type).elements()) : read(part, type);
    }

    private static Val tuple(JsonNode value, List<ValueType> types) {
        List<JsonNode> parts = parts(value, Optional.of(types.size()));
        List<Val> elements = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            elements.add(read(parts.get(i), types.get(i)));
        }
        return new Val.TupleVal(elements);
    }

    private static Val fields(JsonNode value, ValueType.RecordOf type) {
        Map<String, JsonNode> byName = new HashMap<>();
        for (JsonNode field : parts(value, Optional.of(type.fields().size()))) {
            List<JsonNode> nameAndValue = parts(field, Optional.of(2));
            byName.put(text(nameAndValue.getFirst()), nameAndValue.getLast());
        }
        return new Val.RecordVal(type.fields().stream()
                .map(f -> {
                    JsonNode found = byName.get(f.name());
                    if (found == null) {
                        throw new ValueMismatchException("field `" + f.name() + "` is missing in " + value);
                    }
                    return read(found, f.type());
                })
                .toList());
    }

    private static Val variant(JsonNode value, ValueType.VariantOf type) {
        int index = label(type.cases().stream().map(ValueType.Case::name).toList(), text(value.path("case")));
        ValueType.Case chosen = type.cases().get(index);
        return new Val.VariantVal(index, payload(value.path("payload"), chosen.payload(), chosen.name()));
    }

    private static Val result(JsonNode value, ValueType.ResultOf type) {
        boolean ok = value.has("Ok");
        if (!ok && !value.has("Err")) {
            throw new ValueMismatchException("expected Ok or Err, the script has " + value);
        }
        return new Val.ResultVal(
                ok, ok ? payload(value.get("Ok"), type.ok(), "ok") : payload(value.get("Err"), type.err(), "err"));
    }

    private static Optional<Val> payload(JsonNode value, Optional<ValueType> type, String name) {
        boolean given = !value.isNull() && !value.isMissingNode();
        if (given != type.isPresent()) {
            throw new ValueMismatchException("case `" + name + "` has "
                    + (given ? "no payload, the script has one" : "a payload, the script has none"));
        }
        return type.map(t -> read(value, t));
    }

    private static int label(List<String> names, String name) {
        int index = names.indexOf(Objects.requireNonNull(name));
        if (index < 0) {
            throw new ValueMismatchException("`" + name + "` is none of " + String.join(", ", names));
        }
        return index;
    }
}
