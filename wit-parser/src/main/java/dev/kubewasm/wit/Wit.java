package dev.kubewasm.wit;

import dev.kubewasm.wit.ast.WitFile;
import dev.kubewasm.wit.diagnostics.Diagnostic;
import dev.kubewasm.wit.diagnostics.Severity;
import dev.kubewasm.wit.diagnostics.SourceText;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.PackageName;
import dev.kubewasm.wit.model.World;
import dev.kubewasm.wit.resolve.Assembled;
import dev.kubewasm.wit.resolve.Features;
import dev.kubewasm.wit.resolve.PackageAssembler;
import dev.kubewasm.wit.resolve.Resolver;
import dev.kubewasm.wit.syntax.Parsed;
import dev.kubewasm.wit.syntax.Scanner;
import dev.kubewasm.wit.syntax.SyntaxParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads WIT, text above all. Nothing here throws on bad WIT: what is wrong comes back as diagnostics.
 *
 * <p>A stage runs only if those before it found no error, so that no diagnostic is a consequence of another.
 */
public final class Wit {
    private Wit() {}

    /** {@link #resolve(List, Features)} without features: unstable items are left out. */
    public static WitResolution resolve(List<WitSource> sources) {
        return resolve(sources, Features.NONE);
    }

    /**
     * Parses and resolves all sources together. Those that declare the same package are its files; those that declare
     * none belong to the first package declared. A source may nest the packages it depends on.
     */
    public static WitResolution resolve(List<WitSource> sources, Features features) {
        return resolveGroups(byPackage(parse(sources)), features);
    }

    /** {@link #resolveFolder(Path, Features)} without features: unstable items are left out. */
    public static WitResolution resolveFolder(Path folder) {
        return resolveFolder(folder, Features.NONE);
    }

    /**
     * Parses and resolves the package in {@code folder}: all its {@code *.wit} files, with the packages it depends on
     * in {@code deps/}, each a folder of files or a single file, text or binary ("Root Package: A Directory"). What
     * cannot be read is a diagnostic.
     */
    public static WitResolution resolveFolder(Path folder, Features features) {
        return resolve(WitFolder.read(folder), features);
    }

    /** {@link #resolvePath(Path, Features)} without features: unstable items are left out. */
    public static WitResolution resolvePath(Path path) {
        return resolvePath(path, Features.NONE);
    }

    /**
     * Parses and resolves what is at {@code path}: a folder as {@link #resolveFolder(Path, Features)} reads it, a
     * {@code .wit} file, or a package in binary form, a {@code .wasm} file ({@link WitBinary} reads components too).
     */
    public static WitResolution resolvePath(Path path, Features features) {
        if (Files.isDirectory(path)) {
            return resolveFolder(path, features);
        }
        WitFolder found = WitFolder.readFile(path);
        if (!found.diagnostics().isEmpty() || found.binaries().isEmpty()) {
            return resolve(found, features);
        }
        String name = found.binaries().firstEntry().getKey();
        return switch (WitBinary.decode(name, found.binaries().firstEntry().getValue(), features)) {
            case WitBinary.Decoded.Packages packages -> packages.resolution();
            case WitBinary.Decoded.OfComponent ignored ->
                new WitResolution(List.of(), List.of(BinaryPackages.notAPackage(name)));
            case WitBinary.Decoded.Failed failed -> new WitResolution(List.of(), failed.diagnostics());
        };
    }

    private static WitResolution resolve(WitFolder found, Features features) {
        if (!found.diagnostics().isEmpty()) {
            return new WitResolution(List.of(), found.diagnostics());
        }
        List<List<Parsed>> groups =
                new ArrayList<>(found.groups().stream().map(Wit::parse).toList());
        BinaryPackages binary = BinaryPackages.read(found.binaries(), declared(groups));
        if (!binary.diagnostics().isEmpty()) {
            return new WitResolution(List.of(), binary.diagnostics());
        }
        binary.sources().forEach(source -> groups.add(parse(List.of(source))));
        return resolveGroups(groups, features);
    }

    private static Set<PackageName> declared(List<List<Parsed>> groups) {
        return groups.stream()
                .flatMap(List::stream)
                .flatMap(parsed -> parsed.file().stream())
                .flatMap(file -> Stream.concat(
                        file.header().stream().map(header -> header.path().name()),
                        file.nested().stream().map(nested -> nested.path().name())))
                .collect(Collectors.toSet());
    }

