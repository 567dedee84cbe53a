/** Whether what one component exports may serve what another imports, and if not, every reason with its path. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.wit.compat;
