package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.engine.CoreFuncType.CoreType;
import dev.kubewasm.runtime.engine.CoreMemory;
import dev.kubewasm.runtime.value.Val;
import java.util.List;

/** Flags: a bit each; bits that stand for none are ignored when lifted. */
final class FlagsCodec extends Codec {
    private final int mask;

    FlagsCodec(int count) {
        super(sizeOf(count), sizeOf(count), List.of(CoreType.I32));
        this.mask = count == 32 ? -1 : (1 << count) - 1;
    }

    private static int sizeOf(int count) {
        return count <= 8 ? 1 : count <= 16 ? 2 : 4;
    }

    /** The bits that stand for a flag. */
    int mask() {
        return mask;
    }

    @Override
    Val load(Transfer t, Call call, int address) {
        return new Val.FlagsVal(read(t, address));
    }

    @Override
    void store(Transfer t, Call call, Val value, int address) {
        write(t, address, bits(value));
    }

    @Override
    Val lift(Transfer t, Call call, long[] words, int at) {
        return new Val.FlagsVal((int) words[at] & mask);
    }

    @Override
    void lower(Transfer t, Call call, Val value, long[] words, int at) {
        words[at] = Integer.toUnsignedLong(bits(value));
    }

    @Override
    void copy(Transfer t, Call call, int source, int target) {
        write(t, target, read(t, source));
    }

    @Override
    void copyFlat(Transfer t, Call call, long[] source, long[] target, int at) {
        target[at] = Integer.toUnsignedLong((int) source[at] & mask);
    }

    private int read(Transfer t, int address) {
        CoreMemory memory = t.from().memory();
        int bits =
                switch (size()) {
                    case 1 -> memory.getByte(address);
                    case 2 -> memory.getShort(address);
                    default -> memory.getInt(address);
                };
        return bits & mask;
    }

    private void write(Transfer t, int address, int bits) {
        CoreMemory memory = t.to().memory();
        switch (size()) {
            case 1 -> memory.putByte(address, (byte) bits);
            case 2 -> memory.putShort(address, (short) bits);
            default -> memory.putInt(address, bits);
        }
    }

    private int bits(Val value) {
        if (value instanceof Val.FlagsVal flags && (flags.bits() & ~mask) == 0) {
            return flags.bits();
        }
        throw mismatch("flags", value);
    }
}
