package dev.kubewasm.runtime.wave;

import dev.kubewasm.runtime.value.ResourceRef;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType;
import dev.kubewasm.runtime.value.ValueType.Primitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Types, and values of them, out of a seed. */
final class RandomValues {
    private static final int MAX_DEPTH = 4;
    private static final List<Primitive> PRIMITIVES = List.of(Primitive.values());
    private static final List<String> LABELS = List.of(
            "true",
            "false",
            "some",
            "none",
            "ok",
            "err",
            "inf",
            "nan",
            "a",
            "b2",
            "sku",
            "base-price",
            "HTTP",
            "x-2-Y");
    private static final int[] CHARACTERS = {
        0, 7, '\t', '\n', '\r', ' ', '"', '\'', '\\', 'a', '{', 0x7f, 0x85, 0xe9, 0x301, 0x2028, 0xd7ff, 0xe000, 0xffff,
        0x1f980, 0x10ffff
    };

    private final RandomGenerator random;
    private final HandleNames handles;

    private record Resource(String typeName) implements ResourceRef {}

    /** Values that hold handles hold new ones, to which {@code handles} has already given names. */
    RandomValues(RandomGenerator random, HandleNames handles) {
        this.random = random;
        this.handles = handles;
    }

    ValueType type() {
        return type(0);
    }

    private ValueType type(int depth) {
        return switch (random.nextInt(depth == MAX_DEPTH ? 6 : 16)) {
            case 0, 1, 2 -> PRIMITIVES.get(random.nextInt(PRIMITIVES.size()));
            case 3 -> new ValueType.EnumOf(labels());
            case 4 -> new ValueType.FlagsOf(labels());
            case 5 -> random.nextBoolean() ? ValueType.own("blob") : ValueType.borrow("blob");
            case 6, 7 -> ValueType.list(type(depth + 1));
            case 8 -> new ValueType.FixedListOf(type(depth + 1), 1 + random.nextInt(3));
            case 9 -> new ValueType.MapOf(Primitive.STRING, type(depth + 1));
            case 10 ->
                new ValueType.RecordOf(labels().stream()
                        .map(l -> new ValueType.Field(l, type(depth + 1)))
                        .toList());
            case 11 ->
                new ValueType.TupleOf(
                        labels().stream().map(l -> type(depth + 1)).toList());
            case 12 ->
                new ValueType.VariantOf(labels().stream()
                        .map(l -> new ValueType.Case(l, maybe(depth)))
                        .toList());
            case 13, 14 -> ValueType.option(type(depth + 1));
            default -> new ValueType.ResultOf(maybe(depth), maybe(depth));
        };
    }

    private Optional<ValueType> maybe(int depth) {
        return random.nextBoolean() ? Optional.of(type(depth + 1)) : Optional.empty();
    }

    private List<String> labels() {
        List<String> shuffled = new ArrayList<>(LABELS);
        java.util.Collections.shuffle(shuffled, java.util.Random.from(random));
        return shuffled.subList(0, 1 + random.nextInt(5));
    }

    Val value(ValueType type) {
        return switch (type) {
            case Primitive p -> primitive(p);
            case ValueType.ListOf l -> list(l.element(), random.nextInt(4));
            case ValueType.FixedListOf l -> list(l.element(), l.length());
            case ValueType.MapOf m -> list(new ValueType.TupleOf(List.of(m.key(), m.value())), random.nextInt(3));
            case ValueType.TupleOf t ->
                new Val.TupleVal(t.elements().stream().map(this::value).toList());
            case ValueType.RecordOf r ->
                new Val.RecordVal(r.fields().stream().map(f -> value(f.type())).toList());
            case ValueType.VariantOf v -> {
                int index = random.nextInt(v.cases().size());
                yield new Val.VariantVal(index, v.cases().get(index).payload().map(this::value));
            }
            case ValueType.EnumOf e -> new Val.EnumVal(random.nextInt(e.names().size()));
            case ValueType.FlagsOf f ->
                new Val.FlagsVal(random.nextInt(1 << f.names().size()));
            case ValueType.OptionOf o ->
                new Val.OptionVal(random.nextInt(3) == 0 ? Optional.empty() : Optional.of(value(o.some())));
            case ValueType.ResultOf r -> {
                boolean ok = random.nextBoolean();
                yield new Val.ResultVal(ok, (ok ? r.ok() : r.err()).map(this::value));
            }
            case ValueType.Own own -> new Val.Own(resource());
            case ValueType.Borrow borrow -> new Val.Borrow(resource());
        };
    }

    private ResourceRef resource() {
        ResourceRef resource = new Resource("blob");
        handles.nameOf(resource);
        return resource;
    }

    private Val list(ValueType element, int length) {
        if (element == Primitive.U8) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            return new Val.Bytes(bytes);
        }
        return new Val.ListVal(
                IntStream.range(0, length).mapToObj(i -> value(element)).toList());
    }

    private Val primitive(Primitive type) {
        long bits = random.nextInt(4) == 0 ? random.nextInt(3) - 1 : random.nextLong() >> random.nextInt(64);
        return switch (type) {
            case BOOL -> new Val.Bool(random.nextBoolean());
            case S8 -> new Val.S8((byte) bits);
            case U8 -> new Val.U8((int) (bits & 0xff));
            case S16 -> new Val.S16((short) bits);
            case U16 -> new Val.U16((int) (bits & 0xffff));
            case S32 -> new Val.S32((int) bits);
            case U32 -> new Val.U32(bits & 0xffff_ffffL);
            case S64 -> new Val.S64(bits);
            case U64 -> new Val.U64(bits);
            case F32 -> new Val.F32(Float.intBitsToFloat(random.nextInt()));
            case F64 -> new Val.F64(random.nextBoolean() ? bits : Double.longBitsToDouble(random.nextLong()));
            case CHAR -> new Val.Char(character());
            case STRING ->
                new Val.Str(IntStream.range(0, random.nextInt(6))
                        .mapToObj(i -> Character.toString(character()))
                        .collect(Collectors.joining()));
        };
    }

    private int character() {
        return CHARACTERS[random.nextInt(CHARACTERS.length)];
    }
}