    /**
     * The one world of the root package ("Specifying a World"). Where the root package has none, as where all packages
     * of a source are nested, the others are looked at too.
     */
    public static WorldSelection world(WitResolution resolution) {
        List<World> root = resolution.packages().stream()
                .limit(1)
                .flatMap(pkg -> pkg.worlds().values().stream())
                .toList();
        List<World> worlds = !root.isEmpty()
                ? root
                : resolution.packages().stream()
                        .flatMap(pkg -> pkg.worlds().values().stream())
                        .toList();
        return switch (worlds.size()) {
            case 0 -> new WorldSelection.NotFound("there is no world");
            case 1 -> new WorldSelection.Selected(worlds.getFirst());
            default ->
                new WorldSelection.Ambiguous(worlds.stream().map(World::name).toList());
        };
    }

    /**
     * The world called {@code name}: a plain name of the root package, or a full one, {@code namespace:package/name},
     * with its version or, if only one version of the package is there, without.
     */
    public static WorldSelection world(WitResolution resolution, String name) {
        Optional<InterfaceName> full = InterfaceName.parse(name);
        List<World> found = resolution.packages().stream()
                .limit(full.isPresent() ? Long.MAX_VALUE : 1)
                .flatMap(pkg -> pkg.worlds().values().stream())
                .filter(world -> full.isEmpty()
                        ? world.name().name().equals(name)
                        : world.name().toString().equals(name)
                                || (full.get().pkg().version().isEmpty()
                                        && world.name().unversioned().equals(name)))
                .toList();
        return switch (found.size()) {
            case 0 -> new WorldSelection.NotFound("there is no world `" + name + "`" + among(resolution));
            case 1 -> new WorldSelection.Selected(found.getFirst());
            default ->
                new WorldSelection.Ambiguous(found.stream().map(World::name).toList());
        };
    }

    private static String among(WitResolution resolution) {
        List<String> names = resolution.packages().stream()
                .flatMap(pkg -> pkg.worlds().values().stream())
                .map(world -> world.name().toString())
                .toList();
        return names.isEmpty() ? "" : ", only " + String.join(", ", names);
    }

    private static List<Parsed> parse(List<WitSource> sources) {
        return sources.stream()
                .map(source -> SourceText.read(source.name(), source.text()))
                .map(text -> SyntaxParser.parse(Scanner.scan(text)))
                .toList();
    }

    /** One group for each package declared; those without a declaration join the first. */
    private static List<List<Parsed>> byPackage(List<Parsed> parsed) {
        Map<Optional<?>, List<Parsed>> groups = new LinkedHashMap<>();
        Optional<?> first = parsed.stream()
                .flatMap(p -> p.file().stream())
                .flatMap(file -> file.header().stream())
                .findFirst()
                .map(header -> header.path().name());
        for (Parsed p : parsed) {
            Optional<?> name = p.file().flatMap(WitFile::header).map(header -> header.path()
                    .name());
            groups.computeIfAbsent(name.isPresent() ? name : first, key -> new ArrayList<>())
                    .add(p);
        }
        return List.copyOf(groups.values());
    }

    private static WitResolution resolveGroups(List<List<Parsed>> groups, Features features) {
        List<Diagnostic> diagnostics = new ArrayList<>();
        List<List<WitFile>> files = new ArrayList<>();
        for (List<Parsed> group : groups) {
            group.forEach(parsed -> diagnostics.addAll(parsed.diagnostics()));
            files.add(group.stream().flatMap(parsed -> parsed.file().stream()).toList());
        }
        if (hasError(diagnostics)) {
            return new WitResolution(List.of(), diagnostics);
        }
        Assembled assembled = PackageAssembler.assemble(files);
        diagnostics.addAll(assembled.diagnostics());
        if (hasError(diagnostics)) {
            return new WitResolution(List.of(), diagnostics);
        }
        Resolver.Resolved resolved = Resolver.resolve(assembled.packages(), features);
        resolved.diagnostics().stream().sorted(inText(files)).forEach(diagnostics::add);
        return new WitResolution(resolved.packages(), resolved.provenance(), diagnostics);
    }

    /** Sources in the order read, places in the order of the text. */
    private static Comparator<Diagnostic> inText(List<List<WitFile>> files) {
        IdentityHashMap<SourceText, Integer> order = new IdentityHashMap<>();
        files.forEach(group -> group.forEach(file -> order.put(file.source(), order.size())));
        return Comparator.<Diagnostic>comparingInt(
                        d -> order.getOrDefault(d.span().source(), 0))
                .thenComparingInt(d -> d.span().start().line())
                .thenComparingInt(d -> d.span().start().column());
    }

    private static boolean hasError(List<Diagnostic> diagnostics) {
        return diagnostics.stream().anyMatch(d -> d.severity() == Severity.ERROR);
    }
}
