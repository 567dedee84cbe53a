package dev.kubewasm.scheduler.framework.plugins;

import dev.kubewasm.scheduler.framework.NodeSpec;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sums by place: by topology key and the value that nodes have for it. */
final class TopologyCounts {
    private final Map<String, Map<String, Long>> counts = new HashMap<>();
    private final boolean keepsZero;

    /** @param keepsZero whether a sum of 0 is something other than no sum */
    TopologyCounts(boolean keepsZero) {
        this.keepsZero = keepsZero;
    }

    TopologyCounts copy() {
        TopologyCounts copy = new TopologyCounts(keepsZero);
        counts.forEach((key, values) -> copy.counts.put(key, new HashMap<>(values)));
        return copy;
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }

    /** Adds to the place that {@code node} is in, if it is in one. */
    void add(String key, NodeSpec node, long delta) {
        @Nullable String value = node.labels().get(key);
        if (value == null) {
            return;
        }
        Map<String, Long> values = counts.computeIfAbsent(key, k -> new HashMap<>());
        long sum = values.merge(value, delta, Long::sum);
        if (sum == 0 && !keepsZero) {
            values.remove(value);
            if (values.isEmpty()) {
                counts.remove(key);
            }
        }
    }

    /** The sum at the place that {@code node} is in, 0 if it is in none. */
    long get(String key, NodeSpec node) {
        @Nullable String value = node.labels().get(key);
        @Nullable Map<String, Long> values = counts.get(key);
        return value == null || values == null ? 0 : values.getOrDefault(value, 0L);
    }

    /** Whether some place that {@code node} is in has a sum above 0. */
    boolean anyPositive(NodeSpec node) {
        for (String key : counts.keySet()) {
            if (get(key, node) > 0) {
                return true;
            }
        }
        return false;
    }

    /** The sums of all places that {@code node} is in, added up. */
    long total(NodeSpec node) {
        long total = 0;
        for (String key : counts.keySet()) {
            total += get(key, node);
        }
        return total;
    }
}
