package dev.kubewasm.wit.resolve;

import dev.kubewasm.wit.ast.Id;
import dev.kubewasm.wit.ast.TopLevelItem;
import dev.kubewasm.wit.ast.UsePath;
import dev.kubewasm.wit.diagnostics.Diagnostic;
import dev.kubewasm.wit.diagnostics.DiagnosticCode;
import dev.kubewasm.wit.diagnostics.Suggestions;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.PackageName;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The interfaces and worlds of all packages, and what each path means in each file. */
final class ItemTable {
    private final DiagnosticBag diagnostics;
    private final Map<PackageName, Map<String, Item>> items = new LinkedHashMap<>();
    /** By unit, as an object: two files may read the same. */
    private final IdentityHashMap<UnresolvedPackage.Unit, Map<String, TopLevelItem.TopLevelUse>> uses =
            new IdentityHashMap<>();

    ItemTable(List<UnresolvedPackage> packages, DiagnosticBag diagnostics) {
        this.diagnostics = diagnostics;
        packages.forEach(this::declare);
        for (UnresolvedPackage pkg : packages) {
            for (UnresolvedPackage.Unit unit : pkg.units()) {
                uses.put(unit, uses(unit));
            }
        }
    }

    private void declare(UnresolvedPackage pkg) {
        Map<String, Item> own = new LinkedHashMap<>();
        Map<String, Id> taken = new HashMap<>();
        for (UnresolvedPackage.Unit unit : pkg.units()) {
            for (TopLevelItem item : unit.items()) {
                declared(item, unit, pkg.name())
                        .filter(found -> unique(taken, found.id(), "in package `" + pkg.name() + "`"))
                        .ifPresent(found -> own.put(found.id().name(), found));
            }
        }
        items.put(pkg.name(), own);
    }

    private static Optional<Item> declared(TopLevelItem item, UnresolvedPackage.Unit unit, PackageName pkg) {
        return switch (item) {
            case TopLevelItem.InterfaceDecl decl ->
                Optional.of(
                        new Item.OfInterface(new InterfaceName(pkg, decl.id().name()), decl, unit));
            case TopLevelItem.WorldDecl decl ->
                Optional.of(new Item.OfWorld(new InterfaceName(pkg, decl.id().name()), decl, unit));
            case TopLevelItem.TopLevelUse ignored -> Optional.empty();
        };
    }

    /** The names that the top-level uses of a file give; those of its own items are taken already. */
    private Map<String, TopLevelItem.TopLevelUse> uses(UnresolvedPackage.Unit unit) {
        Map<String, Id> taken = new HashMap<>();
        Map<String, TopLevelItem.TopLevelUse> found = new LinkedHashMap<>();
        for (TopLevelItem item : unit.items()) {
            Id id =
                    switch (item) {
                        case TopLevelItem.InterfaceDecl decl -> decl.id();
                        case TopLevelItem.WorldDecl decl -> decl.id();
                        case TopLevelItem.TopLevelUse use -> use.local();
                    };
            Id earlier = taken.putIfAbsent(fold(id), id);
            if (item instanceof TopLevelItem.TopLevelUse use && earlier == null) {
                found.put(id.name(), use);
            } else if (earlier != null && (item instanceof TopLevelItem.TopLevelUse || found.containsKey(id.name()))) {
                duplicate(id, earlier, "in this file");
            }
        }
        return found;
    }

    private boolean unique(Map<String, Id> taken, Id id, String where) {
        Id earlier = taken.putIfAbsent(fold(id), id);
        if (earlier != null) {
            duplicate(id, earlier, where);
        }
        return earlier == null;
    }

    private void duplicate(Id id, Id earlier, String where) {
        diagnostics.add(Diagnostic.error(
                        DiagnosticCode.DUPLICATE_NAME,
                        id.span(),
                        "`" + id.name() + "` is defined more than once " + where)
                .withRelated(earlier.span(), "`" + earlier.name() + "` is defined here"));
    }

    /** What two names that may not both be defined have in common: identifiers are unique without regard to case. */
    static String fold(Id id) {
        return id.name().toLowerCase(Locale.ROOT);
    }

    /** Every item of the package. */
    Collection<Item> items(PackageName pkg) {
        return items.getOrDefault(pkg, Map.of()).values();
    }

    /** The item that {@code path} names in the file {@code unit} of {@code pkg}; if there is none, that is reported. */
    Optional<Item> find(UsePath path, UnresolvedPackage.Unit unit, PackageName pkg) {
        Optional<Item> found = lookup(path, unit, pkg);
        // A top-level use that names nothing is reported where it stands, not where its name is needed.
        boolean used = path instanceof UsePath.Local local
                && uses.getOrDefault(unit, Map.of()).containsKey(local.id().name());
        if (found.isEmpty() && !used) {
            reportUnknown(path, unit, pkg);
        }
        return found;
    }

