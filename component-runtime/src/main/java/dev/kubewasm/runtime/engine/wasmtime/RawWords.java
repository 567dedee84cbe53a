package dev.kubewasm.runtime.engine.wasmtime;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.kubewasm.runtime.engine.CoreFuncType;
import dev.kubewasm.runtime.engine.CoreFuncType.CoreType;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * How the arguments and results of a function of numbers lie in an array of {@code wasmtime_val_raw_t}: 16 bytes each, the
 * upper half of a word zero where its type has 32 bits.
 */
final class RawWords {
    /** The size of {@code wasmtime_val_raw_t}. */
    static final long SIZE = 16;

    private static final long[] NOTHING = {};
    private static final long LOW_HALF = 0xffff_ffffL;

    private final long[] params;
    private final long[] results;

    RawWords(CoreFuncType type) {
        this.params = masks(type.params());
        this.results = masks(type.results());
    }

    private static long[] masks(List<CoreType> types) {
        return types.stream()
                .mapToLong(t -> t == CoreType.I32 || t == CoreType.F32 ? LOW_HALF : -1)
                .toArray();
    }

    /** How many values there must be room for. */
    int count() {
        return Math.max(params.length, results.length);
    }

    void putParams(long[] words, MemorySegment values) {
        if (words.length != params.length) {
            throw new IllegalArgumentException("the function takes " + params.length + " words, not " + words.length);
        }
        put(words, params, values);
    }

    long[] getParams(MemorySegment values) {
        return get(params, values);
    }

    void putResults(long[] words, MemorySegment values) {
        put(words, results, values);
    }

    long[] getResults(MemorySegment values) {
        return get(results, values);
    }

    private static void put(long[] words, long[] masks, MemorySegment values) {
        for (int i = 0; i < masks.length; i++) {
            values.set(JAVA_LONG, i * SIZE, words[i] & masks[i]);
        }
    }

    private static long[] get(long[] masks, MemorySegment values) {
        if (masks.length == 0) {
            return NOTHING;
        }
        long[] words = new long[masks.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = values.get(JAVA_LONG, i * SIZE) & masks[i];
        }
        return words;
    }
}
