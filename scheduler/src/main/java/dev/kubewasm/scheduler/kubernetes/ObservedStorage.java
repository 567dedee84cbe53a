package dev.kubewasm.scheduler.kubernetes;

import dev.kubewasm.scheduler.port.ClusterObject;
import dev.kubewasm.scheduler.port.StorageObject;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.CSIDriver;
import io.fabric8.kubernetes.api.model.storage.CSINode;
import io.fabric8.kubernetes.api.model.storage.CSIStorageCapacity;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import java.util.List;
import java.util.Optional;

/** Volumes, claims and what belongs to them. */
final class ObservedStorage {
    private ObservedStorage() {}

    /** As {@link ObservedObjects#observe}. */
    static Optional<StorageObject> observe(HasMetadata object, List<String> problems) {
        ObjectMeta meta = object.getMetadata();
        return switch (object) {
            case PersistentVolume volume ->
                Optional.of(new StorageObject.Volume(VolumeObjects.volume(volume, problems)));
            case PersistentVolumeClaim claim ->
                Optional.of(new StorageObject.Claim(VolumeObjects.claim(claim, problems)));
            case StorageClass storageClass ->
                Optional.of(new StorageObject.VolumeClass(VolumeObjects.storageClass(storageClass)));
            case CSINode node -> Optional.of(new StorageObject.Drivers(VolumeObjects.csiNode(node)));
            case CSIDriver driver ->
                Optional.of(new StorageObject.Driver(meta.getName(), VolumeObjects.tellsCapacity(driver)));
            case CSIStorageCapacity capacity ->
                Optional.of(new StorageObject.Capacity(
                        meta.getNamespace(), meta.getName(), VolumeObjects.capacity(capacity, problems)));
            case VolumeAttachment attachment ->
                VolumeObjects.attachment(attachment).map(StorageObject.Attachment::new);
            default -> Optional.empty();
        };
    }

    /** As {@link ObservedObjects#id}. */
    static Optional<ClusterObject.Id> id(HasMetadata object) {
        ObjectMeta meta = object.getMetadata();
        return switch (object) {
            case PersistentVolume _ ->
                Optional.of(new ClusterObject.Id(ClusterObject.Kind.PERSISTENT_VOLUME, "", meta.getName()));
            case PersistentVolumeClaim _ ->
                Optional.of(new ClusterObject.Id(
                        ClusterObject.Kind.PERSISTENT_VOLUME_CLAIM, meta.getNamespace(), meta.getName()));
            case StorageClass _ ->
                Optional.of(new ClusterObject.Id(ClusterObject.Kind.STORAGE_CLASS, "", meta.getName()));
            case CSINode _ -> Optional.of(new ClusterObject.Id(ClusterObject.Kind.CSI_NODE, "", meta.getName()));
            case CSIDriver _ -> Optional.of(new ClusterObject.Id(ClusterObject.Kind.CSI_DRIVER, "", meta.getName()));
            case CSIStorageCapacity _ ->
                Optional.of(new ClusterObject.Id(
                        ClusterObject.Kind.CSI_STORAGE_CAPACITY, meta.getNamespace(), meta.getName()));
            case VolumeAttachment _ ->
                Optional.of(new ClusterObject.Id(ClusterObject.Kind.VOLUME_ATTACHMENT, "", meta.getName()));
            default -> Optional.empty();
        };
    }
}
