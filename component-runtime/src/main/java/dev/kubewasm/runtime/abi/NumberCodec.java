package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.engine.CoreFuncType.CoreType;
import dev.kubewasm.runtime.engine.CoreMemory;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType.Primitive;
import java.util.List;

/** Types of one core value without structure: bool, integers, floats, char. */
final class NumberCodec extends Codec {
    private static final int CANONICAL_NAN_32 = 0x7fc00000;
    private static final long CANONICAL_NAN_64 = 0x7ff8000000000000L;
    private static final long LOW = 0xffff_ffffL;

    private final Primitive type;

    NumberCodec(Primitive type) {
        super(sizeOf(type), sizeOf(type), List.of(coreType(type)));
        this.type = type;
    }

    private static int sizeOf(Primitive type) {
        return switch (type) {
            case BOOL, S8, U8 -> 1;
            case S16, U16 -> 2;
            case S32, U32, F32, CHAR -> 4;
            case S64, U64, F64 -> 8;
            case STRING -> throw new IllegalArgumentException("a string is no number");
        };
    }

    private static CoreType coreType(Primitive type) {
        return switch (type) {
            case S64, U64 -> CoreType.I64;
            case F32 -> CoreType.F32;
            case F64 -> CoreType.F64;
            default -> CoreType.I32;
        };
    }

    Primitive type() {
        return type;
    }

    boolean isByte() {
        return type == Primitive.U8;
    }

    @Override
    boolean isPlain() {
        return type != Primitive.BOOL && type != Primitive.CHAR;
    }

    @Override
    Val load(Transfer t, Call call, int address) {
        return toVal(t, read(t.from().memory(), address));
    }

    @Override
    void store(Transfer t, Call call, Val value, int address) {
        write(t.to().memory(), address, toWord(value));
    }

    @Override
    Val lift(Transfer t, Call call, long[] words, int at) {
        return toVal(t, narrow(words[at]));
    }

    @Override
    void lower(Transfer t, Call call, Val value, long[] words, int at) {
        words[at] = toWord(value);
    }

    @Override
    void copy(Transfer t, Call call, int source, int target) {
        write(t.to().memory(), target, checked(t, read(t.from().memory(), source)));
    }

    @Override
    void copyFlat(Transfer t, Call call, long[] source, long[] target, int at) {
        target[at] = checked(t, narrow(source[at]));
    }

    private long read(CoreMemory memory, int address) {
        return switch (type) {
            case BOOL, U8 -> memory.getByte(address) & 0xff;
            case S8 -> memory.getByte(address) & LOW;
            case U16 -> memory.getShort(address) & 0xffff;
            case S16 -> memory.getShort(address) & LOW;
            case S32, U32, F32, CHAR -> memory.getInt(address) & LOW;
            default -> memory.getLong(address);
        };
    }

    private void write(CoreMemory memory, int address, long word) {
        switch (size()) {
            case 1 -> memory.putByte(address, (byte) word);
            case 2 -> memory.putShort(address, (short) word);
            case 4 -> memory.putInt(address, (int) word);
            default -> memory.putLong(address, word);
        }
    }

    /** A word that core code passes, cut to the type's width and extended as its core type is. */
    private long narrow(long word) {
        return switch (type) {
            case S8 -> (byte) word & LOW;
            case U8 -> word & 0xff;
            case S16 -> (short) word & LOW;
            case U16 -> word & 0xffff;
            case S64, U64, F64 -> word;
            default -> word & LOW;
        };
    }

    /** The word as it is passed on: bools are 0 or 1, chars are scalar values. */
    private long checked(Transfer t, long word) {
        return switch (type) {
            case BOOL -> word == 0 ? 0 : 1;
            case CHAR -> checkChar(t.from(), (int) word);
            default -> word;
        };
    }

    /** A code point that {@code from} passes, which must be a scalar value. */
    static int checkChar(Side from, int codePoint) {
        if (Integer.compareUnsigned(codePoint, 0x110000) >= 0 || (codePoint >= 0xd800 && codePoint <= 0xdfff)) {
            throw from.trap("invalid char: 0x" + Integer.toHexString(codePoint));
        }
        return codePoint;
    }

    private Val toVal(Transfer t, long word) {
        return switch (type) {
            case BOOL -> new Val.Bool(word != 0);
            case S8 -> new Val.S8((byte) word);
            case U8 -> new Val.U8((int) word);
            case S16 -> new Val.S16((short) word);
            case U16 -> new Val.U16((int) word);
            case S32 -> new Val.S32((int) word);
            case U32 -> new Val.U32(word);
            case S64 -> new Val.S64(word);
            case U64 -> new Val.U64(word);
            case F32 -> new Val.F32(canonical(Float.intBitsToFloat((int) word)));
            case F64 -> new Val.F64(canonical(Double.longBitsToDouble(word)));
            case CHAR -> new Val.Char(checkChar(t.from(), (int) word));
            case STRING -> throw new IllegalStateException("a string is no number");
        };
    }

    private long toWord(Val value) {
        return switch (type) {
            case BOOL -> value instanceof Val.Bool v ? (v.value() ? 1 : 0) : wrong(value);
            case S8 -> value instanceof Val.S8 v ? v.value() & LOW : wrong(value);
            case U8 -> value instanceof Val.U8 v ? v.value() : wrong(value);
            case S16 -> value instanceof Val.S16 v ? v.value() & LOW : wrong(value);
            case U16 -> value instanceof Val.U16 v ? v.value() : wrong(value);
            case S32 -> value instanceof Val.S32 v ? v.value() & LOW : wrong(value);
            case U32 -> value instanceof Val.U32 v ? v.value() : wrong(value);
            case S64 -> value instanceof Val.S64 v ? v.value() : wrong(value);
            case U64 -> value instanceof Val.U64 v ? v.value() : wrong(value);
            case F32 -> value instanceof Val.F32 v ? Float.floatToRawIntBits(canonical(v.value())) & LOW : wrong(value);
            case F64 -> value instanceof Val.F64 v ? Double.doubleToRawLongBits(canonical(v.value())) : wrong(value);
            case CHAR -> value instanceof Val.Char v ? v.codePoint() : wrong(value);
            case STRING -> wrong(value);
        };
    }

    private static float canonical(float value) {
        return Float.isNaN(value) ? Float.intBitsToFloat(CANONICAL_NAN_32) : value;
    }

    private static double canonical(double value) {
        return Double.isNaN(value) ? Double.longBitsToDouble(CANONICAL_NAN_64) : value;
    }

    private long wrong(Val value) {
        throw mismatch(type.text(), value);
    }
}
