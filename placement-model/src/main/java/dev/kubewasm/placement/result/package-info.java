/** What a placement says: for each Pod the node and the wiring decided, or the reason why not. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.placement.result;
