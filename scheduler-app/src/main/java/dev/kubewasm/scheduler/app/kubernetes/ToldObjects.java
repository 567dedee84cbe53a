package dev.kubewasm.scheduler.app.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An informer's store that keeps an object whole until it was told, and after that only which one it was, in which version:
 * whoever was told keeps what it needs, and most of an object nobody needs. Safe for use by several threads.
 *
 * @param <T> the kind of the objects
 */
final class ToldObjects<T extends HasMetadata> implements ItemStore<T> {
    private final Map<String, Known<T>> items = new ConcurrentHashMap<>();
    private final Supplier<T> empty;
    private final BiConsumer<T, T> keep;

    private record Known<T>(T object, boolean told) {}

    /** What there is to tell about an object. */
    sealed interface News<T> {
        /** There is no such object any more. */
        record Gone<T>() implements News<T> {}

        /** It was told as it is now. */
        record None<T>() implements News<T> {}

        /**
         * It wasn't told yet, as it is now.
         *
         * @param object the whole of it
         */
        record Changed<T>(T object) implements News<T> {}
    }

    /**
     * @param empty an object with nothing in it
     * @param keep puts more of an object, its first argument, into what stays of it than its namespace, name, uid and
     *     {@code resourceVersion}
     */
    ToldObjects(Supplier<T> empty, BiConsumer<T, T> keep) {
        this.empty = empty;
        this.keep = keep;
    }

    /** One that keeps no more than which object it was. */
    ToldObjects(Supplier<T> empty) {
        this(empty, (_, _) -> {});
    }

    /** What is to be told of the object with the namespace and name of {@code mentioned}. */
    News<T> news(T mentioned) {
        Known<T> known = items.get(getKey(mentioned));
        if (known == null) {
            return new News.Gone<>();
        }
        return known.told() ? new News.None<>() : new News.Changed<>(known.object());
    }

    /** That news were told; nothing happens if there are newer ones. */
    void told(T object) {
        items.computeIfPresent(
                getKey(object), (_, known) -> known.object() == object ? new Known<>(remains(object), true) : known);
    }

    private T remains(T object) {
        ObjectMeta meta = object.getMetadata();
        // No builder: this is done for each event.
        ObjectMeta identity = new ObjectMeta();
        identity.setNamespace(meta.getNamespace());
        identity.setName(meta.getName());
        identity.setUid(meta.getUid());
        identity.setResourceVersion(meta.getResourceVersion());
        T remains = empty.get();
        remains.setMetadata(identity);
        keep.accept(object, remains);
        return remains;
    }

    @Override
    public String getKey(T object) {
        return Cache.metaNamespaceKeyFunc(object);
    }

    @Override
    public @Nullable T put(String key, T object) {
        Known<T> before = items.get(key);
        if (before == null || !sameVersion(before.object(), object)) {
            items.put(key, new Known<>(object, false));
        }
        return before == null ? null : before.object();
    }

    /** When all are listed again, the informer mentions only those that have changed. */
    private boolean sameVersion(T before, T now) {
        String version = before.getMetadata().getResourceVersion();
        return version != null && version.equals(now.getMetadata().getResourceVersion());
    }

    @Override
    public @Nullable T remove(String key) {
        Known<T> gone = items.remove(key);
        return gone == null ? null : gone.object();
    }

    @Override
    public Stream<String> keySet() {
        return items.keySet().stream();
    }

    @Override
    public Stream<T> values() {
        return items.values().stream().map(Known::object);
    }

    @Override
    public int size() {
        return items.size();
    }

    @Override
    public @Nullable T get(String key) {
        Known<T> known = items.get(key);
        return known == null ? null : known.object();
    }
}
