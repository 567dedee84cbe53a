/**
 * Resolved WIT: what a package, an interface or a world means once every name is found. Immutable values, the same
 * whether they were read from text or decoded from a binary. Terms as in design/mvp/WIT.md of the Component Model.
 */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.wit.model;
