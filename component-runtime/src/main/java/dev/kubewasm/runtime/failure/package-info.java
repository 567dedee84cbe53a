/** How the work of a component ends other than by returning: traps, exits, and features this runtime doesn't have. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.runtime.failure;
