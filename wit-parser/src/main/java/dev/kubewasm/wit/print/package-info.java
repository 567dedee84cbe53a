/** Resolved packages, worlds and types as WIT text. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.wit.print;
