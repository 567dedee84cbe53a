/** Reading WIT. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.benchmarks.wit;
