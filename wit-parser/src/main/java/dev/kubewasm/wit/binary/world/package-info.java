/**
 * What a binary says in WIT: the packages that it encodes, or the world of a component, as the model of
 * {@link dev.kubewasm.wit.model} that text gives too.
 */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.wit.binary.world;
