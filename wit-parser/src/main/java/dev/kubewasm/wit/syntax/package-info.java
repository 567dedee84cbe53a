/** From text to tokens to the syntax tree; each step a pure function whose result carries every diagnostic it found. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.wit.syntax;
