package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType;
import dev.kubewasm.runtime.value.ValueType.Primitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Random types without handles, and values of them. */
final class RandomValues {
    private static final List<Primitive> PRIMITIVES = List.of(Primitive.values());

    private final Random random;

    RandomValues(Random random) {
        this.random = random;
    }

    ValueType type(int depth) {
        int kind = random.nextInt(depth == 0 ? 3 : 11);
        return switch (kind) {
            case 0, 1 -> PRIMITIVES.get(random.nextInt(PRIMITIVES.size()));
            case 2 ->
                random.nextBoolean()
                        ? new ValueType.FlagsOf(names(1 + random.nextInt(32)))
                        : new ValueType.EnumOf(names(1 + random.nextInt(300)));
            case 3, 4 -> new ValueType.ListOf(type(depth - 1));
            case 5 -> new ValueType.FixedListOf(type(depth - 1), 1 + random.nextInt(4));
            case 6 ->
                new ValueType.RecordOf(names(1 + random.nextInt(5)).stream()
                        .map(n -> new ValueType.Field(n, type(depth - 1)))
                        .toList());
            case 7 ->
                new ValueType.TupleOf(names(1 + random.nextInt(4)).stream()
                        .map(n -> type(depth - 1))
                        .toList());
            case 8 ->
                new ValueType.VariantOf(names(1 + random.nextInt(5)).stream()
                        .map(n -> new ValueType.Case(n, optional(depth)))
                        .toList());
            case 9 -> new ValueType.OptionOf(type(depth - 1));
            default -> new ValueType.ResultOf(optional(depth), optional(depth));
        };
    }

    private Optional<ValueType> optional(int depth) {
        return random.nextInt(3) == 0 ? Optional.empty() : Optional.of(type(depth - 1));
    }

    private static List<String> names(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add("n" + i);
        }
        return names;
    }

    Val value(ValueType type) {
        return switch (type) {
            case Primitive p -> primitive(p);
            case ValueType.ListOf list -> list(list.element(), random.nextInt(6));
            case ValueType.FixedListOf list -> list(list.element(), list.length());
            case ValueType.MapOf map -> list(new ValueType.TupleOf(List.of(map.key(), map.value())), random.nextInt(4));
            case ValueType.RecordOf r ->
                new Val.RecordVal(r.fields().stream().map(f -> value(f.type())).toList());
            case ValueType.TupleOf tuple ->
                new Val.TupleVal(tuple.elements().stream().map(this::value).toList());
            case ValueType.VariantOf variant -> {
                int index = random.nextInt(variant.cases().size());
                yield new Val.VariantVal(
                        index, variant.cases().get(index).payload().map(this::value));
            }
            case ValueType.EnumOf e -> new Val.EnumVal(random.nextInt(e.names().size()));
            case ValueType.FlagsOf flags ->
                new Val.FlagsVal(random.nextInt() & (int) ((1L << flags.names().size()) - 1));
            case ValueType.OptionOf option ->
                new Val.OptionVal(random.nextBoolean() ? Optional.of(value(option.some())) : Optional.empty());
            case ValueType.ResultOf result -> {
                boolean ok = random.nextBoolean();
                yield new Val.ResultVal(ok, (ok ? result.ok() : result.err()).map(this::value));
            }
            case ValueType.Own own -> throw new IllegalArgumentException("no handles here");
            case ValueType.Borrow borrow -> throw new IllegalArgumentException("no handles here");
        };
    }

    private Val list(ValueType element, int length) {
        if (element == Primitive.U8) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            return new Val.Bytes(bytes);
        }
        List<Val> items = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            items.add(value(element));
        }
        return new Val.ListVal(items);
    }

    private Val primitive(Primitive type) {
        long bits = random.nextInt(4) == 0 ? random.nextInt(3) - 1 : random.nextLong();
        return switch (type) {
            case BOOL -> new Val.Bool(bits % 2 == 0);
            case S8 -> new Val.S8((byte) bits);
            case U8 -> new Val.U8((int) bits & 0xff);
            case S16 -> new Val.S16((short) bits);
            case U16 -> new Val.U16((int) bits & 0xffff);
            case S32 -> new Val.S32((int) bits);
            case U32 -> new Val.U32(bits & 0xffff_ffffL);
            case S64 -> new Val.S64(bits);
            case U64 -> new Val.U64(bits);
            case F32 -> new Val.F32(Float.intBitsToFloat((int) bits));
            case F64 -> new Val.F64(Double.longBitsToDouble(bits));
            case CHAR -> new Val.Char(codePoint());
            case STRING -> {
                StringBuilder text = new StringBuilder();
                int plane = random.nextInt(4);
                for (int i = random.nextInt(12); i > 0; i--) {
                    text.appendCodePoint(
                            switch (plane) {
                                case 0 -> 'a' + random.nextInt(26);
                                case 1 -> random.nextInt(0x100);
                                default -> codePoint();
                            });
                }
                yield new Val.Str(text.toString());
            }
        };
    }

    private int codePoint() {
        int c = random.nextInt(random.nextBoolean() ? 0x110000 : 0x800);
        return c >= 0xd800 && c <= 0xdfff ? 'x' : c;
    }
}
