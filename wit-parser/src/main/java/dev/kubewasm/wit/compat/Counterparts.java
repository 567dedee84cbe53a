package dev.kubewasm.wit.compat;

import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.World.WorldItem;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Finds among the imports, or the exports, of one world what is another version of an item of another world. */
final class Counterparts {
    private final Map<String, WorldItem> items;
    private final Function<InterfaceName, String> common;
    private final Map<String, String> keys = new HashMap<>();

    /**
     * The items of one side.
     *
     * @param common what an interface's name has in common with its other versions
     */
    Counterparts(Map<String, WorldItem> items, Function<InterfaceName, String> common) {
        this.items = items;
        this.common = common;
        items.keySet()
                .forEach(key -> InterfaceName.parse(key).ifPresent(name -> keys.putIfAbsent(common.apply(name), key)));
    }

    /** The item that goes by {@code key}, or is another version of the interface that does. */
    Optional<Map.Entry<String, WorldItem>> of(String key) {
        return of(key, common);
    }

    /** Likewise, with {@code theirs} for what a name of the other side has in common with its other versions. */
    Optional<Map.Entry<String, WorldItem>> of(String key, Function<InterfaceName, String> theirs) {
        String here = items.containsKey(key)
                ? key
                : InterfaceName.parse(key).map(theirs).map(keys::get).orElse(null);
        return Optional.ofNullable(here)
                .flatMap(k -> Optional.ofNullable(items.get(k)).map(item -> Map.entry(k, item)));
    }
}
