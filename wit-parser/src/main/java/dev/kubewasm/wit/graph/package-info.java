/** Graphs, apart from what their nodes mean. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.wit.graph;
