/**
 * WIT: text to resolved packages and worlds. {@link dev.kubewasm.wit.Wit} is the way in; the stages behind it are
 * {@code syntax} (text → tokens → tree), {@code ast} (the tree) and {@code resolve} (tree → packages), what comes out
 * is {@code model} and {@code diagnostics}.
 */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.wit;
