package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.engine.CoreFuncType.CoreType;
import dev.kubewasm.runtime.value.Val;
import java.util.List;

/**
 * How values of one type lie in memory and in core values, and how they are moved (CanonicalABI.md, "Alignment" to
 * "Flat Lowering"). A codec is made once per type and knows no instance.
 *
 * <p>Core values are words: an i32 or the bits of an f32 in the low half with the high half zero, an i64 or the bits of
 * an f64 whole. So the joined payloads of a variant need no conversion. When reading, the high half of a 32-bit word is
 * ignored.
 */
abstract class Codec {
    /** More core values than a function passes any other way than through memory. */
    static final int TOO_MANY_FLAT = 17;

    private final int size;
    private final int alignment;
    private final List<CoreType> flat;

    /**
     * A layout.
     *
     * @param flat the core values; cut at {@link #TOO_MANY_FLAT}, for nobody needs more
     */
    Codec(long size, int alignment, List<CoreType> flat) {
        if (size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a value of " + size + " bytes is larger than memory");
        }
        this.size = (int) size;
        this.alignment = alignment;
        this.flat = flat.size() > TOO_MANY_FLAT ? List.copyOf(flat.subList(0, TOO_MANY_FLAT)) : List.copyOf(flat);
    }

    /** Size in memory, in bytes: at least 1. */
    final int size() {
        return size;
    }

    /** Alignment in memory: 1, 2, 4 or 8. */
    final int alignment() {
        return alignment;
    }

    /** The core values it becomes; at most {@link #TOO_MANY_FLAT} of them. */
    final List<CoreType> flat() {
        return flat;
    }

    /** Whether its bytes can be copied from memory to memory as they are: every bit pattern is a value, no padding. */
    boolean isPlain() {
        return false;
    }

    /** Whether values of this type may hold borrowed handles. */
    boolean hasBorrow() {
        return false;
    }

    /** The value at {@code address}, which is aligned and in bounds. */
    abstract Val load(Transfer t, Call call, int address);

    /** Writes {@code value} at {@code address}, which is aligned and in bounds. */
    abstract void store(Transfer t, Call call, Val value, int address);

    /** The value in {@code words} from {@code at}. */
    abstract Val lift(Transfer t, Call call, long[] words, int at);

    /** Writes {@code value} into {@code words} from {@code at}; words that it doesn't need stay zero. */
    abstract void lower(Transfer t, Call call, Val value, long[] words, int at);

    /** Moves a value from memory to memory; both addresses are aligned and in bounds. */
    abstract void copy(Transfer t, Call call, int source, int target);

    /** Moves a value from words to words; the target's are zero. */
    abstract void copyFlat(Transfer t, Call call, long[] source, long[] target, int at);

    /** {@code offset} rounded up to {@code alignment}. */
    static long align(long offset, int alignment) {
        return (offset + alignment - 1) & -alignment;
    }

    /** A host passed a value that isn't of the declared type. */
    static IllegalArgumentException mismatch(String expected, Val found) {
        return new IllegalArgumentException("a value of type " + expected + " is needed, not " + found);
    }
}
