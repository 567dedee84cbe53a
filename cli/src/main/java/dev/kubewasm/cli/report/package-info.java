/** What a run says at its end, and its three forms: text, JSON and YAML (schema in {@code docs/run-output.schema.json}). */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.cli.report;
