/**
 * The canonical ABI (CanonicalABI.md): how component values lie in linear memory and in core parameters, and how they
 * get from there to a host, from a host to there, and from one component to another.
 */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.runtime.abi;
