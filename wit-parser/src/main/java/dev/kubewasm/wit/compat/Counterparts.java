package dev.kubewasm.wit.compat;

import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.PackageName;
import dev.kubewasm.wit.model.World.WorldItem;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds among the imports, or the exports, of one world what is another version of an item of another world: of an
 * interface of the worlds' own package, the one of the same name; of any other, the highest version of the same track,
 * else of any.
 */
final class Counterparts {
    private final Map<String, WorldItem> items;
    private final Map<String, InterfaceName> known = new HashMap<>();

    /**
     * The items of one side.
     *
     * @param own the package of the world
     */
    Counterparts(Map<String, WorldItem> items, PackageName own) {
        this.items = items;
        items.keySet().stream()
                .flatMap(key -> InterfaceName.parse(key).stream())
                .filter(name -> items.containsKey(name.toString()))
                .forEach(name -> common(name, own).forEach(key -> known.merge(key, name, Counterparts::higher)));
    }

    /** What a name has in common with its other versions, the most first. */
    private static Stream<String> common(InterfaceName name, PackageName own) {
        if (name.pkg().equals(own)) {
            return Stream.of("own " + name.unversioned());
        }
        return Stream.concat(
                name.pkg().version().stream().map(version -> name.unversioned() + "@" + version.track()),
                Stream.of(name.unversioned()));
    }

    private static InterfaceName higher(InterfaceName a, InterfaceName b) {
        boolean second = a.pkg().version().isEmpty()
                || (b.pkg().version().isPresent()
                        && b.pkg().version().get().compareTo(a.pkg().version().get()) > 0);
        return second ? b : a;
    }

    /** The item that goes by {@code key}, or is another version of the interface that does; {@code own} is its world's. */
    Optional<Map.Entry<String, WorldItem>> of(String key, PackageName own) {
        String here = items.containsKey(key)
                ? key
                : InterfaceName.parse(key).stream()
                        .flatMap(name -> common(name, own))
                        .flatMap(common -> Optional.ofNullable(known.get(common)).stream())
                        .findFirst()
                        .map(InterfaceName::toString)
                        .orElse("");
        return Optional.ofNullable(items.get(here)).map(item -> Map.entry(here, item));
    }
}
