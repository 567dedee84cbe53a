package dev.kubewasm.wit;

import dev.kubewasm.wit.diagnostics.Diagnostic;
import dev.kubewasm.wit.diagnostics.DiagnosticCode;
import dev.kubewasm.wit.diagnostics.SourceText;
import dev.kubewasm.wit.diagnostics.Span;
import dev.kubewasm.wit.model.Interface;
import dev.kubewasm.wit.model.PackageName;
import dev.kubewasm.wit.model.WitPackage;
import dev.kubewasm.wit.print.WitPrinter;
import dev.kubewasm.wit.resolve.Features;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Packages in binary form among text. They join it as the text that {@link WitPrinter} prints of them, which reads as
 * the same packages, so that names, gates and includes across all of them are resolved in one place; places in
 * diagnostics are those of that text, under the name of the binary.
 *
 * @param sources one for each package
 * @param diagnostics binaries that are no packages
 */
record BinaryPackages(List<WitSource> sources, List<Diagnostic> diagnostics) {
    /**
     * The text of the packages in {@code binaries}, which are by the names that diagnostics give them. A package that a binary only mentions is needed where nobody has all
     * of it: it isn't among {@code declared} and no other binary is of it. What several mention is put together.
     */
    static BinaryPackages read(Map<String, byte[]> binaries, Set<PackageName> declared) {
        List<Diagnostic> diagnostics = new ArrayList<>();
        Map<String, List<WitPackage>> decoded = new LinkedHashMap<>();
        binaries.forEach((name, bytes) -> {
            switch (WitBinary.decode(name, bytes, Features.ALL)) {
                case WitBinary.Decoded.Packages found ->
                    decoded.put(name, found.resolution().packages());
                case WitBinary.Decoded.OfComponent ignored -> diagnostics.add(notAPackage(name));
                case WitBinary.Decoded.Failed failed -> diagnostics.addAll(failed.diagnostics());
            }
        });
        List<WitSource> sources = new ArrayList<>();
        Set<PackageName> whole = new HashSet<>(declared);
        decoded.forEach((name, packages) -> {
            sources.add(source(name, packages.getFirst()));
            whole.add(packages.getFirst().name());
        });
        Map<PackageName, String> first = new LinkedHashMap<>();
        Map<PackageName, WitPackage> mentioned = new LinkedHashMap<>();
        decoded.forEach((name, packages) -> packages.stream().skip(1).forEach(pkg -> {
            if (!whole.contains(pkg.name())) {
                first.putIfAbsent(pkg.name(), name);
                mentioned.merge(pkg.name(), pkg, BinaryPackages::union);
            }
        }));
        mentioned.forEach((name, pkg) -> sources.add(source(first.getOrDefault(name, ""), pkg)));
        return new BinaryPackages(sources, diagnostics);
    }

    /** That {@code name} is a component. */
    static Diagnostic notAPackage(String name) {
        return Diagnostic.error(
                        DiagnosticCode.NOT_WIT,
                        Span.startOf(new SourceText(name, "")),
                        "this is a component, a WIT package in binary form is needed here")
                .withHint("make one of WIT text with `wasm-tools component wit --wasm`");
    }

    private static WitSource source(String binary, WitPackage pkg) {
        return new WitSource(binary, WitPrinter.print(pkg));
    }

    private static WitPackage union(WitPackage a, WitPackage b) {
        SequencedMap<String, Interface> interfaces = new LinkedHashMap<>(a.interfaces());
        b.interfaces().forEach((name, type) -> interfaces.merge(name, type, Interface::with));
        return new WitPackage(a.name(), interfaces, a.worlds(), a.docs());
    }
}
