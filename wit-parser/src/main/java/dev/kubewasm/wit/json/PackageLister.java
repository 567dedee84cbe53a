package dev.kubewasm.wit.json;

import static java.util.Objects.requireNonNull;

import dev.kubewasm.wit.ast.WorldMember.Direction;
import dev.kubewasm.wit.json.Listing.FunctionRow;
import dev.kubewasm.wit.json.Listing.InterfaceRow;
import dev.kubewasm.wit.json.Listing.ItemRow;
import dev.kubewasm.wit.json.Listing.Owner;
import dev.kubewasm.wit.json.Listing.PackageRow;
import dev.kubewasm.wit.json.Listing.WorldRow;
import dev.kubewasm.wit.model.Function;
import dev.kubewasm.wit.model.Interface;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.WitPackage;
import dev.kubewasm.wit.model.World;
import dev.kubewasm.wit.model.World.WorldItem;
import dev.kubewasm.wit.resolve.Provenance;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * One package into the lists. The order is that of the reference implementation: all types of the interfaces and of the
 * worlds' own items, then the handles that functions need, then the copies that includes make.
 */
final class PackageLister {
    private final Lister all;
    private final WitPackage pkg;
    private final int id;
    private final int firstInterface;
    private final int firstWorld;

    /** Of each world the items under plain names, as far as they are listed. */
    private final Map<InterfaceName, Map<Provenance.Entry, ItemRow>> plain = new LinkedHashMap<>();

    PackageLister(Lister all, WitPackage pkg) {
        this.all = all;
        this.pkg = pkg;
        this.id = all.packages.size();
        this.firstInterface = all.interfaces.size();
        this.firstWorld = all.worlds.size();
    }

    void list(Provenance.OfPackage written) {
        all.types.beginPackage();
        SequencedMap<String, Integer> interfaces = new LinkedHashMap<>();
        pkg.interfaces().keySet().forEach(name -> {
            interfaces.put(name, firstInterface + interfaces.size());
            all.interfaceIds.put(new InterfaceName(pkg.name(), name), requireNonNull(interfaces.get(name)));
        });
        SequencedMap<String, Integer> worlds = new LinkedHashMap<>();
        pkg.worlds().keySet().forEach(name -> {
            worlds.put(name, firstWorld + worlds.size());
            all.worldIds.put(new InterfaceName(pkg.name(), name), requireNonNull(worlds.get(name)));
        });
        for (Provenance.OfInterface each : written.interfaces()) {
            Interface type = pkg.interfaces().get(each.name());
            if (type == null) {
                each.functions().forEach(function -> all.types.mention(function.types()));
            } else {
                add(Optional.of(each.name()), type, each.functions());
            }
        }
        pkg.worlds().values().forEach(this::ownItems);
        holdResources();
        pkg.worlds().values().forEach(this::world);
        all.packages.add(new PackageRow(pkg.name(), pkg.docs(), interfaces, worlds));
    }

    /** Lists {@code type}; the functions {@code written} that it does not have are gated off. */
    private int add(Optional<String> name, Interface type, List<Provenance.OfFunction> written) {
        int at = all.interfaces.size();
        SequencedMap<String, Integer> types = new LinkedHashMap<>();
        type.types()
                .forEach((key, def) -> types.put(
                        key, all.types.define(def, new Owner.OfInterface(at)).index()));
        SequencedMap<String, FunctionRow> functions = new LinkedHashMap<>();
        for (Provenance.OfFunction each : written) {
            Function function = type.functions().get(each.name());
            if (function == null) {
                all.types.mention(each.types());
            } else {
                functions.put(each.name(), all.types.function(function));
            }
        }
        all.interfaces.add(new InterfaceRow(name, types, functions, type.attributes(), id, Optional.empty()));
        return at;
    }

    private void ownItems(World world) {
        Map<Provenance.Entry, ItemRow> rows = new LinkedHashMap<>();
        for (Provenance.Entry entry : all.provenance(world).own()) {
            WorldItem item = requireNonNull(side(world, entry.direction()).get(entry.key()), entry.key());
            switch (item) {
                case WorldItem.OfType type ->
                    rows.put(
                            entry,
                            new ItemRow.OfType(
                                    all.types.define(type.type(), owner(world)).index()));
                case WorldItem.OfFunction function ->
                    rows.put(entry, new ItemRow.OfFunction(all.types.function(function.type())));
                case WorldItem.OfInterface i -> {
                    if (i.type().name().isEmpty()) {
                        rows.put(
                                entry,
                                new ItemRow.OfInterface(
                                        add(Optional.empty(), i.type(), Provenance.functions(i.type())),
                                        i.attributes()));
                    }
                }
            }
        }
        plain.put(world.name(), rows);
    }

