/** Syntax trees to packages: files gathered into packages, names found, worlds elaborated. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.wit.resolve;
