/** The engine port on Endive: core modules compiled to JVM bytecode. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.runtime.engine.endive;
