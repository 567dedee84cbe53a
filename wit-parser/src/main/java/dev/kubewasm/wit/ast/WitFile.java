package dev.kubewasm.wit.ast;

import dev.kubewasm.wit.diagnostics.SourceText;
import dev.kubewasm.wit.diagnostics.Span;
import dev.kubewasm.wit.model.Docs;
import java.util.List;
import java.util.Optional;

/**
 * A file of WIT.
 *
 * @param source its text
 * @param header its package declaration, if it has one
 * @param items its own items
 * @param nested packages written in it as {@code package name { ... }}
 */
public record WitFile(
        SourceText source, Optional<PackageHeader> header, List<TopLevelItem> items, List<NestedPackage> nested) {
    public WitFile {
        items = List.copyOf(items);
        nested = List.copyOf(nested);
    }

    /** {@code package name;}. */
    public record PackageHeader(PackagePath path, Docs docs, Span docsSpan) {}

    /** {@code package name { ... }}. */
    public record NestedPackage(PackagePath path, Docs docs, List<TopLevelItem> items) {
        public NestedPackage {
            items = List.copyOf(items);
        }
    }
}
