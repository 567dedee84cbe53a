package dev.kubewasm.wit.resolve;

import dev.kubewasm.wit.ast.Id;
import dev.kubewasm.wit.ast.InterfaceMember;
import dev.kubewasm.wit.ast.UsePath;
import dev.kubewasm.wit.ast.WorldMember;
import dev.kubewasm.wit.diagnostics.DiagnosticCode;
import dev.kubewasm.wit.diagnostics.Span;
import dev.kubewasm.wit.model.Attributes;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.Stability;
import dev.kubewasm.wit.model.TypeDef;
import dev.kubewasm.wit.model.World;
import dev.kubewasm.wit.model.World.WorldItem;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One world: its items as declared, what its includes bring, and what all that needs. */
final class WorldResolver {
    private final Scopes scopes;
    private final InterfaceResolver interfaces;
    private final Map<InterfaceName, World> worlds;
    private final Item.OfWorld item;
    private final TypeScope scope;
    private final Side imports = new Side("import");
    private final Side exports = new Side("export");

    /** The imports or the exports as they gather. */
    private static final class Side {
        private final String word;
        private final Map<String, WorldItem> items = new LinkedHashMap<>();
        private final Map<String, String> folded = new HashMap<>();

        private Side(String word) {
            this.word = word;
        }
    }

    private WorldResolver(
            Scopes scopes, InterfaceResolver interfaces, Map<InterfaceName, World> worlds, Item.OfWorld item) {
        this.scopes = scopes;
        this.interfaces = interfaces;
        this.worlds = worlds;
        this.item = item;
        this.scope = new TypeScope(
                scopes, new TypeDef.Owner.OfWorld(item.name()), item.name().pkg(), item.unit());
    }

    /** The world that {@code item} declares; the worlds that it includes are in {@code worlds}. */
    static World resolve(
            Scopes scopes,
            InterfaceResolver interfaces,
            java.util.function.Function<InterfaceName, dev.kubewasm.wit.model.Interface> byName,
            Map<InterfaceName, World> worlds,
            Item.OfWorld item) {
        WorldResolver resolver = new WorldResolver(scopes, interfaces, worlds, item);
        resolver.declare();
        Elaborator.Elaborated all = Elaborator.elaborate(resolver.imports.items, resolver.exports.items, byName);
        all.conflict().ifPresent(resolver::reportConflict);
        return new World(
                item.name(), new LinkedHashMap<>(all.imports()), new LinkedHashMap<>(all.exports()), item.attributes());
    }

    private void reportConflict(String export) {
        scopes.diagnostics()
                .error(
                        DiagnosticCode.INCOMPATIBLE_DEPENDENCY,
                        item.id().span(),
                        "export `" + export + "` needs an interface that is exported, through one that is imported:"
                                + " the types of the one would have to be those of the other",
                        Optional.of("export the interface in between too"));
    }

