/** Values and settings that the options of several commands share. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.cli.options;