    private static Map<String, WorldItem> side(World world, Direction direction) {
        return direction == Direction.IMPORT ? world.imports() : world.exports();
    }

    private Owner owner(World world) {
        return new Owner.OfWorld(requireNonNull(all.worldIds.get(world.name())));
    }

    private void holdResources() {
        for (int i = firstInterface; i < all.interfaces.size(); i++) {
            InterfaceRow row = all.interfaces.get(i);
            row.functions().replaceAll((name, function) -> all.types.held(function));
        }
        for (Map<Provenance.Entry, ItemRow> rows : plain.values()) {
            for (Direction direction : List.of(Direction.IMPORT, Direction.EXPORT)) {
                rows.replaceAll((entry, row) -> entry.direction() == direction && row instanceof ItemRow.OfFunction f
                        ? new ItemRow.OfFunction(all.types.held(f.function()))
                        : row);
            }
        }
    }

    private void world(World world) {
        Map<Provenance.Entry, ItemRow> rows = new HashMap<>(plain.getOrDefault(world.name(), Map.of()));
        all.provenance(world).inclusions().forEach(inclusion -> include(inclusion, world, rows));
        all.worlds.add(new WorldRow(
                world.name().name(),
                items(world, Direction.IMPORT, rows),
                items(world, Direction.EXPORT, rows),
                world.attributes(),
                id));
    }

    private void include(Provenance.Inclusion inclusion, World world, Map<Provenance.Entry, ItemRow> rows) {
        int from = requireNonNull(
                all.worldIds.get(inclusion.world()), inclusion.world().toString());
        WorldRow included = all.worlds.get(from);
        boolean foreign = !inclusion.world().pkg().equals(pkg.name());
        Copies copies = new Copies(all.types, new Owner.OfWorld(from), owner(world), foreign);
        for (Provenance.Taken taken : inclusion.taken()) {
            Direction direction = taken.entry().direction();
            ItemRow row = requireNonNull((direction == Direction.IMPORT ? included.imports() : included.exports())
                    .get(taken.entry().key()));
            rows.put(new Provenance.Entry(direction, taken.key()), copy(row, taken.key(), copies));
        }
    }

    private ItemRow copy(ItemRow row, String key, Copies copies) {
        return switch (row) {
            case ItemRow.OfFunction function -> new ItemRow.OfFunction(copies.function(function.function(), key));
            case ItemRow.OfType type -> {
                Ref.Id copy = copies.type(new Ref.Id(type.id()));
                all.types.rename(copy, key);
                yield new ItemRow.OfType(copy.index());
            }
            case ItemRow.OfInterface i -> {
                InterfaceRow original = all.interfaces.get(i.id());
                yield original.name().isPresent()
                        ? new ItemRow.OfInterface(i.id(), copies.attributes(i.attributes()))
                        : new ItemRow.OfInterface(copy(original, i.id(), copies), copies.attributes(i.attributes()));
            }
        };
    }

    private int copy(InterfaceRow original, int from, Copies copies) {
        int at = all.interfaces.size();
        Copies inside = copies.of(new Owner.OfInterface(from), new Owner.OfInterface(at));
        SequencedMap<String, Integer> types = new LinkedHashMap<>();
        original.types()
                .forEach((name, type) ->
                        types.put(name, inside.type(new Ref.Id(type)).index()));
        SequencedMap<String, FunctionRow> functions = new LinkedHashMap<>();
        original.functions().forEach((name, function) -> functions.put(name, inside.function(function, name)));
        all.interfaces.add(new InterfaceRow(
                Optional.empty(), types, functions, copies.attributes(original.attributes()), id, Optional.of(from)));
        return at;
    }

    private SequencedMap<String, ItemRow> items(World world, Direction direction, Map<Provenance.Entry, ItemRow> rows) {
        SequencedMap<String, ItemRow> items = new LinkedHashMap<>();
        side(world, direction).forEach((key, item) -> {
            if (item instanceof WorldItem.OfInterface i && i.type().name().isPresent()) {
                InterfaceName name = i.type().name().get();
                int type = requireNonNull(all.interfaceIds.get(name), name.toString());
                // By its full name an interface goes without one here: its place says which it is.
                items.put(
                        key.equals(name.toString()) ? "interface-" + type : key,
                        new ItemRow.OfInterface(type, i.attributes()));
            } else {
                items.put(key, requireNonNull(rows.get(new Provenance.Entry(direction, key)), key));
            }
        });
        return items;
    }
}
