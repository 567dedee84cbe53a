package dev.kubewasm.wit.syntax;

import dev.kubewasm.wit.ast.Id;
import dev.kubewasm.wit.ast.PackagePath;
import dev.kubewasm.wit.ast.TopLevelItem;
import dev.kubewasm.wit.ast.UsePath;
import dev.kubewasm.wit.ast.WitFile;
import dev.kubewasm.wit.diagnostics.Diagnostic;
import dev.kubewasm.wit.diagnostics.DiagnosticCode;
import dev.kubewasm.wit.diagnostics.Span;
import dev.kubewasm.wit.grammar.WitParser;
import dev.kubewasm.wit.model.Attributes;
import dev.kubewasm.wit.model.PackageName;
import dev.kubewasm.wit.model.SemVer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Files, packages and their items out of the parse tree. */
final class FileReader {
    private final TokenReader tokens;
    private final AttributeReader attributes;
    private final MemberReader members;

    FileReader(TokenReader tokens) {
        this.tokens = tokens;
        this.attributes = new AttributeReader(tokens);
        this.members = new MemberReader(tokens, attributes, this::usePath);
    }

    WitFile file(WitParser.WitFileContext context) {
        Optional<WitFile.PackageHeader> header = Optional.empty();
        List<TopLevelItem> items = new ArrayList<>();
        List<WitFile.NestedPackage> nested = new ArrayList<>();
        List<WitParser.ItemContext> contexts = context.item();
        for (WitParser.ItemContext item : contexts) {
            WitParser.PackageItemContext pkg = item.packageItem();
            if (pkg == null) {
                item(item).ifPresent(items::add);
            } else if (pkg.LBRACE() != null) {
                nested.add(nestedPackage(item, pkg));
            } else if (item.equals(contexts.getFirst())) {
                header = Optional.of(new WitFile.PackageHeader(
                        packagePath(pkg.packageName()), attributes(item).docs(), tokens.docsSpan(item.getStart())));
            } else {
                misplaced(pkg);
            }
        }
        return new WitFile(tokens.source(), header, items, nested);
    }

    private void misplaced(WitParser.PackageItemContext pkg) {
        tokens.add(Diagnostic.error(
                        DiagnosticCode.PACKAGE_DECLARATION,
                        tokens.span(pkg.SEMICOLON()),
                        "expected `{`: a file declares its own package once, before everything else")
                .withHint("put the items of this package in braces: `package "
                        + pkg.packageName().getText() + " { ... }`"));
    }

    private WitFile.NestedPackage nestedPackage(WitParser.ItemContext item, WitParser.PackageItemContext pkg) {
        List<TopLevelItem> items = new ArrayList<>();
        for (WitParser.ItemContext inner : pkg.item()) {
            WitParser.PackageItemContext deeper = inner.packageItem();
            if (deeper != null) {
                tokens.add(Diagnostic.error(
                        DiagnosticCode.PACKAGE_DECLARATION,
                        tokens.span(deeper.packageName()),
                        "nested packages must stand at the top level of a file, not in another package"));
            } else {
                item(inner).ifPresent(items::add);
            }
        }
        return new WitFile.NestedPackage(
                packagePath(pkg.packageName()), attributes(item).docs(), items);
    }

    private Attributes attributes(WitParser.ItemContext item) {
        return attributes.attributes(item.getStart(), item.gate());
    }

    private Optional<TopLevelItem> item(WitParser.ItemContext item) {
        if (item.topLevelUse() != null) {
            WitParser.TopLevelUseContext use = item.topLevelUse();
            UsePath path = usePath(use.usePath());
            return Optional.of(new TopLevelItem.TopLevelUse(
                    path, Optional.ofNullable(use.ID()).map(tokens::id)));
        }
        if (item.interfaceItem() != null) {
            WitParser.InterfaceItemContext context = item.interfaceItem();
            return Optional.of(new TopLevelItem.InterfaceDecl(
                    tokens.id(context.ID()), members.interfaceMembers(context.interfaceMember()), attributes(item)));
        }
        WitParser.WorldItemContext context = item.worldItem();
        return Optional.of(new TopLevelItem.WorldDecl(
                tokens.id(context.ID()), members.worldMembers(context.worldMember()), attributes(item)));
    }

    private PackagePath packagePath(WitParser.PackageNameContext context) {
        if (context.ID().size() > 2) {
            noNesting(tokens.span(context));
        }
        return packagePath(context.ID(0), context.ID(1), context.version());
    }

    private PackagePath packagePath(
            TerminalNode namespace, TerminalNode name, WitParser.@Nullable VersionContext version) {
        Id first = tokens.id(namespace);
        Id second = tokens.id(name);
        Optional<SemVer> semver = Optional.ofNullable(version).map(v -> tokens.version(v.VERSION()));
        return new PackagePath(
                new PackageName(first.name(), second.name(), semver),
                first.span().to(second.span()));
    }

    private UsePath usePath(WitParser.UsePathContext context) {
        List<TerminalNode> ids = context.ID();
        if (ids.size() == 1) {
            return new UsePath.Local(tokens.id(ids.getFirst()));
        }
        if (ids.size() != 3) {
            noNesting(tokens.span(context));
        }
        PackagePath pkg = packagePath(ids.get(0), ids.get(1), context.version());
        return new UsePath.Full(pkg, tokens.id(ids.getLast()), tokens.span(context));
    }

    private void noNesting(Span span) {
        tokens.add(Diagnostic.error(
                        DiagnosticCode.SYNTAX,
                        span,
                        "nested namespaces and packages are not supported (they are a proposal to WIT)")
                .withHint("write `namespace:package` or `namespace:package/interface`"));
    }
}
