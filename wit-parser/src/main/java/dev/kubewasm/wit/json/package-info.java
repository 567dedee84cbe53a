/** Resolved packages and worlds as JSON, in the form and order of {@code wasm-tools component wit --json}. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.wit.json;