    /** As {@link #find}, where an item of another package may be missing, but not the package. */
    Optional<Item> findIfNeeded(UsePath path, UnresolvedPackage.Unit unit, PackageName pkg) {
        return path instanceof UsePath.Full full && items.containsKey(full.pkg().name())
                ? lookup(path, unit, pkg)
                : find(path, unit, pkg);
    }

    /** As {@link #find}, without a report. */
    Optional<Item> lookup(UsePath path, UnresolvedPackage.Unit unit, PackageName pkg) {
        return switch (path) {
            case UsePath.Full full -> item(full);
            case UsePath.Local local -> {
                TopLevelItem.TopLevelUse use =
                        uses.getOrDefault(unit, Map.of()).get(local.id().name());
                yield use == null ? item(pkg, local.id()) : target(use, pkg);
            }
        };
    }

    /** Reports every top-level use of {@code unit} that names nothing to use, whether the name is needed or not. */
    void checkUses(UnresolvedPackage.Unit unit, PackageName pkg) {
        for (TopLevelItem.TopLevelUse use : uses.getOrDefault(unit, Map.of()).values()) {
            switch (target(use, pkg).orElse(null)) {
                case null -> reportUnknown(use.path(), unit, pkg);
                case Item.OfInterface ignored -> {
                    // As it should be.
                }
                case Item.OfWorld world -> {
                    // A world of the package itself may be given another name, to include it by.
                    if (use.path() instanceof UsePath.Full) {
                        diagnostics.error(
                                DiagnosticCode.WRONG_KIND,
                                use.path().id().span(),
                                "`" + world.id().name() + "` is a world, only interfaces can be used",
                                Optional.of("include it by its full name"));
                    }
                }
            }
        }
    }

    private Optional<Item> target(TopLevelItem.TopLevelUse use, PackageName pkg) {
        return switch (use.path()) {
            case UsePath.Full full -> item(full);
            case UsePath.Local local -> item(pkg, local.id());
        };
    }

    private Optional<Item> item(UsePath.Full path) {
        return item(path.pkg().name(), path.id());
    }

    private Optional<Item> item(PackageName pkg, Id id) {
        return Optional.ofNullable(items.getOrDefault(pkg, Map.of()).get(id.name()));
    }

    private void reportUnknown(UsePath path, UnresolvedPackage.Unit unit, PackageName pkg) {
        switch (path) {
            case UsePath.Full full when !items.containsKey(full.pkg().name()) -> reportPackage(full);
            case UsePath.Full full ->
                diagnostics.error(
                        DiagnosticCode.UNKNOWN_ITEM,
                        full.id().span(),
                        "package `" + full.pkg().name() + "` has no interface or world `"
                                + full.id().name() + "`",
                        () -> Suggestions.didYouMean(
                                full.id().name(),
                                items.getOrDefault(full.pkg().name(), Map.of()).keySet()));
            case UsePath.Local local ->
                diagnostics.error(
                        DiagnosticCode.UNKNOWN_ITEM,
                        local.id().span(),
                        "interface or world `" + local.id().name() + "` does not exist",
                        () -> Suggestions.didYouMean(
                                local.id().name(),
                                Stream.concat(
                                                items.getOrDefault(pkg, Map.of()).keySet().stream(),
                                                uses.getOrDefault(unit, Map.of()).keySet().stream())
                                        .collect(Collectors.toSet())));
        }
    }

    private void reportPackage(UsePath.Full path) {
        PackageName wanted = path.pkg().name();
        diagnostics.error(
                DiagnosticCode.UNKNOWN_PACKAGE,
                path.span(),
                "package `" + wanted + "` is not here",
                () -> Optional.of(otherPackages(wanted)));
    }

    private String otherPackages(PackageName wanted) {
        List<String> versions = items.keySet().stream()
                .filter(known -> known.unversioned().equals(wanted.unversioned()))
                .map(PackageName::toString)
                .sorted()
                .toList();
        return versions.isEmpty()
                ? Suggestions.didYouMean(
                                wanted.toString(),
                                items.keySet().stream()
                                        .map(PackageName::toString)
                                        .toList())
                        .orElseGet(() ->
                                "packages come from `deps/` beside the file or are nested in it; known: " + known())
                : "known: `" + String.join("`, `", versions) + "`";
    }

    private String known() {
        String names =
                items.keySet().stream().limit(10).map(name -> "`" + name + "`").collect(Collectors.joining(", "));
        return items.size() > 10 ? names + ", ..." : names;
    }
}
