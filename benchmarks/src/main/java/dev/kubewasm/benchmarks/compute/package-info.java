/** What computing costs in a component: kernels as WebAssembly here, the same in wasmtime, and the same in plain Java. */
@NullMarked
package dev.kubewasm.benchmarks.compute;

import org.jspecify.annotations.NullMarked;
