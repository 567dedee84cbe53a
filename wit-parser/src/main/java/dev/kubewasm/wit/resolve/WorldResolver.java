package dev.kubewasm.wit.resolve;

import dev.kubewasm.wit.ast.InterfaceMember;
import dev.kubewasm.wit.ast.UsePath;
import dev.kubewasm.wit.ast.WorldMember;
import dev.kubewasm.wit.diagnostics.DiagnosticCode;
import dev.kubewasm.wit.diagnostics.Span;
import dev.kubewasm.wit.model.Attributes;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.TypeDef;
import dev.kubewasm.wit.model.World;
import dev.kubewasm.wit.model.World.WorldItem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One world: its items as declared, what its includes bring, and what all that needs. */
final class WorldResolver {
    private final Scopes scopes;
    private final InterfaceResolver interfaces;
    private final Map<InterfaceName, World> worlds;
    private final Item.OfWorld item;
    private final TypeScope scope;
    private final WorldSide imports = new WorldSide(WorldMember.Direction.IMPORT);
    private final WorldSide exports = new WorldSide(WorldMember.Direction.EXPORT);
    private final List<Provenance.Entry> own = new ArrayList<>();

    /** A world, and how its items came to be there. */
    record Resolved(World world, Provenance.OfWorld provenance) {}

    private WorldResolver(
            Scopes scopes, InterfaceResolver interfaces, Map<InterfaceName, World> worlds, Item.OfWorld item) {
        this.scopes = scopes;
        this.interfaces = interfaces;
        this.worlds = worlds;
        this.item = item;
        this.scope = new TypeScope(
                scopes, new TypeDef.Owner.OfWorld(item.name()), item.name().pkg(), item.unit());
    }

    /** Looks at a world that is gated off. */
    static void gatedOff(Scopes scopes, Item.OfWorld item) {
        TypeScope scope = new TypeScope(
                scopes, new TypeDef.Owner.OfWorld(item.name()), item.name().pkg(), item.unit());
        scope.declareWorldMembers(item.decl().members());
        scopes.gatedOff(() -> Optional.of(scope.all()));
        new GatedOff(scopes, scope).allOfWorld(item.decl().members());
    }

    /** The world that {@code item} declares; the worlds that it includes are in {@code worlds}. */
    static Resolved resolve(
            Scopes scopes,
            InterfaceResolver interfaces,
            java.util.function.Function<InterfaceName, dev.kubewasm.wit.model.Interface> byName,
            Map<InterfaceName, World> worlds,
            Item.OfWorld item) {
        WorldResolver resolver = new WorldResolver(scopes, interfaces, worlds, item);
        if (scopes.worldsTooLarge()) {
            return resolver.empty();
        }
        resolver.declare();
        Inclusions inclusions = resolver.include();
        Elaborator.Elaborated all =
                Elaborator.elaborate(resolver.imports.items(), resolver.exports.items(), byName, scopes::uses);
        all.conflict().ifPresent(resolver::reportConflict);
        scopes.countWorld(all.imports().size() + all.exports().size(), item.id());
        return new Resolved(
                new World(
                        item.name(),
                        new LinkedHashMap<>(all.imports()),
                        new LinkedHashMap<>(all.exports()),
                        item.attributes()),
                new Provenance.OfWorld(resolver.own, inclusions.done()));
    }

    /** A world too many, which is reported: the limit is on all of them together. */
    private Resolved empty() {
        return new Resolved(
                new World(item.name(), new LinkedHashMap<>(), new LinkedHashMap<>(), item.attributes()),
                new Provenance.OfWorld(List.of(), List.of()));
    }

    private void reportConflict(Elaborator.Conflict conflict) {
        String exported = conflict.path().getLast();
        String user = conflict.path().getFirst();
        List<String> between = conflict.path().subList(1, conflict.path().size() - 1);
        String through = between.isEmpty() ? "" : " through `" + String.join("`, `", between) + "`";
        scopes.diagnostics()
                .error(
                        DiagnosticCode.INCOMPATIBLE_DEPENDENCY,
                        item.id().span(),
                        "`" + exported + "` is exported"
                                + (conflict.key().equals(exported) ? "" : " as `" + conflict.key() + "`")
                                + ", but export `" + user + "` uses it" + through
                                + (between.isEmpty()
                                        ? " as an import"
                                        : ", which is imported and cannot use an export"),
                        Optional.of(
                                "export `" + (between.isEmpty() ? exported : String.join("`, `", between)) + "` too"));
    }

    private void declare() {
        scope.declareWorldMembers(item.decl().members());
        scope.all()
                .forEach(def -> put(
                        imports,
                        def.name(),
                        new WorldItem.OfType(def),
                        item.id().span()));
        GatedOff gatedOff = new GatedOff(scopes, scope);
        for (WorldMember member : item.decl().members()) {
            if (!kept(member)) {
                gatedOff.worldMember(member);
                continue;
            }
            switch (member) {
                case InterfaceMember.Use ignored -> {
                    // Its types are in the scope.
                }
                case InterfaceMember.TypeDecl decl -> functions(decl);
                case WorldMember.Extern extern -> extern(extern);
                case WorldMember.Include ignored -> {
                    // After everything that is written out.
                }
            }
        }
    }

