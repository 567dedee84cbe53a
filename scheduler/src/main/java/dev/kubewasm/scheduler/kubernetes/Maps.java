package dev.kubewasm.scheduler.kubernetes;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collections of Kubernetes objects, which may be null where a document leaves them out. */
final class Maps {
    private Maps() {}

    static SortedMap<String, String> sorted(@Nullable Map<String, @Nullable String> map) {
        TreeMap<String, String> sorted = new TreeMap<>();
        if (map != null) {
            map.forEach((key, value) -> sorted.put(key, value == null ? "" : value));
        }
        return sorted;
    }

    static <T> List<T> list(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
