/**
 * The binary form of types and of the index spaces they live in: a bounded reader, and the definitions as the binary
 * has them (by index), which the component decoder and the type resolver build on. Terms and grammar as in
 * design/mvp/Binary.md of the Component Model.
 */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.wit.binary;
