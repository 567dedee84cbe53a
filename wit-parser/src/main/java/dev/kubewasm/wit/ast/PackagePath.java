package dev.kubewasm.wit.ast;

import dev.kubewasm.wit.diagnostics.Span;
import dev.kubewasm.wit.model.PackageName;

/** A package named in full, {@code namespace:name@version}. */
public record PackagePath(PackageName name, Span span) {}
