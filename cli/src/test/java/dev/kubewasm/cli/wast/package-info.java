@org.jspecify.annotations.NullMarked
package dev.kubewasm.cli.wast;
