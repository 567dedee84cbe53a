package dev.kubewasm.scheduler.core;

import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.port.ClusterObject;
import dev.kubewasm.scheduler.port.ObservedNode;
import java.util.Set;

/** Something that happened in the cluster and may let a Pod that waits go somewhere. */
sealed interface ClusterEvent {
    /** As kube-scheduler calls it in its metrics, where it knows of it. */
    default String label() {
        return switch (this) {
            case NodeAdded _ -> "NodeAdd";
            case NodeChanged _ -> "NodeUpdate";
            case NodeRemoved _ -> "NodeDelete";
            case PodLeft _ -> "AssignedPodDelete";
            case PodArrived _ -> "AssignedPodAdd";
            case ComponentsChanged _ -> "ComponentsUpdate";
            case ObjectChanged(ClusterObject.Id id, Change change) -> id.kind().text() + change.text;
        };
    }

    /** There is a node more. */
    record NodeAdded(ObservedNode node) implements ClusterEvent {}

    /** A node is another than before. */
    record NodeChanged(ObservedNode before, ObservedNode now) implements ClusterEvent {}

    /** There is a node less, and so perhaps a place less that Pods are spread over. */
    record NodeRemoved() implements ClusterEvent {}

    /**
     * A Pod takes no room on a node any more, or less: deleted, at its end, taken back, scaled down, or not nominated to the
     * node any more.
     */
    record PodLeft(PodInfo pod) implements ClusterEvent {}

    /** A Pod is on a node now, or one that is on a node has other labels. */
    record PodArrived(PodInfo pod) implements ClusterEvent {}

    /**
     * A Pod with components came, changed or went: who exports what is another.
     *
     * @param namespaces where there are Pods that it may concern: its own, and those that links connect it with
     */
    record ComponentsChanged(Set<String> namespaces) implements ClusterEvent {
        public ComponentsChanged {
            namespaces = Set.copyOf(namespaces);
        }
    }

    /** Something else came, changed or went. */
    record ObjectChanged(ClusterObject.Id id, Change change) implements ClusterEvent {}

    /** What became of it. */
    enum Change {
        ADDED("Add"),
        UPDATED("Update"),
        REMOVED("Delete");

        private final String text;

        Change(String text) {
            this.text = text;
        }
    }
}
