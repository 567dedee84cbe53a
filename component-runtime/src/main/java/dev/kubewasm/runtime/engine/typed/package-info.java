/**
 * Calls between core functions without arrays: a Java interface for each signature, which generated code implements and
 * calls.
 */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.runtime.engine.typed;
