package dev.kubewasm.wit.resolve;

import dev.kubewasm.wit.ast.WorldMember.Direction;
import dev.kubewasm.wit.model.World.WorldItem;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The imports or the exports of a world as they gather. */
final class WorldSide {
    private final Direction direction;
    private final Map<String, WorldItem> items = new LinkedHashMap<>();
    /** Of every key that is a plain name, as it is without regard to case. */
    private final Map<String, String> plain = new HashMap<>();

    WorldSide(Direction direction) {
        this.direction = direction;
    }

    Direction direction() {
        return direction;
    }

    Map<String, WorldItem> items() {
        return Collections.unmodifiableMap(items);
    }

    /** Adds an interface under its full name, unless it is there. */
    boolean addInterface(String key, WorldItem.OfInterface item) {
        return items.putIfAbsent(key, item) == null;
    }

    /** Has the interface {@code key} stand with other attributes. */
    void replaceInterface(String key, WorldItem.OfInterface item) {
        items.replace(key, item);
    }

    /** The key among the plain names that {@code key} may not stand beside. */
    Optional<String> conflicting(String key) {
        return Optional.ofNullable(plain.get(fold(key)));
    }

    /** Adds an item under a plain name that conflicts with none. */
    void add(String key, WorldItem item) {
        plain.put(fold(key), key);
        items.put(key, item);
    }

    private static String fold(String key) {
        return key.toLowerCase(Locale.ROOT);
    }
}
