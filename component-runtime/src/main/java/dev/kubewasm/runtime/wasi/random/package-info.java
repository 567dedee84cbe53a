/** {@code wasi:random}: random bytes and numbers, secure and not. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.runtime.wasi.random;
