package dev.kubewasm.wit.print;

import dev.kubewasm.wit.graph.Walk;
import dev.kubewasm.wit.model.Function;
import dev.kubewasm.wit.model.Interface;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.PackageName;
import dev.kubewasm.wit.model.TypeDef;
import dev.kubewasm.wit.model.WitPackage;
import dev.kubewasm.wit.model.World;
import dev.kubewasm.wit.model.World.WorldItem;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
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
        out.docs(pkg.docs());
        out.line("package " + Names.pkg(pkg.name()) + ";");
        out.line("");
        ScopePrinter printer = new ScopePrinter(out, pkg.name());
        pkg.interfaces().forEach((name, type) -> {
            printer.iface(name, type);
            out.line("");
        });
        pkg.worlds().forEach(printer::world);
        return out.text();
    }

    /**
     * The world with every interface that it mentions: those of its own package beside it, those of others in nested
     * packages behind it. An interface that is imported and exported is printed once, with what both have.
     */
    public static String print(World world) {
        Map<PackageName, SequencedMap<String, Interface>> packages = new LinkedHashMap<>();
        packages.put(world.name().pkg(), new LinkedHashMap<>());
        Stream.concat(world.imports().values().stream(), world.exports().values().stream())
                .flatMap(item -> item instanceof WorldItem.OfInterface i ? Stream.of(i.type()) : Stream.empty())
                .forEach(type -> type.name().ifPresent(name -> add(packages, name, type)));
        PackageName own = world.name().pkg();
        Output out = new Output();
        out.line("package " + Names.pkg(own) + ";");
        out.line("");
        ScopePrinter main = new ScopePrinter(out, own);
        of(packages, own).forEach((name, type) -> {
            main.iface(name, type);
            out.line("");
        });
        main.world(world.name().name(), world);
        String gap = "";
        for (PackageName pkg : Walk.of(
                        packages.keySet(), name -> needs(of(packages, name).values()))
                .order()) {
            if (!pkg.equals(own) && packages.containsKey(pkg)) {
                out.raw(gap);
                gap = "\n\n";
                ScopePrinter nested = new ScopePrinter(out, pkg);
                out.block("package " + Names.pkg(pkg), () -> of(packages, pkg).forEach(nested::iface));
            }
        }
        return out.text();
    }

    private static SequencedMap<String, Interface> of(
            Map<PackageName, SequencedMap<String, Interface>> packages, PackageName name) {
        return packages.getOrDefault(name, new LinkedHashMap<>());
    }

    private static List<PackageName> needs(Collection<Interface> interfaces) {
        return interfaces.stream()
                .flatMap(type -> type.uses().stream())
                .map(InterfaceName::pkg)
                .distinct()
                .toList();
    }

    private static void add(
            Map<PackageName, SequencedMap<String, Interface>> packages, InterfaceName name, Interface type) {
        packages.computeIfAbsent(name.pkg(), key -> new LinkedHashMap<>()).merge(name.name(), type, WitPrinter::union);
    }

    private static Interface union(Interface a, Interface b) {
        SequencedMap<String, TypeDef> types = new LinkedHashMap<>(a.types());
        b.types().forEach(types::putIfAbsent);
        SequencedMap<String, Function> functions = new LinkedHashMap<>(a.functions());
        b.functions().forEach(functions::putIfAbsent);
        return new Interface(a.name(), types, functions, a.attributes());
    }
}
