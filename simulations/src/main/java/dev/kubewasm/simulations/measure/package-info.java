/** What a placement is worth, in numbers. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.simulations.measure;
