package dev.kubewasm.wit.resolve;

import dev.kubewasm.wit.ast.TopLevelItem;
import dev.kubewasm.wit.diagnostics.Span;
import dev.kubewasm.wit.model.Docs;
import dev.kubewasm.wit.model.PackageName;
import java.util.List;

/**
 * A package gathered from its files, nothing looked up yet.
 *
 * @param name its name
 * @param span where that is declared
 * @param docs its documentation
 * @param units its files (or the one block of a nested package); each has a scope of its own for top-level uses
 */
public record UnresolvedPackage(PackageName name, Span span, Docs docs, List<Unit> units) {
    public UnresolvedPackage {
        units = List.copyOf(units);
    }

    /** The items of one file. */
    public record Unit(List<TopLevelItem> items) {
        public Unit {
            items = List.copyOf(items);
        }
    }
}
