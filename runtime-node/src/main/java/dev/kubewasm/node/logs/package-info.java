/** What containers print, kept in files of bounded size, and read back as {@code kubectl logs} asks. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.node.logs;
