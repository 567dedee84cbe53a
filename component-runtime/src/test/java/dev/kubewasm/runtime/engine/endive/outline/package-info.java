@org.jspecify.annotations.NullMarked
package dev.kubewasm.runtime.engine.endive.outline;
