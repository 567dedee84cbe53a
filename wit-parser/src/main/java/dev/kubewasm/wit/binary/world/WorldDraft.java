package dev.kubewasm.wit.binary.world;

import dev.kubewasm.wit.model.Attributes;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.World;
import dev.kubewasm.wit.model.World.WorldItem;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Supplier;

/** A world of which interfaces may still grow. */
record WorldDraft(
        InterfaceName name,
        SequencedMap<String, Supplier<WorldItem>> imports,
        SequencedMap<String, Supplier<WorldItem>> exports,
        Attributes attributes) {
    /** The world, when all is read. */
    World build() {
        return new World(name, build(imports), build(exports), attributes);
    }

    private static SequencedMap<String, WorldItem> build(SequencedMap<String, Supplier<WorldItem>> items) {
        SequencedMap<String, WorldItem> built = new LinkedHashMap<>();
        items.forEach((key, item) -> built.put(key, item.get()));
        return built;
    }
}
