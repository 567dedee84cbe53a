/** Tests of the WAVE text form. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.runtime.wave;
