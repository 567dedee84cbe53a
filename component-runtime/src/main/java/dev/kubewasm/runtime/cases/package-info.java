/** Calls with the results that they should have, run and compared. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.runtime.cases;
