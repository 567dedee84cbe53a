package dev.kubewasm.cli.snapshot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubewasm.placement.annotations.WiringAnnotation;
import dev.kubewasm.placement.annotations.WitAnnotation;
import dev.kubewasm.scheduler.framework.volume.VolumePlan;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A kind of object that decisions depend on: the scheduler watches it, or it owns Pods.
 *
 * @param apiVersion as objects of it say
 * @param kind as objects of it say
 * @param plural its name in the API server's addresses
 * @param namespaced whether its objects are in namespaces
 * @param needed whether there is no decision without it
 * @param kept what of its objects is kept besides their metadata
 */
record SnapshotResource(
        String apiVersion, String kind, String plural, boolean namespaced, boolean needed, KeptFields kept) {
    private static final KeptFields METADATA = KeptFields.of(
            "name namespace uid labels annotations creationTimestamp deletionTimestamp resourceVersion",
            "ownerReferences: apiVersion kind name uid controller");

    /** Annotations besides those of this project that decisions depend on. */
    private static final Set<String> ANNOTATIONS = Set.of(
            VolumePlan.BIND_COMPLETED,
            VolumePlan.SELECTED_NODE,
            "volume.beta.kubernetes.io/storage-class",
            "storage.alpha.kubernetes.io/migrated-plugins");

    private static final String OWN_ANNOTATIONS = "kube-wasm/";

    /** In the order in which they are written. Secrets are not among them. */
    static final List<SnapshotResource> ALL = List.of(
            cluster("v1", "Namespace", "namespaces"),
            new SnapshotResource(
                    "v1",
                    "Node",
                    "nodes",
                    false,
                    true,
                    KeptFields.of(
                            "spec: unschedulable",
                            "spec.taints: key value effect",
                            "status: capacity allocatable",
                            "status.images: names sizeBytes")),
            cluster("scheduling.k8s.io/v1", "PriorityClass", "priorityclasses", "value globalDefault preemptionPolicy"),
            cluster(
                    "storage.k8s.io/v1",
                    "StorageClass",
                    "storageclasses",
                    "provisioner volumeBindingMode allowedTopologies"),
            cluster("storage.k8s.io/v1", "CSIDriver", "csidrivers", "spec: storageCapacity"),
            cluster("storage.k8s.io/v1", "CSINode", "csinodes", "spec.drivers: name topologyKeys allocatable"),
            cluster(
                    "storage.k8s.io/v1",
                    "VolumeAttachment",
                    "volumeattachments",
                    "spec: attacher nodeName",
                    "spec.source: persistentVolumeName"),
            cluster(
                    "v1",
                    "PersistentVolume",
                    "persistentvolumes",
                    "spec: capacity accessModes storageClassName volumeAttributesClassName volumeMode nodeAffinity",
                    "spec.claimRef: namespace name uid",
                    "spec.csi: driver volumeHandle",
                    "spec.awsElasticBlockStore: volumeID",
                    "spec.gcePersistentDisk: pdName",
                    "spec.azureDisk: kind diskURI",
                    "spec.cinder: volumeID",
                    "spec.portworxVolume: volumeID",
                    "status: phase"),
            namespaced(
                    "v1",
                    "PersistentVolumeClaim",
                    "persistentvolumeclaims",
                    "spec: accessModes resources selector storageClassName volumeAttributesClassName volumeMode volumeName",
                    "status: phase"),
            namespaced(
                    "storage.k8s.io/v1",
                    "CSIStorageCapacity",
                    "csistoragecapacities",
                    "storageClassName capacity maximumVolumeSize nodeTopology"),
            namespaced(
                    "policy/v1",
                    "PodDisruptionBudget",
                    "poddisruptionbudgets",
                    "spec: minAvailable maxUnavailable selector",
                    "status: disruptionsAllowed disruptedPods"),
            namespaced("v1", "Service", "services", "spec: selector"),
            namespaced("v1", "ReplicationController", "replicationcontrollers", "spec: replicas selector"),
            namespaced("apps/v1", "Deployment", "deployments", "spec: replicas selector"),
            namespaced("apps/v1", "ReplicaSet", "replicasets", "spec: replicas selector"),
            namespaced("apps/v1", "StatefulSet", "statefulsets", "spec: replicas selector"),
            namespaced("apps/v1", "DaemonSet", "daemonsets", "spec: selector"),
            namespaced("batch/v1", "Job", "jobs", "spec: parallelism completions"),
            new SnapshotResource(
                    "v1",
                    "Pod",
                    "pods",
                    true,
                    true,
                    KeptFields.of(
                            "spec: nodeName schedulerName schedulingGates priority priorityClassName preemptionPolicy",
                            "spec: nodeSelector affinity tolerations topologySpreadConstraints",
                            "spec: runtimeClassName overhead resources resourceClaims",
                            "spec.initContainers: name image resources restartPolicy",
                            "spec.initContainers.ports: containerPort hostPort hostIP protocol",
                            "spec.containers: name image resources",
                            "spec.containers.ports: containerPort hostPort hostIP protocol",
                            "spec.volumes: name",
                            "spec.volumes.persistentVolumeClaim: claimName",
                            "spec.volumes.ephemeral.volumeClaimTemplate.spec: accessModes resources storageClassName",
                            "spec.volumes.awsElasticBlockStore: volumeID",
                            "spec.volumes.gcePersistentDisk: pdName readOnly",
                            "spec.volumes.iscsi: iqn readOnly",
                            "spec.volumes.rbd: pool image monitors readOnly",
                            "spec.volumes.azureDisk: kind diskURI",
                            "spec.volumes.cinder: volumeID",
                            "spec.volumes.portworxVolume: volumeID",
                            "status: phase nominatedNodeName startTime",
                            "status.conditions: type status reason",
                            "status.initContainerStatuses: name resources allocatedResources",
                            "status.containerStatuses: name resources allocatedResources")));

    /** The WIT of Pods that name it; it is never listed, but asked for by name. */
    static final SnapshotResource CONFIG_MAP = namespaced("v1", "ConfigMap", "configmaps", "data");

    private static SnapshotResource cluster(String apiVersion, String kind, String plural, String... kept) {
        return new SnapshotResource(apiVersion, kind, plural, false, false, fields(kept));
    }

    private static SnapshotResource namespaced(String apiVersion, String kind, String plural, String... kept) {
        return new SnapshotResource(apiVersion, kind, plural, true, false, fields(kept));
    }

    private static KeptFields fields(String... kept) {
        return KeptFields.of(kept);
    }

    /** Where the API server has its objects: all, or those of a namespace. */
    String path(Optional<String> namespace) {
        String group = apiVersion.contains("/") ? "/apis/" + apiVersion : "/api/" + apiVersion;
        return group
                + namespace
                        .filter(_ -> namespaced)
                        .map(name -> "/namespaces/" + name)
                        .orElse("") + "/" + plural;
    }

    /** What of {@code object}, one of this kind, decisions depend on. */
    ObjectNode of(ObjectNode object) {
        ObjectNode kept = object.objectNode().put("apiVersion", apiVersion).put("kind", kind);
        if (object.get("metadata") instanceof ObjectNode metadata) {
            ObjectNode keptMetadata = METADATA.of(metadata);
            if (keptMetadata.get("annotations") instanceof ObjectNode annotations) {
                List<String> others = annotations.properties().stream()
                        .map(entry -> entry.getKey())
                        .filter(key -> !isKept(key))
                        .toList();
                annotations.remove(others);
                if (annotations.isEmpty()) {
                    keptMetadata.remove("annotations");
                }
            }
            kept.set("metadata", keptMetadata);
        }
        return kept.setAll(this.kept.of(object));
    }

    /** The wiring is what was decided, not what a decision is made on. */
    private static boolean isKept(String annotation) {
        boolean own = Stream.of(OWN_ANNOTATIONS, WitAnnotation.keyFor("")).anyMatch(annotation::startsWith);
        return ANNOTATIONS.contains(annotation) || (own && !annotation.equals(WiringAnnotation.KEY));
    }

    /** Its kind and version, for people. */
    @Override
    public String toString() {
        return kind + " (" + apiVersion + ")";
    }
}
