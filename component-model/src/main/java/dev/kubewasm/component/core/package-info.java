/**
 * Validates core modules in full (the core specification, "Validation"): types with recursion groups and subtyping,
 * every instruction of the finished proposals. An engine may take less than what is valid; that is its own to say.
 *
 * <p>Beside that: which features of WebAssembly beyond its first version modules make use of.
 */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.component.core;
