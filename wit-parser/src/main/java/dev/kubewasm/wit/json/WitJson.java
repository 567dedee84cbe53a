package dev.kubewasm.wit.json;

import dev.kubewasm.wit.WitResolution;
import dev.kubewasm.wit.json.Listing.FunctionRow;
import dev.kubewasm.wit.json.Listing.InterfaceRow;
import dev.kubewasm.wit.json.Listing.ItemRow;
import dev.kubewasm.wit.json.Listing.Owner;
import dev.kubewasm.wit.json.Listing.PackageRow;
import dev.kubewasm.wit.json.Listing.TypeRow;
import dev.kubewasm.wit.json.Listing.WorldRow;
import dev.kubewasm.wit.model.Attributes;
import dev.kubewasm.wit.model.SemVer;
import dev.kubewasm.wit.model.Stability;
import dev.kubewasm.wit.model.WitPackage;
import dev.kubewasm.wit.model.World;
import dev.kubewasm.wit.print.WorldPackages;
import dev.kubewasm.wit.resolve.Provenance;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;

/**
 * Packages as JSON, equal to what {@code wasm-tools component wit --json} prints, without a line feed at its end: flat lists of worlds, interfaces, types
 * and packages that refer to one another by index.
 */
public final class WitJson {
    private final JsonWriter out = new JsonWriter();
    private final Listing listing;

    private WitJson(Listing listing) {
        this.listing = listing;
    }

    /** All packages of {@code resolution}, which has no error. */
    public static String print(WitResolution resolution) {
        return print(Lister.list(resolution.packages(), resolution.provenance()));
    }

    /** The world with every interface that it mentions, in their packages. */
    public static String print(World world) {
        List<WitPackage> packages = WorldPackages.of(world);
        return print(Lister.list(packages, Provenance.of(packages)));
    }

    private static String print(Listing listing) {
        WitJson json = new WitJson(listing);
        json.all();
        return json.out.text();
    }

    private void all() {
        out.object(() -> {
            list("worlds", listing.worlds(), this::world);
            list("interfaces", listing.interfaces(), this::iface);
            list("types", listing.types(), this::type);
            list("packages", listing.packages(), this::pkg);
        });
    }

    private <T> void list(String name, List<T> rows, Consumer<T> members) {
        out.name(name).array(() -> rows.forEach(row -> out.object(() -> members.accept(row))));
    }

    private void world(WorldRow world) {
        out.name("name").string(world.name());
        items("imports", world.imports());
        items("exports", world.exports());
        out.name("package").number(world.pkg());
        Shapes.docs(out, world.attributes().docs());
        stability(world.attributes().stability());
    }

    private void items(String name, SequencedMap<String, ItemRow> items) {
        out.name(name).object(() -> items.forEach((key, item) -> out.name(key).object(() -> item(item))));
    }

    private void item(ItemRow item) {
        switch (item) {
            case ItemRow.OfType type -> out.name("type").number(type.id());
            case ItemRow.OfFunction function -> out.name("function").object(() -> function(function.function()));
            case ItemRow.OfInterface i ->
                out.name("interface").object(() -> {
                    out.name("id").number(i.id());
                    stability(i.attributes().stability());
                    externalId(i.attributes());
                    // The docs of an inline interface are its own.
                    if (listing.interfaces().get(i.id()).name().isPresent()) {
                        Shapes.docs(out, i.attributes().docs());
                    }
                });
        }
    }

    private void iface(InterfaceRow type) {
        optional("name", type.name());
        ids("types", type.types());
        out.name("functions").object(() -> type.functions()
                .forEach((key, function) -> out.name(key).object(() -> function(function))));
        Shapes.docs(out, type.attributes().docs());
        stability(type.attributes().stability());
        out.name("package").number(type.pkg());
        type.copyOf().ifPresent(original -> out.name("clone_of").number(original));
    }

    private void function(FunctionRow function) {
        out.name("name").string(function.name()).name("kind");
        function.resource()
                .ifPresentOrElse(
                        resource -> out.object(() -> out.name(function.kind()).number(resource.index())),
                        () -> out.string(function.kind()));
        out.name("params").array(() -> function.params()
                .forEach(param -> out.object(() -> {
                    out.name("name").string(param.name()).name("type");
                    param.type().write(out);
                })));
        function.result().ifPresent(type -> {
            out.name("result");
            type.write(out);
        });
        Shapes.docs(out, function.attributes().docs());
        stability(function.attributes().stability());
        externalId(function.attributes());
    }

    private void type(TypeRow type) {
        optional("name", type.name());
        out.name("kind");
        type.shape().write(out);
        out.name("owner");
        switch (type.owner()) {
            case Owner.OfInterface owner ->
                out.object(() -> out.name("interface").number(owner.id()));
            case Owner.OfWorld owner -> out.object(() -> out.name("world").number(owner.id()));
            case Owner.Nobody ignored -> out.nothing();
        }
        Shapes.docs(out, type.attributes().docs());
        stability(type.attributes().stability());
        externalId(type.attributes());
    }

    private void pkg(PackageRow pkg) {
        out.name("name").string(pkg.name().toString());
        Shapes.docs(out, pkg.docs());
        ids("interfaces", pkg.interfaces());
        ids("worlds", pkg.worlds());
    }

    private void ids(String name, SequencedMap<String, Integer> ids) {
        out.name(name).object(() -> ids.forEach((key, id) -> out.name(key).number(id)));
    }

    private void optional(String name, Optional<String> text) {
        out.name(name);
        text.ifPresentOrElse(out::string, out::nothing);
    }

    private void stability(Stability stability) {
        switch (stability) {
            case Stability.Unknown ignored -> {
                // Not said.
            }
            case Stability.Since since ->
                gate("stable", "since", since.version().toString(), since.deprecated());
            case Stability.Unstable unstable -> gate("unstable", "feature", unstable.feature(), unstable.deprecated());
        }
    }

    private void gate(String kind, String name, String value, Optional<SemVer> deprecated) {
        out.name("stability").object(() -> out.name(kind).object(() -> {
            out.name(name).string(value);
            deprecated.ifPresent(version -> out.name("deprecated").string(version.toString()));
        }));
    }

    private void externalId(Attributes attributes) {
        attributes.externalId().ifPresent(text -> out.name("external_id").string(text));
    }
}
