package dev.kubewasm.wit.resolve;

import dev.kubewasm.wit.ast.WorldMember;
import dev.kubewasm.wit.diagnostics.DiagnosticCode;
import dev.kubewasm.wit.diagnostics.Span;
import dev.kubewasm.wit.model.Attributes;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.Stability;
import dev.kubewasm.wit.model.World;
import dev.kubewasm.wit.model.World.WorldItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the includes of one world bring into it ("Union of Worlds with include"). */
final class Inclusions {
    private final Scopes scopes;
    private final InterfaceName into;
    private final WorldSide imports;
    private final WorldSide exports;
    private final List<Provenance.Inclusion> done = new ArrayList<>();

    Inclusions(Scopes scopes, InterfaceName into, WorldSide imports, WorldSide exports) {
        this.scopes = scopes;
        this.into = into;
        this.imports = imports;
        this.exports = exports;
    }

    /** Those merged so far. */
    List<Provenance.Inclusion> done() {
        return List.copyOf(done);
    }

    /** Merges {@code world}, which {@code include} names. */
    void merge(WorldMember.Include include, World world) {
        Map<String, String> renames = renames(include, world);
        Merge merge = new Merge(
                renames,
                new Rebase(world.name(), into, name -> renames.getOrDefault(name, name)),
                !world.name().pkg().equals(into.pkg()),
                include.path().id().span(),
                new ArrayList<>());
        world.imports().forEach((key, item) -> merge(imports, key, item, merge));
        world.exports().forEach((key, item) -> merge(exports, key, item, merge));
        done.add(new Provenance.Inclusion(world.name(), merge.taken));
    }

    private Map<String, String> renames(WorldMember.Include include, World world) {
        Map<String, String> renames = new HashMap<>();
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
        return renames;
    }

    /** One include as it is merged. */
    private record Merge(
            Map<String, String> renames, Rebase rebase, boolean foreign, Span span, List<Provenance.Taken> taken) {}

    private void merge(WorldSide side, String key, WorldItem item, Merge merge) {
        if (key.contains(":")) {
            if (item instanceof WorldItem.OfInterface i) {
                mergeInterface(side, key, i, merge);
            }
            return;
        }
        String renamed = renamed(key, merge.renames);
        if (side.conflicting(renamed).isPresent()) {
            scopes.diagnostics()
                    .error(
                            DiagnosticCode.DUPLICATE_NAME,
                            merge.span,
                            side.direction().text() + " `" + renamed + "` of the included world is "
                                    + side.direction().text() + "ed here already",
                            Optional.of("give it another name: `with { " + key + " as ... }`"));
            return;
        }
        side.add(renamed, merge.rebase.item(item, renamed));
        merge.taken.add(new Provenance.Taken(new Provenance.Entry(side.direction(), key), renamed));
    }

    /** An interface is there once, with the gates of both; that of another package's version takes ours away. */
    private void mergeInterface(WorldSide side, String key, WorldItem.OfInterface added, Merge merge) {
        Stability theirs = added.attributes().stability();
        WorldItem.OfInterface present = side.items().get(key) instanceof WorldItem.OfInterface ours ? ours : added;
        Stability ours = present.attributes().stability();
        Stability merged = ours;
        if (merge.foreign && theirs instanceof Stability.Since) {
            merged = Stability.UNKNOWN;
        } else if (ours.equals(Stability.UNKNOWN)) {
            merged = theirs;
        } else if (!theirs.equals(Stability.UNKNOWN) && !theirs.equals(ours)) {
            scopes.diagnostics()
                    .error(
                            DiagnosticCode.INVALID_INCLUDE,
                            merge.span,
                            "the included world gates the " + side.direction().text() + " of `" + key
                                    + "` otherwise than it is gated here",
                            Optional.of("gate both alike"));
        }
        Attributes attributes = new Attributes(
                present.attributes().docs(), merged, present.attributes().externalId());
        WorldItem.OfInterface item = new WorldItem.OfInterface(present.type(), attributes);
        if (!side.addInterface(key, item)) {
            side.replaceInterface(key, item);
        }
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
