/** Kubernetes YAML from a folder: strict, bounded, every problem with its file, line and field. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.cli.manifest;
