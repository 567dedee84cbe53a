package dev.kubewasm.scheduler.app.parity;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;

/** What of Kubernetes' volume controller a scheduler waits for: it completes what the scheduler has begun. */
final class VolumeController {
    private static final String COMPLETE = "pv.kubernetes.io/bind-completed";
    private static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";

    private final KubernetesClient client;
    private final String namespace;

    VolumeController(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** Binds the claims whose volume has been chosen, or whose node has. */
    void work() {
        for (PersistentVolumeClaim claim :
                client.persistentVolumeClaims().inNamespace(namespace).list().getItems()) {
            if (claim.getSpec().getVolumeName() == null) {
                client.persistentVolumes().list().getItems().stream()
                        .filter(volume -> chosenFor(volume, claim))
                        .findFirst()
                        .ifPresentOrElse(volume -> complete(claim, volume), () -> provision(claim));
            }
        }
    }

    private static boolean chosenFor(PersistentVolume volume, PersistentVolumeClaim claim) {
        var reference = volume.getSpec().getClaimRef();
        return reference != null
                && claim.getMetadata().getUid().equals(reference.getUid())
                && claim.getMetadata().getName().equals(reference.getName());
    }

    private void complete(PersistentVolumeClaim claim, PersistentVolume volume) {
        client.resource(new PersistentVolumeClaimBuilder(claim)
                        .editMetadata()
                        .addToAnnotations(COMPLETE, "yes")
                        .endMetadata()
                        .editSpec()
                        .withVolumeName(volume.getMetadata().getName())
                        .endSpec()
                        .build())
                .update();
    }

    private void provision(PersistentVolumeClaim claim) {
        if (claim.getMetadata().getAnnotations() == null
                || !claim.getMetadata().getAnnotations().containsKey(SELECTED_NODE)) {
            return;
        }
        client.resource(new PersistentVolumeBuilder()
                        .withNewMetadata()
                        .withName(namespace + "-made-for-" + claim.getMetadata().getName())
                        .endMetadata()
                        .withNewSpec()
                        .withCapacity(claim.getSpec().getResources().getRequests())
                        .withAccessModes(claim.getSpec().getAccessModes())
                        .withStorageClassName(claim.getSpec().getStorageClassName())
                        .withVolumeMode(claim.getSpec().getVolumeMode())
                        .withNewClaimRef()
                        .withNamespace(namespace)
                        .withName(claim.getMetadata().getName())
                        .withUid(claim.getMetadata().getUid())
                        .endClaimRef()
                        .withNewCsi()
                        .withDriver("made.example")
                        .withVolumeHandle(claim.getMetadata().getUid())
                        .endCsi()
                        .endSpec()
                        .build())
                .create();
    }
}
