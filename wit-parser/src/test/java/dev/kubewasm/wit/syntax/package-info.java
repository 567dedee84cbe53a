@org.jspecify.annotations.NullMarked
package dev.kubewasm.wit.syntax;
