/** What is wrong with WIT text, as data with a place in the source, and the one renderer that shows it. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.wit.diagnostics;
