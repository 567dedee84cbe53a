package dev.kubewasm.scheduler.app.parity;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What of Kubernetes' volume controller a scheduler waits for: it completes what the scheduler has begun. */
public final class VolumeController {
    private static final String COMPLETE = "pv.kubernetes.io/bind-completed";
    private static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";

    private final KubernetesClient client;
    private final String namespace;
    private final Set<String> selectedBefore;

    /** One that looks after the claims of {@code namespace}. */
    public VolumeController(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
        this.selectedBefore = claims().stream()
                .filter(claim -> selectedNode(claim).isPresent())
                .map(claim -> claim.getMetadata().getName())
                .collect(Collectors.toSet());
    }

    private List<PersistentVolumeClaim> claims() {
        return client.persistentVolumeClaims().inNamespace(namespace).list().getItems();
    }

    private static Optional<String> selectedNode(PersistentVolumeClaim claim) {
        return Optional.ofNullable(claim.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(SELECTED_NODE));
    }

    /**
     * Binds the claims whose volume has been chosen, or whose node has.
     *
     * @param all also those whose node had been chosen before: what the scheduler decided of them can't be seen
     */
    public void work(boolean all) {
        for (PersistentVolumeClaim claim : claims()) {
            if (claim.getSpec().getVolumeName() == null) {
                client.persistentVolumes().list().getItems().stream()
                        .filter(volume -> chosenFor(volume, claim))
                        .findFirst()
                        .ifPresentOrElse(volume -> complete(claim, volume), () -> {
                            if (selectedNode(claim).isPresent()
                                    && (all
                                            || !selectedBefore.contains(
                                                    claim.getMetadata().getName()))) {
                                provision(claim);
                            }
                        });
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
