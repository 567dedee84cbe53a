/** {@code wasi:filesystem}: the folders given to a component, and nothing outside of them. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.runtime.wasi.filesystem;
