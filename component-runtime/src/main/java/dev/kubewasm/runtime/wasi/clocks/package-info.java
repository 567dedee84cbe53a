/** {@code wasi:clocks}: the monotonic and the wall clock. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.runtime.wasi.clocks;
