package dev.kubewasm.placement.facts;

import java.util.Comparator;
import java.util.Locale;

/**
 * The workload a Pod belongs to: its top controller, or the Pod itself.
 *
 * @param namespace of the workload, and so of its Pods
 * @param kind as Kubernetes spells it, for example {@code Deployment} or {@code Pod}
 * @param name of the controller, or of the Pod
 * @param uid of the controller, or of the Pod
 */
public record WorkloadRef(String namespace, String kind, String name, Uid uid) implements Comparable<WorkloadRef> {
    private static final Comparator<WorkloadRef> ORDER = Comparator.comparing(WorkloadRef::namespace)
            .thenComparing(WorkloadRef::kind)
            .thenComparing(WorkloadRef::name)
            .thenComparing(WorkloadRef::uid);

    /** Whether it is a Pod that no controller would make again. */
    public boolean isBarePod() {
        return kind.equals("Pod");
    }

    /** Whether its Pods belong to their nodes and go with them: those of a DaemonSet, and static ones. */
    public boolean tiesPodsToNodes() {
        return kind.equals("DaemonSet") || kind.equals("Node");
    }

    @Override
    public int compareTo(WorkloadRef other) {
        return ORDER.compare(this, other);
    }

    /** {@code deployment/catalog}, as pins and messages write it. */
    public String shortName() {
        return kind.toLowerCase(Locale.ROOT) + "/" + name;
    }

    @Override
    public String toString() {
        return namespace + "/" + shortName();
    }
}
