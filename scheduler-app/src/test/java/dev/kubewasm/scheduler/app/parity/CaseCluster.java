package dev.kubewasm.scheduler.app.parity;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubewasm.scheduler.app.parity.CaseGenerator.Case;
import dev.kubewasm.scheduler.kubernetes.SchedulingCase;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** Puts one case after the other on an API server, and says what is there. */
final class CaseCluster {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final KubernetesClient client;

    CaseCluster(KubernetesClient client) {
        this.client = client;
        for (int priority : CaseGenerator.PRIORITIES) {
            priorityClass("parity-" + priority, priority, "PreemptLowerPriority");
        }
        priorityClass(CaseGenerator.NEVER_PREEMPTS, 10, "Never");
    }

    private void priorityClass(String name, int value, String policy) {
        client.resource(new PriorityClassBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withValue(value)
                        .withPreemptionPolicy(policy)
                        .build())
                .create();
    }

    /** Makes the objects of {@code case_}, with their status. */
    void put(Case case_) {
        String waiting = "";
        for (HasMetadata object : case_.objects()) {
            HasMetadata owned = object instanceof PersistentVolumeClaim ? withOwner(object, waiting) : object;
            Resource<HasMetadata> resource = client.resource(owned);
            HasMetadata created = resource.create();
            if (object instanceof Pod && created.getMetadata().getName().equals(Case.WAITING)) {
                waiting = created.getMetadata().getUid();
            }
            if (needsStatus(object)) {
                owned.getMetadata().setResourceVersion(null);
                client.resource(withStatus(created, owned)).updateStatus();
            }
            if (case_.leaving().contains(created.getMetadata().getName())) {
                client.resource(created).withGracePeriod(3600).delete();
            }
        }
    }

    private static HasMetadata withOwner(HasMetadata claim, String waiting) {
        claim.getMetadata().getOwnerReferences().stream()
                .filter(owner -> owner.getUid().equals("OWNER"))
                .forEach(owner -> owner.setUid(waiting));
        return claim;
    }

    private static boolean needsStatus(HasMetadata object) {
        ObjectNode json = MAPPER.valueToTree(object);
        return !json.path("status").isEmpty() && !object.getKind().equals("Node");
    }

    private static HasMetadata withStatus(HasMetadata created, HasMetadata wanted) {
        ObjectNode json = MAPPER.valueToTree(created);
        ObjectNode status = json.withObject("/status");
        status.setAll((ObjectNode) MAPPER.valueToTree(wanted).path("status"));
        try {
            return MAPPER.treeToValue(json, wanted.getClass());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The case as it is on the API server, in the form of {@code kube-wasm explain --cases}. */
    ObjectNode picture(String name) {
        ObjectNode json = MAPPER.createObjectNode().put("id", name);
        add(json, "nodes", client.nodes().list().getItems());
        add(json, "namespaces", client.namespaces().list().getItems());
        add(json, "services", client.services().inNamespace(name).list().getItems());
        add(
                json,
                "replicasets",
                client.apps().replicaSets().inNamespace(name).list().getItems());
        add(
                json,
                "pdbs",
                client.policy()
                        .v1()
                        .podDisruptionBudget()
                        .inNamespace(name)
                        .list()
                        .getItems());
        add(json, "persistentvolumes", client.persistentVolumes().list().getItems());
        add(
                json,
                "persistentvolumeclaims",
                client.persistentVolumeClaims().inNamespace(name).list().getItems());
        add(
                json,
                "storageclasses",
                client.storage().v1().storageClasses().list().getItems());
        add(json, "csinodes", client.storage().v1().csiNodes().list().getItems());
        add(json, "csidrivers", client.storage().v1().csiDrivers().list().getItems());
        add(
                json,
                "csistoragecapacities",
                client.storage()
                        .v1()
                        .csiStorageCapacities()
                        .inNamespace(name)
                        .list()
                        .getItems());
        add(
                json,
                "volumeattachments",
                client.storage().v1().volumeAttachments().list().getItems());
        List<Pod> pods = pods(name);
        pods.forEach(pod -> pod.getMetadata().setManagedFields(null));
        add(json, "pods", pods.stream().filter(pod -> !isWaiting(pod)).toList());
        json.set(
                "pod",
                MAPPER.valueToTree(
                        pods.stream().filter(CaseCluster::isWaiting).findFirst().orElseThrow()));
        return json;
    }

    /** What belongs to the case, without what only says who wrote which field. */
    private static void add(ObjectNode json, String field, List<? extends HasMetadata> objects) {
        objects.forEach(object -> object.getMetadata().setManagedFields(null));
        String name = json.get("id").asText();
        json.set(
                field,
                MAPPER.valueToTree(objects.stream()
                        .filter(object -> belongs(object.getMetadata(), name))
                        .toList()));
    }

    private static boolean belongs(ObjectMeta meta, String name) {
        return name.equals(meta.getNamespace())
                || meta.getName().equals(name)
                || meta.getName().startsWith(name + "-")
                || meta.getName().startsWith(name + ".");
    }

    static SchedulingCase read(ObjectNode picture) {
        try {
            return MAPPER.treeToValue(picture, SchedulingCase.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Pod> pods(String name) {
        return client.pods().inNamespace(name).list().getItems();
    }

    private static boolean isWaiting(Pod pod) {
        return pod.getMetadata().getName().equals(Case.WAITING);
    }

    Pod pod(String name, String pod) {
        return client.pods().inNamespace(name).withName(pod).require();
    }

    /** The Pod that waits may be scheduled now. */
    void openGate(String name) {
        client.pods().inNamespace(name).withName(Case.WAITING).edit(pod -> {
            pod.getSpec().setSchedulingGates(null);
            return pod;
        });
    }

    List<PersistentVolumeClaim> claims(String name) {
        return client.persistentVolumeClaims().inNamespace(name).list().getItems();
    }

    Optional<PersistentVolume> volume(String volume) {
        return volume.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(
                        client.persistentVolumes().withName(volume).get());
    }

    /** What is in the way of the next case goes; the rest has names that mean nothing to it. */
    void clear(String name) {
        client.pods().inNamespace(name).withGracePeriod(0).delete();
        client.nodes().delete();
        client.storage().v1().csiNodes().delete();
        client.storage().v1().volumeAttachments().delete();
    }
}
