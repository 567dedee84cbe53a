/** Components in files, linked to each other by the interfaces they import and export. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.runtime.assembly;
