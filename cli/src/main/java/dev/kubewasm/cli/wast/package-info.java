/**
 * {@code kube-wasm wast}: runs scripts of the Component Model's test suites, as {@code wasm-tools json-from-wast} converts
 * them. A script is read ({@link dev.kubewasm.cli.wast.ScriptReader}), run ({@link dev.kubewasm.cli.wast.ScriptRunner})
 * and reported; what it says of values is turned into values by classes of their own.
 */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.cli.wast;