    private void declare() {
        scope.declareWorldMembers(item.decl().members());
        scope.all()
                .forEach(def -> put(
                        imports,
                        def.name(),
                        new WorldItem.OfType(def),
                        item.id().span()));
        for (WorldMember member : item.decl().members()) {
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
        for (WorldMember member : item.decl().members()) {
            if (member instanceof WorldMember.Include include) {
                include(include);
            }
        }
    }

    private void functions(InterfaceMember.TypeDecl decl) {
        if (imports.items.get(decl.id().name()) instanceof WorldItem.OfType type) {
            new FunctionResolver(scopes, scope)
                    .functions(type.type(), decl)
                    .forEach(f -> put(
                            imports,
                            f.name(),
                            new WorldItem.OfFunction(f),
                            decl.id().span()));
        }
    }

    private void extern(WorldMember.Extern extern) {
        Side side = extern.direction() == WorldMember.Direction.IMPORT ? imports : exports;
        switch (extern.kind()) {
            case WorldMember.ExternKind.Path path -> {
                if (kept(extern.attributes().stability(), path.path().id())) {
                    findInterface(path.path()).ifPresent(found -> named(side, found, path.path(), extern.attributes()));
                }
            }
            case WorldMember.ExternKind.NamedPath path -> {
                if (kept(extern.attributes().stability(), path.id())) {
                    findInterface(path.path())
                            .ifPresent(found -> put(
                                    side,
                                    path.id().name(),
                                    new WorldItem.OfInterface(interfaces.resolve(found), extern.attributes()),
                                    path.id().span()));
                }
            }
            case WorldMember.ExternKind.Func func -> {
                if (kept(extern.attributes().stability(), func.id())) {
                    new FunctionResolver(scopes, scope)
                            .function(func.id(), func.signature(), extern.attributes())
                            .ifPresent(f -> put(
                                    side,
                                    f.name(),
                                    new WorldItem.OfFunction(f),
                                    func.id().span()));
                }
            }
            case WorldMember.ExternKind.Inline inline -> {
                if (kept(extern.attributes().stability(), inline.id())) {
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
                                    interfaces.inline(inner, inline.members(), extern.attributes()),
                                    extern.attributes()),
                            inline.id().span());
                }
            }
        }
    }

    private boolean kept(Stability stability, Id id) {
        return scopes.gates().includes(stability, item.name().pkg(), id.span());
    }

    private Optional<Item.OfInterface> findInterface(UsePath path) {
        return scopes.findInterface(path, item.unit(), item.name().pkg());
    }

    private void named(Side side, Item.OfInterface found, UsePath path, Attributes attributes) {
        WorldItem.OfInterface added = new WorldItem.OfInterface(interfaces.resolve(found), attributes);
        if (side.items.putIfAbsent(found.name().toString(), added) != null) {
            scopes.diagnostics()
                    .error(
                            DiagnosticCode.DUPLICATE_NAME,
                            path.id().span(),
                            "interface `" + found.name() + "` is " + side.word + "ed more than once");
        }
    }

    private void put(Side side, String key, WorldItem added, Span span) {
        String folded = key.toLowerCase(java.util.Locale.ROOT);
        String earlier = side.folded.putIfAbsent(folded, key);
        if (earlier == null) {
            side.items.put(key, added);
        } else {
            WorldItem other = side.items.get(earlier);
            scopes.diagnostics()
                    .error(
                            DiagnosticCode.DUPLICATE_NAME,
                            span,
                            side.word + " `" + key + "` conflicts with "
                                    + (other == null ? "an earlier item" : "the " + word(other))
                                    + " `" + earlier + "`");
        }
    }

    private static String word(WorldItem item) {
        return switch (item) {
            case WorldItem.OfInterface ignored -> "interface";
            case WorldItem.OfFunction ignored -> "function";
            case WorldItem.OfType ignored -> "type";
        };
    }

    private void include(WorldMember.Include include) {
        UsePath path = include.path();
        if (!kept(include.attributes().stability(), path.id())) {
            return;
        }
        scopes.table().find(path, item.unit(), item.name().pkg()).ifPresent(found -> {
            switch (found) {
                case Item.OfInterface i ->
                    scopes.diagnostics()
                            .error(
                                    DiagnosticCode.WRONG_KIND,
                                    path.id().span(),
                                    "`" + i.id().name() + "` is an interface, a world is needed here");
                case Item.OfWorld w -> {
                    World world = worlds.get(w.name());
                    if (scopes.enabled(w, path.id().span()) && world != null) {
                        merge(include, world);
                    }
                }
            }
        });
    }

    private void merge(WorldMember.Include include, World world) {
        Map<String, String> renames = new HashMap<>();
        scope.types()
                .unique(
                        "name",
                        include.with().stream().map(WorldMember.Rename::from).toList());
        for (WorldMember.Rename rename : include.with()) {
            String from = rename.from().name();
            if (!world.imports().containsKey(from) && !world.exports().containsKey(from)) {
                scopes.diagnostics()
                        .error(
                                DiagnosticCode.INVALID_INCLUDE,
                                rename.from().span(),
                                "world `" + world.name() + "` has no import or export of the plain name `" + from + "`",
                                Optional.of("interfaces that go by their full name cannot be renamed"));
            }
            renames.put(from, rename.to().name());
        }
        Rebase rebase = new Rebase(world.name(), item.name(), name -> renames.getOrDefault(name, name));
        Span span = include.path().id().span();
        world.imports().forEach((key, value) -> merge(imports, key, value, rebase, renames, span));
        world.exports().forEach((key, value) -> merge(exports, key, value, rebase, renames, span));
    }

    private void merge(Side side, String key, WorldItem value, Rebase rebase, Map<String, String> renames, Span span) {
        if (key.contains(":")) {
            side.items.putIfAbsent(key, value);
            return;
        }
        String renamed = renamed(key, renames);
        String earlier = side.folded.get(renamed.toLowerCase(java.util.Locale.ROOT));
        if (earlier != null) {
            scopes.diagnostics()
                    .error(
                            DiagnosticCode.DUPLICATE_NAME,
                            span,
                            side.word + " `" + renamed + "` of the included world is " + side.word + "ed here already",
                            Optional.of("give it another name: `with { " + key + " as ... }`"));
            return;
        }
        put(side, renamed, rebase.item(value, renamed), span);
    }

    /** The new name of an item; functions of a resource, {@code [method]name.func}, follow their resource. */
    private static String renamed(String key, Map<String, String> renames) {
        int start = key.indexOf(']') + 1;
        int end = key.indexOf('.', start);
        String name = start == 0 ? key : key.substring(start, end < 0 ? key.length() : end);
        String renamed = renames.getOrDefault(name, name);
        return key.substring(0, start) + renamed + (start == 0 || end < 0 ? "" : key.substring(end));
    }
}
