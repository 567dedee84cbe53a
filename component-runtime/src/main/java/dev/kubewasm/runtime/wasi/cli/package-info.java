/** {@code wasi:cli}: arguments, environment, exit and the standard streams. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.runtime.wasi.cli;
