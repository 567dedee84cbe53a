/** {@code wasi:io}: errors, pollables and byte streams. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.runtime.wasi.io;
