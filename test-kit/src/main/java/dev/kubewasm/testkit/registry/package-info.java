/** Registries for tests. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.testkit.registry;