    private Inclusions include() {
        Inclusions inclusions = new Inclusions(scopes, item.name(), imports, exports);
        for (WorldMember member : item.decl().members()) {
            if (member instanceof WorldMember.Include include && kept(include)) {
                included(include).ifPresent(world -> inclusions.merge(include, world));
            }
        }
        return inclusions;
    }

    private void functions(InterfaceMember.TypeDecl decl) {
        if (imports.items().get(decl.id().name()) instanceof WorldItem.OfType type) {
            new FunctionResolver(scopes, scope)
                    .functions(type.type(), decl)
                    .forEach(f -> put(
                            imports,
                            f.name(),
                            new WorldItem.OfFunction(f),
                            decl.id().span()));
        }
    }

    private boolean kept(WorldMember member) {
        return switch (member) {
            case InterfaceMember.Use use -> scope.kept(use);
            case InterfaceMember.TypeDecl decl -> scope.kept(decl.attributes(), decl.id());
            case WorldMember.Include include ->
                scope.kept(include.attributes(), include.path().id());
            case WorldMember.Extern extern ->
                scope.kept(
                        extern.attributes(),
                        switch (extern.kind()) {
                            case WorldMember.ExternKind.Path path -> path.path().id();
                            case WorldMember.ExternKind.NamedPath path -> path.id();
                            case WorldMember.ExternKind.Func func -> func.id();
                            case WorldMember.ExternKind.Inline inline -> inline.id();
                        });
        };
    }

    private void extern(WorldMember.Extern extern) {
        WorldSide side = extern.direction() == WorldMember.Direction.IMPORT ? imports : exports;
        switch (extern.kind()) {
            case WorldMember.ExternKind.Path path ->
                findInterface(path.path()).ifPresent(found -> named(side, found, path.path(), extern.attributes()));
            case WorldMember.ExternKind.NamedPath path ->
                findInterface(path.path())
                        .ifPresent(found -> put(
                                side,
                                path.id().name(),
                                new WorldItem.OfInterface(interfaces.resolve(found), extern.attributes()),
                                path.id().span()));
            case WorldMember.ExternKind.Func func ->
                new FunctionResolver(scopes, scope)
                        .function(func.id(), func.signature(), extern.attributes())
                        .ifPresent(f -> put(
                                side,
                                f.name(),
                                new WorldItem.OfFunction(f),
                                func.id().span()));
            case WorldMember.ExternKind.Inline inline -> {
                String key = inline.id().name();
                TypeScope inner = new TypeScope(
                        scopes,
                        new TypeDef.Owner.Inline(item.name(), key),
                        item.name().pkg(),
                        item.unit());
                put(
                        side,
                        key,
                        new WorldItem.OfInterface(
                                interfaces.inline(inner, inline.members(), extern.attributes()), extern.attributes()),
                        inline.id().span());
            }
        }
    }

    private Optional<Item.OfInterface> findInterface(UsePath path) {
        return scopes.findInterface(path, item.unit(), item.name().pkg());
    }

    private void named(WorldSide side, Item.OfInterface found, UsePath path, Attributes attributes) {
        String key = found.name().toString();
        if (side.addInterface(key, new WorldItem.OfInterface(interfaces.resolve(found), attributes))) {
            own.add(new Provenance.Entry(side.direction(), key));
        } else {
            scopes.diagnostics()
                    .error(
                            DiagnosticCode.DUPLICATE_NAME,
                            path.id().span(),
                            "interface `" + found.name() + "` is "
                                    + side.direction().text() + "ed more than once");
        }
    }

    private void put(WorldSide side, String key, WorldItem added, Span span) {
        Optional<String> earlier = side.conflicting(key);
        if (earlier.isEmpty()) {
            side.add(key, added);
            own.add(new Provenance.Entry(side.direction(), key));
        } else {
            WorldItem other = side.items().get(earlier.get());
            scopes.diagnostics()
                    .error(
                            DiagnosticCode.DUPLICATE_NAME,
                            span,
                            side.direction().text() + " `" + key + "` conflicts with "
                                    + (other == null ? "an earlier item" : "the " + word(other))
                                    + " `" + earlier.get() + "`");
        }
    }

    private static String word(WorldItem item) {
        return switch (item) {
            case WorldItem.OfInterface ignored -> "interface";
            case WorldItem.OfFunction ignored -> "function";
            case WorldItem.OfType ignored -> "type";
        };
    }

    private Optional<World> included(WorldMember.Include include) {
        UsePath path = include.path();
        return scopes.table().find(path, item.unit(), item.name().pkg()).flatMap(found -> switch (found) {
            case Item.OfInterface i -> {
                scopes.notAWorld(i, path);
                yield Optional.empty();
            }
            case Item.OfWorld w -> scopes.enabled(w, path.id().span()) ? unique(include, w) : Optional.empty();
        });
    }

    private Optional<World> unique(WorldMember.Include include, Item.OfWorld named) {
        scope.types()
                .unique(
                        "name",
                        include.with().stream().map(WorldMember.Rename::from).toList());
        return Optional.ofNullable(worlds.get(named.name()));
    }
}
