/**
 * The WASI 0.2 interfaces as host interfaces; {@link dev.kubewasm.runtime.wasi.Wasi} is the way in. A package each below:
 * {@code io}, {@code cli}, {@code clocks}, {@code random}, {@code filesystem}.
 */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.runtime.wasi;
