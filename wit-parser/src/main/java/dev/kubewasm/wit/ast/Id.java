package dev.kubewasm.wit.ast;

import dev.kubewasm.wit.diagnostics.Span;

/**
 * An identifier where it is written.
 *
 * @param name without the {@code %} that lets a keyword be one
 * @param span with the {@code %}
 */
public record Id(String name, Span span) {}
