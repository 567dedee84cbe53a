/**
 * WAVE, the WebAssembly Value Encoding: component values as text, as the README of the {@code wasm-wave} crate in
 * wasm-tools defines it. {@link dev.kubewasm.runtime.wave.Wave} reads and writes.
 */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.runtime.wave;
