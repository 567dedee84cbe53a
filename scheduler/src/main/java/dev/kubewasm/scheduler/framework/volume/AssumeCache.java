package dev.kubewasm.scheduler.framework.volume;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Objects as the API server has them, some of them as they will be once it has been told: until it is seen to have a newer
 * one, or the assumption is taken back.
 */
final class AssumeCache<K, V extends Versioned> {
    private final Map<K, V> stored = new HashMap<>();
    private final Map<K, V> assumed = new HashMap<>();

    /** The object as it is assumed to be. */
    Optional<V> get(K key) {
        @Nullable V value = assumed.get(key);
        return value != null ? Optional.of(value) : stored(key);
    }

    /** The object as the API server has it, as far as is known. */
    Optional<V> stored(K key) {
        return Optional.ofNullable(stored.get(key));
    }

    /** What is seen at the API server; nothing if something newer has been seen. */
    void put(K key, V value) {
        @Nullable V old = stored.get(key);
        if (old != null && old.version() > value.version()) {
            return;
        }
        stored.put(key, value);
        assumed.computeIfPresent(key, (k, will) -> value.version() > will.version() ? null : will);
    }

    /** It is gone from the API server. */
    void remove(K key) {
        stored.remove(key);
        assumed.remove(key);
    }

    /** What it will be; nothing if it is gone, or newer by now. */
    void assume(K key, V value) {
        @Nullable V old = stored.get(key);
        if (old != null && old.version() <= value.version()) {
            assumed.put(key, value);
        }
    }

    /** It is as the API server has it. */
    void forget(K key) {
        assumed.remove(key);
    }
}
