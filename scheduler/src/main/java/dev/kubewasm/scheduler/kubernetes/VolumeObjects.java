package dev.kubewasm.scheduler.kubernetes;

import dev.kubewasm.placement.facts.NodeSelectorTerm;
import dev.kubewasm.scheduler.framework.volume.ClaimKey;
import dev.kubewasm.scheduler.framework.volume.CsiNode;
import dev.kubewasm.scheduler.framework.volume.PersistentVolume;
import dev.kubewasm.scheduler.framework.volume.PersistentVolume.ClaimReference;
import dev.kubewasm.scheduler.framework.volume.PersistentVolume.Offer;
import dev.kubewasm.scheduler.framework.volume.StorageCapacity;
import dev.kubewasm.scheduler.framework.volume.StorageClass;
import dev.kubewasm.scheduler.framework.volume.StorageClass.TopologyRequirement;
import dev.kubewasm.scheduler.framework.volume.VolumeAttachment;
import dev.kubewasm.scheduler.framework.volume.VolumeClaim;
import dev.kubewasm.scheduler.framework.volume.VolumePlan;
import dev.kubewasm.scheduler.framework.volume.VolumeSource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.storage.CSIDriver;
import io.fabric8.kubernetes.api.model.storage.CSINode;
import io.fabric8.kubernetes.api.model.storage.CSINodeDriver;
import io.fabric8.kubernetes.api.model.storage.CSIStorageCapacity;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Volumes, claims and what belongs to them as the plugins need them, as {@link SchedulerObjects} does it for Pods and nodes:
 * what can't be read is left out and named in {@code problems}. Each method throws IllegalArgumentException if the object has
 * no name or no spec.
 */
public final class VolumeObjects {
    private static final String CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";
    private static final String MIGRATED_ANNOTATION = "storage.alpha.kubernetes.io/migrated-plugins";
    private static final String STORAGE = "storage";

    private VolumeObjects() {}

    /** A PersistentVolume. */
    public static PersistentVolume volume(
            io.fabric8.kubernetes.api.model.PersistentVolume volume, List<String> problems) {
        ObjectMeta meta = meta(volume);
        PersistentVolumeSpec spec = spec(volume, volume.getSpec());
        String where = "PersistentVolume " + meta.getName();
        Map<String, String> labels = Maps.sorted(meta.getLabels());
        Optional<List<NodeSelectorTerm>> affinity =
                spec.getNodeAffinity() == null || spec.getNodeAffinity().getRequired() == null
                        ? Optional.empty()
                        : Optional.of(NodeAffinities.terms(
                                spec.getNodeAffinity().getRequired().getNodeSelectorTerms(), where, problems));
        return new PersistentVolume(
                meta.getName(),
                version(meta),
                labels,
                storage(spec.getCapacity(), where + ": capacity", problems).orElse(BigDecimal.ZERO),
                new Offer(
                        storageClass(meta, spec.getStorageClassName()),
                        text(spec.getVolumeAttributesClassName()),
                        Set.copyOf(Maps.list(spec.getAccessModes())),
                        mode(spec.getVolumeMode())),
                volume.getStatus() != null
                        && "Available".equals(volume.getStatus().getPhase()),
                meta.getDeletionTimestamp() != null,
                affinity,
                Optional.ofNullable(spec.getClaimRef()).map(VolumeObjects::reference),
                source(spec, labels, affinity));
    }

    private static ClaimReference reference(ObjectReference claim) {
        return new ClaimReference(
                new ClaimKey(text(claim.getNamespace()), text(claim.getName())), text(claim.getUid()));
    }

    private static VolumeSource source(
            PersistentVolumeSpec spec, Map<String, String> labels, Optional<List<NodeSelectorTerm>> affinity) {
        return spec.getCsi() != null
                ? new VolumeSource.Csi(
                        text(spec.getCsi().getDriver()), text(spec.getCsi().getVolumeHandle()))
                : InTreeVolumes.source(spec, labels, affinity).orElse(VolumeSource.OTHER);
    }

    /** A PersistentVolumeClaim. */
    public static VolumeClaim claim(PersistentVolumeClaim claim, List<String> problems) {
        ObjectMeta meta = meta(claim);
        var spec = spec(claim, claim.getSpec());
        ClaimKey key = new ClaimKey(namespace(meta), meta.getName());
        String where = "PersistentVolumeClaim " + key;
        Map<String, String> annotations = Maps.sorted(meta.getAnnotations());
        return new VolumeClaim(
                key,
                version(meta),
                text(meta.getUid()),
                Workloads.controller(Maps.list(meta.getOwnerReferences())).map(owner -> text(owner.getUid())),
                spec.getResources() == null
                        ? Optional.empty()
                        : storage(spec.getResources().getRequests(), where + ": resources.requests", problems),
                new Offer(
                        storageClass(meta, spec.getStorageClassName()),
                        text(spec.getVolumeAttributesClassName()),
                        Set.copyOf(Maps.list(spec.getAccessModes())),
                        mode(spec.getVolumeMode())),
                Optional.ofNullable(spec.getSelector())
                        .map(selector -> LabelSelectors.of(selector, where + ": selector", problems)),
                new VolumeClaim.State(
                        text(spec.getVolumeName()),
                        annotations.containsKey(VolumePlan.BIND_COMPLETED),
                        claim.getStatus() != null
                                && "Lost".equals(claim.getStatus().getPhase()),
                        meta.getDeletionTimestamp() != null,
                        Optional.ofNullable(annotations.get(VolumePlan.SELECTED_NODE))));
    }

