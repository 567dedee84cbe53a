/**
 * Validates core modules in full (the core specification, "Validation"): types with recursion groups and subtyping,
 * every instruction of the finished proposals. An engine may take less than what is valid; that is its own to say.
 */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.component.core;
