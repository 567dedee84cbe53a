/** Folders of files. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.node.files;