    /** A StorageClass. */
    public static StorageClass storageClass(io.fabric8.kubernetes.api.model.storage.StorageClass storageClass) {
        return new StorageClass(
                meta(storageClass).getName(),
                text(storageClass.getProvisioner()),
                "WaitForFirstConsumer".equals(storageClass.getVolumeBindingMode()),
                Maps.list(storageClass.getAllowedTopologies()).stream()
                        .map(term -> Maps.list(term.getMatchLabelExpressions()).stream()
                                .map(required -> new TopologyRequirement(
                                        text(required.getKey()), Set.copyOf(Maps.list(required.getValues()))))
                                .toList())
                        .toList());
    }

    /** A CSINode. */
    public static CsiNode csiNode(CSINode node) {
        Map<String, Integer> limits = new HashMap<>();
        if (node.getSpec() != null) {
            for (CSINodeDriver driver : Maps.list(node.getSpec().getDrivers())) {
                if (driver.getAllocatable() != null && driver.getAllocatable().getCount() != null) {
                    limits.put(driver.getName(), driver.getAllocatable().getCount());
                }
            }
        }
        ObjectMeta meta = meta(node);
        String migrated = Maps.sorted(meta.getAnnotations()).getOrDefault(MIGRATED_ANNOTATION, "");
        return new CsiNode(meta.getName(), limits, Set.copyOf(List.of(migrated.split(","))));
    }

    /** Whether a CSIDriver says how much it has left. */
    public static boolean tellsCapacity(CSIDriver driver) {
        return driver.getSpec() != null && Boolean.TRUE.equals(driver.getSpec().getStorageCapacity());
    }

    /** A CSIStorageCapacity. */
    public static StorageCapacity capacity(CSIStorageCapacity capacity, List<String> problems) {
        ObjectMeta meta = meta(capacity);
        String key = namespace(meta) + "/" + meta.getName();
        String where = "CSIStorageCapacity " + key;
        @Nullable Quantity maximum = capacity.getMaximumVolumeSize();
        @Nullable Quantity largest = maximum != null ? maximum : capacity.getCapacity();
        return new StorageCapacity(
                key,
                text(capacity.getStorageClassName()),
                largest == null ? Optional.empty() : storage(Map.of(STORAGE, largest), where, problems),
                LabelSelectors.of(capacity.getNodeTopology(), where + ": nodeTopology", problems));
    }

    /** A VolumeAttachment; empty if it is of no PersistentVolume. */
    public static Optional<VolumeAttachment> attachment(
            io.fabric8.kubernetes.api.model.storage.VolumeAttachment attachment) {
        var spec = spec(attachment, attachment.getSpec());
        String driver = text(spec.getAttacher());
        return Optional.ofNullable(spec.getSource())
                .map(source -> source.getPersistentVolumeName())
                .filter(volume -> !driver.isEmpty())
                .map(volume ->
                        new VolumeAttachment(meta(attachment).getName(), text(spec.getNodeName()), driver, volume));
    }

    private static Optional<BigDecimal> storage(
            @Nullable Map<String, Quantity> quantities, String where, List<String> problems) {
        Quantity storage = quantities == null ? null : quantities.get(STORAGE);
        return storage == null
                ? Optional.empty()
                : Optional.ofNullable(Quantities.exact(Map.of(STORAGE, storage), where, problems)
                        .get(STORAGE));
    }

    /** By the annotation that was there before the field, if it is given. */
    private static String storageClass(ObjectMeta meta, @Nullable String field) {
        return Maps.sorted(meta.getAnnotations()).getOrDefault(CLASS_ANNOTATION, text(field));
    }

    private static String mode(@Nullable String mode) {
        return mode == null ? "Filesystem" : mode;
    }

    private static String namespace(ObjectMeta meta) {
        return meta.getNamespace() == null ? "default" : meta.getNamespace();
    }

    private static long version(ObjectMeta meta) {
        try {
            return meta.getResourceVersion() == null ? 0 : Long.parseLong(meta.getResourceVersion());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static ObjectMeta meta(HasMetadata object) {
        ObjectMeta meta = object.getMetadata();
        if (meta == null || meta.getName() == null) {
            throw new IllegalArgumentException("a " + object.getKind() + " without a name");
        }
        return meta;
    }

    private static <T> T spec(HasMetadata object, @Nullable T spec) {
        if (spec == null) {
            throw new IllegalArgumentException(
                    object.getKind() + " " + meta(object).getName() + " has no spec");
        }
        return spec;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
