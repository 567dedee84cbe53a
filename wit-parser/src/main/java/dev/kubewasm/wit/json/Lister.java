package dev.kubewasm.wit.json;

import dev.kubewasm.wit.json.Listing.InterfaceRow;
import dev.kubewasm.wit.json.Listing.PackageRow;
import dev.kubewasm.wit.json.Listing.WorldRow;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.PackageName;
import dev.kubewasm.wit.model.WitPackage;
import dev.kubewasm.wit.model.World;
import dev.kubewasm.wit.resolve.Provenance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Packages to lists. */
final class Lister {
    private final Provenance provenance;
    final TypeTable types = new TypeTable();
    final List<InterfaceRow> interfaces = new ArrayList<>();
    final List<WorldRow> worlds = new ArrayList<>();
    final List<PackageRow> packages = new ArrayList<>();
    final Map<InterfaceName, Integer> interfaceIds = new HashMap<>();
    final Map<InterfaceName, Integer> worldIds = new HashMap<>();

    private Lister(Provenance provenance) {
        this.provenance = provenance;
    }

    /** The lists of {@code packages}, one package after the other as {@code provenance} has them. */
    static Listing list(List<WitPackage> packages, Provenance provenance) {
        Map<PackageName, WitPackage> byName = new LinkedHashMap<>();
        packages.forEach(pkg -> byName.put(pkg.name(), pkg));
        Lister lister = new Lister(provenance);
        for (Provenance.OfPackage written : provenance.packages()) {
            WitPackage pkg = byName.get(written.name());
            if (pkg != null) {
                new PackageLister(lister, pkg).list(written);
            }
        }
        return new Listing(lister.worlds, lister.interfaces, lister.types.rows(), lister.packages);
    }

    Provenance.OfWorld provenance(World world) {
        return provenance.worlds().getOrDefault(world.name(), new Provenance.OfWorld(List.of(), List.of()));
    }
}
