/** What all that reads JSON and YAML shares. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.cli.json;
