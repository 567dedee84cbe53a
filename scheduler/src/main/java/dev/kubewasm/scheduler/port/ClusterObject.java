package dev.kubewasm.scheduler.port;

import dev.kubewasm.placement.facts.LabelSelector;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.profile.DisruptionBudget;
import java.util.Map;

/** What there is in a cluster besides nodes and Pods, as far as the rules about Pods look at it. */
public sealed interface ClusterObject
        permits ClusterObject.Namespace,
                ClusterObject.Service,
                ClusterObject.Workload,
                ClusterObject.Budget,
                StorageObject {
    /** Which one it is. */
    Id id();

    /** The kinds. */
    enum Kind {
        NAMESPACE("Namespace"),
        SERVICE("Service"),
        WORKLOAD("Workload"),
        DISRUPTION_BUDGET("PodDisruptionBudget"),
        PERSISTENT_VOLUME("PersistentVolume"),
        PERSISTENT_VOLUME_CLAIM("PersistentVolumeClaim"),
        STORAGE_CLASS("StorageClass"),
        CSI_NODE("CSINode"),
        CSI_DRIVER("CSIDriver"),
        CSI_STORAGE_CAPACITY("CSIStorageCapacity"),
        VOLUME_ATTACHMENT("VolumeAttachment");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** As Kubernetes calls it. */
        public String text() {
            return text;
        }
    }

    /**
     * Names an object.
     *
     * @param kind what it is
     * @param namespace its namespace; empty for a kind that has none
     * @param name its name; of a workload {@code KIND/NAME}
     */
    record Id(Kind kind, String namespace, String name) {}

    /** A namespace, by whose labels Pod affinity selects. */
    record Namespace(String name, Map<String, String> labels) implements ClusterObject {
        public Namespace {
            labels = Map.copyOf(labels);
        }

        @Override
        public Id id() {
            return new Id(Kind.NAMESPACE, "", name);
        }
    }

    /**
     * A Service, by whose Pods others are spread.
     *
     * @param selector the labels of its Pods; without any it selects none
     */
    record Service(String namespace, String name, Map<String, String> selector) implements ClusterObject {
        public Service {
            selector = Map.copyOf(selector);
        }

        @Override
        public Id id() {
            return new Id(Kind.SERVICE, namespace, name);
        }
    }

    /** A ReplicaSet, StatefulSet or ReplicationController, by whose Pods others are spread. */
    record Workload(String namespace, PodInfo.Workload workload, LabelSelector selector) implements ClusterObject {
        @Override
        public Id id() {
            return idOf(namespace, workload);
        }

        /** The id of the one of this kind and name. */
        public static Id idOf(String namespace, PodInfo.Workload workload) {
            return new Id(Kind.WORKLOAD, namespace, workload.kind() + "/" + workload.name());
        }

        /** The kind and name that an id of {@link #idOf} names. */
        public static PodInfo.Workload of(Id id) {
            int slash = id.name().indexOf('/');
            return new PodInfo.Workload(id.name().substring(0, slash), id.name().substring(slash + 1));
        }
    }

    /** A PodDisruptionBudget, which preemption keeps where it can. */
    record Budget(String name, DisruptionBudget budget) implements ClusterObject {
        @Override
        public Id id() {
            return new Id(Kind.DISRUPTION_BUDGET, budget.namespace(), name);
        }
    }
}
