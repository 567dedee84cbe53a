/**
 * What the definitions of a component mean: one walk over them, with the types of all index spaces resolved, validated
 * and compared. Core instances and canonical functions are a runtime's to check, through
 * {@link dev.kubewasm.wit.binary.types.CoreLevel}.
 */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.wit.binary.types;
