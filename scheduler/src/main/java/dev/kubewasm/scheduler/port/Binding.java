package dev.kubewasm.scheduler.port;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A decision about a Pod, to be made true.
 *
 * @param pod which
 * @param uid the Pod decided about: another Pod that has taken its name must not be bound
 * @param node where to
 * @param annotations added to the Pod's in the same step
 */
public record Binding(PodKey pod, Uid uid, NodeName node, SortedMap<String, String> annotations) {
    public Binding {
        annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    }

    /** A binding with these annotations. */
    public static Binding of(PodKey pod, Uid uid, NodeName node, Map<String, String> annotations) {
        return new Binding(pod, uid, node, new TreeMap<>(annotations));
    }
}
