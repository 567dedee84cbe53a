/** Component values and their types, and the WAVE text form of them. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.runtime.value;
