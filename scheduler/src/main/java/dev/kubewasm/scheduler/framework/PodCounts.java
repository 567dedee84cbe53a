package dev.kubewasm.scheduler.framework;

import dev.kubewasm.placement.facts.LabelSelector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many Pods each node has that a selector matches, without looking at Pods: those with equal labels are matched once for
 * all. What was matched is remembered for the selectors asked last.
 */
final class PodCounts {
    /** Selectors remembered; when there are more, all are dropped. */
    private static final int REMEMBERED = 16_384;

    /** So many groups without Pods may stay. */
    private static final int MANY = 1_000;

    private final Map<Labels, Group> groups = new HashMap<>();
    private final Map<String, List<Group>> byNamespace = new HashMap<>();
    private final Map<Asked, Matched> remembered = new HashMap<>();
    private int empty;

    private record Labels(String namespace, Map<String, String> labels) {}

    private record Asked(String namespace, LabelSelector selector) {}

    /** Pods with equal labels: how many each node has. */
    private record Group(Map<String, String> labels, Map<String, Integer> nodes) {}

    /** The groups that match, of the first {@code seen} of the namespace. */
    private static final class Matched {
        private final List<Group> groups = new ArrayList<>();
        private int seen;
    }

    /** Counts a Pod that has a node in, or with -1 out; Pods being deleted don't count. */
    void count(PodInfo pod, int delta) {
        if (pod.life().terminating()) {
            return;
        }
        String namespace = pod.key().namespace();
        Group group = groups.computeIfAbsent(new Labels(namespace, pod.labels()), labels -> {
            Group made = new Group(labels.labels(), new LinkedHashMap<>());
            byNamespace.computeIfAbsent(namespace, n -> new ArrayList<>()).add(made);
            empty++;
            return made;
        });
        boolean was = group.nodes().isEmpty();
        group.nodes().merge(pod.node().orElseThrow(), delta, PodCounts::sum);
        boolean is = group.nodes().isEmpty();
        empty += is == was ? 0 : is ? 1 : -1;
        if (empty > MANY && empty > groups.size() / 2) {
            forgetEmpty();
        }
    }

    /** Labels that no Pod has any more, such as those with a Pod's name, would add up. */
    private void forgetEmpty() {
        groups.values().removeIf(group -> group.nodes().isEmpty());
        byNamespace.clear();
        groups.forEach((labels, group) -> byNamespace
                .computeIfAbsent(labels.namespace(), n -> new ArrayList<>())
                .add(group));
        remembered.clear();
        empty = 0;
    }

    @SuppressWarnings("NullAway") // null takes the entry out
    private static Integer sum(int a, int b) {
        return a + b == 0 ? null : a + b;
    }

    /** By node, for the nodes that have any; a selector without requirements matches nothing. */
    Map<String, Integer> of(String namespace, LabelSelector selector) {
        Map<String, Integer> counts = new HashMap<>();
        if (selector.requirements().isEmpty()) {
            return counts;
        }
        List<Group> all = byNamespace.getOrDefault(namespace, List.of());
        if (remembered.size() >= REMEMBERED) {
            remembered.clear();
        }
        Matched matched = remembered.computeIfAbsent(new Asked(namespace, selector), asked -> new Matched());
        for (; matched.seen < all.size(); matched.seen++) {
            Group group = all.get(matched.seen);
            if (selector.matches(group.labels())) {
                matched.groups.add(group);
            }
        }
        matched.groups.forEach(
                group -> group.nodes().forEach((node, count) -> counts.merge(node, count, Integer::sum)));
        return counts;
    }
}
