/** What would happen: the same cluster placed by several strategies, each by the code that decides in a real cluster. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.simulations;
