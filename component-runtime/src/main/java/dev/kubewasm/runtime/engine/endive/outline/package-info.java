/**
 * Splits functions that are too large for the JVM: a core module in, an equivalent one with smaller functions out. It works on
 * WebAssembly, before anything is compiled.
 *
 * <p>The way of a function: {@link dev.kubewasm.runtime.engine.endive.outline.BodyReader} makes a tree of its code; {@link
 * dev.kubewasm.runtime.engine.endive.outline.RegionFinder} proposes parts of it that could be functions of their own; {@link
 * dev.kubewasm.runtime.engine.endive.outline.Crossing} says what would have to be passed to and fro, from what {@link
 * dev.kubewasm.runtime.engine.endive.outline.Liveness} knows; {@link dev.kubewasm.runtime.engine.endive.outline.Outliner} moves
 * those chosen out; {@link dev.kubewasm.runtime.engine.endive.outline.BodyWriter} writes what has become of it.
 */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.runtime.engine.endive.outline;
