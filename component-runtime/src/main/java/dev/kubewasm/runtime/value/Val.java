package dev.kubewasm.runtime.value;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A component value. Fields, cases, enum names and flags are held by position: their names are in the
 * {@link ValueType}. Equality is by value; {@code nan} equals {@code nan} and {@code -0.0} differs from {@code 0.0}.
 */
public sealed interface Val {
    /** {@code bool}. */
    record Bool(boolean value) implements Val {}

    /** {@code s8}. */
    record S8(byte value) implements Val {}

    /** {@code u8}: 0 to 255. */
    record U8(int value) implements Val {
        public U8 {
            require(value >= 0 && value <= 0xff, "u8", value);
        }
    }

    /** {@code s16}. */
    record S16(short value) implements Val {}

    /** {@code u16}: 0 to 65535. */
    record U16(int value) implements Val {
        public U16 {
            require(value >= 0 && value <= 0xffff, "u16", value);
        }
    }

    /** {@code s32}. */
    record S32(int value) implements Val {}

    /** {@code u32}: 0 to 2<sup>32</sup> - 1. */
    record U32(long value) implements Val {
        public U32 {
            require(value >= 0 && value <= 0xffff_ffffL, "u32", value);
        }
    }

    /** {@code s64}. */
    record S64(long value) implements Val {}

    /** {@code u64}: the 64 bits, to be read as unsigned. */
    record U64(long value) implements Val {}

    /** {@code f32}. */
    record F32(float value) implements Val {}

    /** {@code f64}. */
    record F64(double value) implements Val {}

    /** {@code char}: a Unicode scalar value. */
    record Char(int codePoint) implements Val {
        public Char {
            require(
                    Character.isValidCodePoint(codePoint) && (codePoint < 0xd800 || codePoint >= 0xe000),
                    "char",
                    codePoint);
        }
    }

    /** {@code string}; lone surrogates are refused when it is passed to a component. */
    record Str(String value) implements Val {}

    /** {@code list} or {@code map} (whose elements are pairs), and lists of fixed length; for {@code list<u8>} see {@link Bytes}. */
    record ListVal(List<Val> items) implements Val {
        public ListVal {
            items = List.copyOf(items);
        }
    }

    /** {@code list<u8>}. The array is not copied: whoever makes it leaves it alone afterwards. */
    final class Bytes implements Val {
        private final byte[] value;

        /** The bytes. */
        public Bytes(byte[] value) {
            this.value = value;
        }

        /** The bytes, not a copy. */
        public byte[] value() {
            return value;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Bytes b && Arrays.equals(value, b.value);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(value);
        }

        @Override
        public String toString() {
            return "Bytes[" + HexFormat.of().formatHex(value) + "]";
        }
    }

    /** {@code record}: its fields in declared order. */
    record RecordVal(List<Val> fields) implements Val {
        public RecordVal {
            fields = List.copyOf(fields);
        }
    }

    /** {@code tuple}. */
    record TupleVal(List<Val> elements) implements Val {
        public TupleVal {
            elements = List.copyOf(elements);
        }
    }

    /** {@code variant}: the number of the case, from 0, and its payload if it has one. */
    record VariantVal(int caseIndex, Optional<Val> payload) implements Val {}

    /** {@code enum}: the number of the name, from 0. */
    record EnumVal(int index) implements Val {}

    /** {@code flags}: bit 0 is the first flag. */
    record FlagsVal(int bits) implements Val {}

    /** {@code option}. */
    record OptionVal(Optional<Val> some) implements Val {}

    /** {@code result} with the payload of its side, if that has one. */
    record ResultVal(boolean ok, Optional<Val> payload) implements Val {}

    /** An owning handle: who holds it drops it, or passes it on. */
    record Own(ResourceRef resource) implements Val {}

    /** A borrowed handle, good until the call it was passed to returns. */
    record Borrow(ResourceRef resource) implements Val {}

    /** A string. */
    static Val str(String value) {
        return new Str(value);
    }

    /** A u64 from its bits. */
    static Val u64(long bits) {
        return new U64(bits);
    }

    /** {@code list<u8>}; the array is not copied. */
    static Val bytes(byte[] value) {
        return new Bytes(value);
    }

    /** A list. */
    static Val list(List<Val> items) {
        return new ListVal(items);
    }

    /** A record, its fields in declared order. */
    static Val record(Val... fields) {
        return new RecordVal(Arrays.asList(fields));
    }

    /** A tuple. */
    static Val tuple(Val... elements) {
        return new TupleVal(Arrays.asList(elements));
    }

    /** {@code some(value)}. */
    static Val some(Val value) {
        return new OptionVal(Optional.of(value));
    }

    /** {@code none}. */
    static Val none() {
        return new OptionVal(Optional.empty());
    }

    /** {@code ok(value)}. */
    static Val ok(Val value) {
        return new ResultVal(true, Optional.of(value));
    }

    /** {@code ok} without payload. */
    static Val ok() {
        return new ResultVal(true, Optional.empty());
    }

    /** {@code err(value)}. */
    static Val err(Val value) {
        return new ResultVal(false, Optional.of(value));
    }

    /** {@code err} without payload. */
    static Val err() {
        return new ResultVal(false, Optional.empty());
    }

    /** A case of a variant, without payload. */
    static Val variant(int caseIndex) {
        return new VariantVal(caseIndex, Optional.empty());
    }

    /** A case of a variant. */
    static Val variant(int caseIndex, Val payload) {
        return new VariantVal(caseIndex, Optional.of(payload));
    }

    private static void require(boolean inRange, String type, long value) {
        if (!inRange) {
            throw new IllegalArgumentException(value + " is no " + type);
        }
    }
}
