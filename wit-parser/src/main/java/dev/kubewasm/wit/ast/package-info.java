/**
 * The syntax tree of WIT text: what was written, every name with its place, nothing looked up. Terms as in the grammar
 * of design/mvp/WIT.md of the Component Model.
 */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.wit.ast;
