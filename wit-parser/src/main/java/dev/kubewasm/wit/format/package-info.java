/** WIT text laid out as everybody's: the tokens and comments of the author, the white space of this package. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.wit.format;
