package dev.kubewasm.wit.resolve;

import dev.kubewasm.wit.ast.WitFile;
import dev.kubewasm.wit.diagnostics.Diagnostic;
import dev.kubewasm.wit.diagnostics.DiagnosticCode;
import dev.kubewasm.wit.diagnostics.Span;
import dev.kubewasm.wit.model.Docs;
import dev.kubewasm.wit.model.PackageName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Files to packages. */
public final class PackageAssembler {
    private final Map<PackageName, UnresolvedPackage> packages = new LinkedHashMap<>();
    private final DiagnosticBag diagnostics = new DiagnosticBag();

    private PackageAssembler() {}

    /**
     * The packages of {@code groups}. The files of a group (a folder, say) make one package: at least one declares it,
     * all that do agree. Packages nested in them are packages of their own. The first group's come first.
     */
    public static Assembled assemble(List<List<WitFile>> groups) {
        PackageAssembler assembler = new PackageAssembler();
        groups.forEach(assembler::group);
        return new Assembled(List.copyOf(assembler.packages.values()), assembler.diagnostics.all());
    }

    private void group(List<WitFile> files) {
        Optional<WitFile.PackageHeader> header = header(files);
        header.ifPresent(h -> add(new UnresolvedPackage(
                h.path().name(),
                h.path().span(),
                docs(files),
                files.stream()
                        .map(file -> new UnresolvedPackage.Unit(file.items()))
                        .toList())));
        for (WitFile file : files) {
            if (header.isEmpty() && (!file.items().isEmpty() || file.nested().isEmpty())) {
                diagnostics.add(Diagnostic.error(
                                DiagnosticCode.PACKAGE_DECLARATION,
                                Span.startOf(file.source()),
                                "there is no `package` declaration in any file of this package")
                        .withHint("begin with a line like `package example:pricing;`"));
            }
            file.nested()
                    .forEach(nested -> add(new UnresolvedPackage(
                            nested.path().name(),
                            nested.path().span(),
                            nested.docs(),
                            List.of(new UnresolvedPackage.Unit(nested.items())))));
        }
    }

    private Optional<WitFile.PackageHeader> header(List<WitFile> files) {
        List<WitFile.PackageHeader> headers =
                files.stream().flatMap(file -> file.header().stream()).toList();
        for (WitFile.PackageHeader other : headers) {
            WitFile.PackageHeader first = headers.getFirst();
            if (!other.path().name().equals(first.path().name())) {
                diagnostics.add(Diagnostic.error(
                                DiagnosticCode.PACKAGE_MISMATCH,
                                other.path().span(),
                                "this file is of package `" + other.path().name() + "`, others beside it are of `"
                                        + first.path().name() + "`")
                        .withHint("files of one folder make one package; other packages go into `deps/`")
                        .withRelated(first.path().span(), "declared here"));
            }
        }
        return headers.stream().findFirst();
    }

    private Docs docs(List<WitFile> files) {
        List<WitFile.PackageHeader> documented = files.stream()
                .flatMap(file -> file.header().stream())
                .filter(header -> !header.docs().equals(Docs.NONE))
                .toList();
        if (documented.size() > 1) {
            diagnostics.add(Diagnostic.error(
                            DiagnosticCode.DUPLICATE_DOCS,
                            documented.get(1).docsSpan(),
                            "the package is documented in more than one file")
                    .withHint("keep the documentation of the package in one file")
                    .withRelated(documented.getFirst().docsSpan(), "documented here already"));
        }
        return documented.isEmpty() ? Docs.NONE : documented.getFirst().docs();
    }

    private void add(UnresolvedPackage pkg) {
        UnresolvedPackage earlier = packages.putIfAbsent(pkg.name(), pkg);
        if (earlier != null) {
            diagnostics.add(Diagnostic.error(
                            DiagnosticCode.DUPLICATE_NAME,
                            pkg.span(),
                            "package `" + pkg.name() + "` is defined in two places")
                    .withRelated(earlier.span(), "defined here already"));
        }
    }
}
