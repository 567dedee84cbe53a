package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.engine.CoreFuncType.CoreType;
import dev.kubewasm.runtime.engine.CoreMemory;
import dev.kubewasm.runtime.value.Val;
import java.util.List;

/** Types that are an address and a length wherever they lie: strings and lists. */
abstract class PairCodec extends Codec {
    private static final long LOW = 0xffff_ffffL;
    /** The most bytes that a string or a list may have. */
    static final long MAX_BYTE_LENGTH = (1L << 28) - 1;

    PairCodec() {
        super(8, 4, List.of(CoreType.I32, CoreType.I32));
    }

    /** The value whose contents lie at {@code address}. */
    abstract Val loadContents(Transfer t, Call call, int address, int length);

    /** Allocates and writes the contents; returns address and length, the address in the low half. */
    abstract long storeContents(Transfer t, Call call, Val value);

    /** Allocates on the other side and moves the contents there; returns address and length as above. */
    abstract long copyContents(Transfer t, Call call, int address, int length);

    static long pair(int address, int length) {
        return (address & LOW) | ((long) length << 32);
    }

    static int address(long pair) {
        return (int) pair;
    }

    static int length(long pair) {
        return (int) (pair >>> 32);
    }

    @Override
    final Val load(Transfer t, Call call, int address) {
        CoreMemory memory = t.from().memory();
        return loadContents(t, call, memory.getInt(address), memory.getInt(address + 4));
    }

    @Override
    final Val lift(Transfer t, Call call, long[] words, int at) {
        return loadContents(t, call, (int) words[at], (int) words[at + 1]);
    }

    @Override
    final void store(Transfer t, Call call, Val value, int address) {
        write(t, address, storeContents(t, call, value));
    }

    @Override
    final void lower(Transfer t, Call call, Val value, long[] words, int at) {
        write(words, at, storeContents(t, call, value));
    }

    @Override
    final void copy(Transfer t, Call call, int source, int target) {
        CoreMemory memory = t.from().memory();
        write(t, target, copyContents(t, call, memory.getInt(source), memory.getInt(source + 4)));
    }

    @Override
    final void copyFlat(Transfer t, Call call, long[] source, long[] target, int at) {
        write(target, at, copyContents(t, call, (int) source[at], (int) source[at + 1]));
    }

    private static void write(Transfer t, int target, long pair) {
        CoreMemory memory = t.to().memory();
        memory.putInt(target, address(pair));
        memory.putInt(target + 4, length(pair));
    }

    private static void write(long[] words, int at, long pair) {
        words[at] = address(pair) & LOW;
        words[at + 1] = length(pair) & LOW;
    }
}
