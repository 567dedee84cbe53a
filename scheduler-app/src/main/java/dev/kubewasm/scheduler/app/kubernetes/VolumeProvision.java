package dev.kubewasm.scheduler.app.kubernetes;

import dev.kubewasm.scheduler.framework.volume.ClaimKey;
import dev.kubewasm.scheduler.framework.volume.PersistentVolume;
import dev.kubewasm.scheduler.framework.volume.VolumeClaim;
import dev.kubewasm.scheduler.framework.volume.VolumePlan;
import dev.kubewasm.scheduler.framework.volume.VolumePlan.Binding;
import dev.kubewasm.scheduler.framework.volume.VolumePlan.Progress;
import dev.kubewasm.scheduler.framework.volume.VolumeProgress;
import dev.kubewasm.scheduler.framework.volume.VolumeState;
import dev.kubewasm.scheduler.kubernetes.ObservedObjects;
import dev.kubewasm.scheduler.port.StorageObject;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells the API server of a {@link VolumePlan}, and looks how far its controllers have got. Each object is changed only if it
 * still is at the version that was decided on: else the API server answers 409.
 */
final class VolumeProvision {
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final KubernetesClient client;
    private final VolumePlan plan;

    VolumeProvision(KubernetesClient client, VolumePlan plan) {
        this.client = client;
        this.plan = plan;
    }

    void tell() {
        plan.bindings().forEach(this::bind);
        plan.provisions().forEach(this::provision);
    }

    private void bind(Binding binding) {
        PersistentVolume volume = binding.volume();
        VolumeClaim claim = binding.claim();
        PersistentVolumeBuilder patch = new PersistentVolumeBuilder()
                .withNewMetadata()
                .withResourceVersion(Long.toString(volume.version()))
                .endMetadata()
                .withNewSpec()
                .withNewClaimRef()
                .withApiVersion("v1")
                .withKind("PersistentVolumeClaim")
                .withNamespace(claim.key().namespace())
                .withName(claim.key().name())
                .withUid(claim.uid())
                .endClaimRef()
                .endSpec();
        if (binding.isOurs()) {
            patch.editMetadata()
                    .addToAnnotations(VolumePlan.BOUND_BY_CONTROLLER, "yes")
                    .endMetadata();
        }
        client.persistentVolumes().withName(volume.name()).patch(MERGE, patch.build());
    }

    private void provision(VolumeClaim claim) {
        client.persistentVolumeClaims()
                .inNamespace(claim.key().namespace())
                .withName(claim.key().name())
                .patch(
                        MERGE,
                        new PersistentVolumeClaimBuilder()
                                .withNewMetadata()
                                .withResourceVersion(Long.toString(claim.version()))
                                .addToAnnotations(VolumePlan.SELECTED_NODE, plan.node())
                                .endMetadata()
                                .build());
    }

    /** How far it has got, by what the API server has now. */
    Progress progress() {
        @Nullable Node node = client.nodes().withName(plan.node()).get();
        if (node == null) {
            return new Progress.Failed("node " + plan.node() + " is gone");
        }
        VolumeState state = new VolumeState();
        put(state, client.storage().v1().csiNodes().withName(plan.node()).get());
        for (Binding binding : plan.bindings()) {
            putVolume(state, binding.volume().name());
            putClaim(state, binding.claim().key());
        }
        for (VolumeClaim claim : plan.provisions()) {
            putClaim(state, claim.key());
            String volume =
                    state.claim(claim.key()).map(c -> c.state().volume()).orElse("");
            if (!volume.isEmpty()) {
                putVolume(state, volume);
            }
        }
        Map<String, String> labels =
                Objects.requireNonNullElse(node.getMetadata().getLabels(), Map.of());
        return VolumeProgress.of(plan, labels, state);
    }

    private void putVolume(VolumeState state, String name) {
        put(state, client.persistentVolumes().withName(name).get());
    }

    private void putClaim(VolumeState state, ClaimKey key) {
        put(
                state,
                client.persistentVolumeClaims()
                        .inNamespace(key.namespace())
                        .withName(key.name())
                        .get());
    }

    /** What can't be read of an object was said when it was seen first. */
    private static void put(VolumeState state, @Nullable HasMetadata object) {
        if (object != null
                && ObservedObjects.observe(object, new ArrayList<>()).orElse(null) instanceof StorageObject storage) {
            storage.putInto(state);
        }
    }
}
