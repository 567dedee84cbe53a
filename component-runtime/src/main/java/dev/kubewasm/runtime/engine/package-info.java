/**
 * The engine port: what executes core WebAssembly under the component layer. Small on purpose, so that engines can be
 * exchanged: compile a module, instantiate it with imports, call its functions, reach its memory.
 */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.runtime.engine;
