package dev.kubewasm.component.core;

import java.util.Locale;

/**
 * A feature that core WebAssembly gained after its first version, named as {@code wasm-tools validate --features} names
 * it, in the order it lists them.
 */
public enum CoreFeature {
    /** Mutable globals imported or exported. */
    MUTABLE_GLOBAL,
    /** Conversions of floats to integers that saturate. */
    SATURATING_FLOAT_TO_INT,
    /** Sign extension of parts of integers. */
    SIGN_EXTENSION,
    /** Reference types other than tables of functions, and several tables. */
    REFERENCE_TYPES,
    /** Several results of functions, parameters and several results of blocks. */
    MULTI_VALUE,
    /** Copying, filling and initialising memories and tables as a whole; passive segments. */
    BULK_MEMORY,
    /** 128-bit vectors. */
    SIMD,
    /** Vector instructions whose results may differ between machines. */
    RELAXED_SIMD,
    /** Shared memories and atomic instructions. */
    THREADS,
    /** Globals, tables, functions and objects that threads share. */
    SHARED_EVERYTHING_THREADS,
    /** Tail calls. */
    TAIL_CALL,
    /** Several memories. */
    MULTI_MEMORY,
    /** Exceptions: tags, {@code throw}, {@code try_table}. */
    EXCEPTIONS,
    /** Memories and tables with 64-bit addresses. */
    MEMORY64,
    /** Sums and products in constant expressions. */
    EXTENDED_CONST,
    /** References to functions of a known type, and ones that are never null. */
    FUNCTION_REFERENCES,
    /** {@code memory.discard}. */
    MEMORY_CONTROL,
    /** Objects that are collected: structs, arrays, {@code i31}. */
    GC,
    /** Pages of another size than 64 KiB. */
    CUSTOM_PAGE_SIZES,
    /** Exceptions as they were before: {@code try}, {@code catch}. */
    LEGACY_EXCEPTIONS,
    /** Continuations. */
    STACK_SWITCHING,
    /** 128-bit sums and products of integers. */
    WIDE_ARITHMETIC,
    /** The asynchronous ABI of components. */
    CM_ASYNC,
    /** The number of {@code call_indirect}'s table in more than one byte: a part of {@link #REFERENCE_TYPES}. */
    CALL_INDIRECT_OVERLONG,
    /** {@code memory.copy} and {@code memory.fill}: a part of {@link #BULK_MEMORY}. */
    BULK_MEMORY_OPT;

    /** The spelling of wasm-tools, for example {@code multi-memory}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String toString() {
        return text();
    }
}
