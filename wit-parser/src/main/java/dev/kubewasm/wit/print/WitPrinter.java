package dev.kubewasm.wit.print;

import static java.util.Objects.requireNonNull;

import dev.kubewasm.wit.model.PackageName;
import dev.kubewasm.wit.model.WitPackage;
import dev.kubewasm.wit.model.World;
import dev.kubewasm.wit.resolve.Provenance;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Packages and worlds as canonical WIT text, laid out as {@code wasm-tools component wit} has it. Reading the text
 * again gives an equal model.
 */
public final class WitPrinter {
    private WitPrinter() {}

    /** The package alone, {@code package name;} first; what it uses of others is not printed. */
    public static String print(WitPackage pkg) {
        Output out = new Output();
        own(out, pkg);
        return out.text();
    }

    private static void own(Output out, WitPackage pkg) {
        out.docs(pkg.docs());
        out.line("package " + Names.pkg(pkg.name()) + ";");
        out.line("");
        ScopePrinter printer = new ScopePrinter(out, pkg.name());
        pkg.interfaces().forEach((name, type) -> {
            printer.iface(name, type);
            out.line("");
        });
        pkg.worlds().forEach(printer::world);
    }

    private static void members(Output out, WitPackage pkg) {
        ScopePrinter printer = new ScopePrinter(out, pkg.name());
        pkg.interfaces().forEach(printer::iface);
        pkg.worlds().forEach(printer::world);
    }

    /**
     * The world with every interface that it mentions: those of its own package beside it, those of others in nested
     * packages behind it. An interface that is imported and exported is printed once, with what both have.
     */
    public static String print(World world) {
        return print(WorldPackages.of(world));
    }

    /**
     * All packages as one text: the first as a file has it, the others nested behind it in the order of {@code
     * provenance}, as they depend on one another.
     */
    public static String print(List<WitPackage> packages, Provenance provenance) {
        if (packages.isEmpty()) {
            return "";
        }
        Map<PackageName, WitPackage> byName = new LinkedHashMap<>();
        packages.forEach(pkg -> byName.put(pkg.name(), pkg));
        PackageName own = packages.getFirst().name();
        return print(Stream.concat(
                        Stream.of(own),
                        provenance.packages().stream()
                                .map(Provenance.OfPackage::name)
                                .filter(name -> !name.equals(own)))
                .map(name -> requireNonNull(byName.get(name)))
                .toList());
    }

    private static String print(List<WitPackage> packages) {
        Output out = new Output();
        WitPackage own = packages.getFirst();
        own(out, own);
        String gap = "";
        for (WitPackage pkg : packages.subList(1, packages.size())) {
            out.raw(gap);
            gap = "\n\n";
            out.docs(pkg.docs());
            out.block("package " + Names.pkg(pkg.name()), () -> members(out, pkg));
        }
        return out.text();
    }
}
