/** Compiled code kept on disk, for any engine that compiles. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.runtime.engine.cache;
