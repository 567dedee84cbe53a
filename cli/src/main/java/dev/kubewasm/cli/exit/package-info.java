/** The exit codes that all commands share. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.cli.exit;
