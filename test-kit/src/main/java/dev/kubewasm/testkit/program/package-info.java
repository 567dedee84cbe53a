/** Programs of the project as processes of their own, and waiting for what they do. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.testkit.program;
