/** Wasmtime's C API through the foreign function interface of the JDK. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.runtime.engine.wasmtime;
