package dev.kubewasm.scheduler.kubernetes;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.kubewasm.scheduler.framework.volume.VolumeState;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.CSIDriver;
import io.fabric8.kubernetes.api.model.storage.CSINode;
import io.fabric8.kubernetes.api.model.storage.CSIStorageCapacity;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import java.util.List;

/** The fields of a {@link SchedulingCase} about volumes, each with all objects of a kind; all may be left out. */
@JsonIgnoreProperties(ignoreUnknown = true)
record StorageCase(
        List<PersistentVolume> persistentvolumes,
        List<PersistentVolumeClaim> persistentvolumeclaims,
        List<StorageClass> storageclasses,
        List<CSINode> csinodes,
        List<CSIDriver> csidrivers,
        List<CSIStorageCapacity> csistoragecapacities,
        List<VolumeAttachment> volumeattachments) {
    StorageCase {
        persistentvolumes = List.copyOf(Maps.list(persistentvolumes));
        persistentvolumeclaims = List.copyOf(Maps.list(persistentvolumeclaims));
        storageclasses = List.copyOf(Maps.list(storageclasses));
        csinodes = List.copyOf(Maps.list(csinodes));
        csidrivers = List.copyOf(Maps.list(csidrivers));
        csistoragecapacities = List.copyOf(Maps.list(csistoragecapacities));
        volumeattachments = List.copyOf(Maps.list(volumeattachments));
    }

    /** Adds all of it to {@code state}; what can't be read is named in {@code problems}. */
    void addTo(VolumeState state, List<String> problems) {
        persistentvolumes.forEach(volume -> state.put(VolumeObjects.volume(volume, problems)));
        persistentvolumeclaims.forEach(claim -> state.put(VolumeObjects.claim(claim, problems)));
        storageclasses.forEach(storageClass -> state.put(VolumeObjects.storageClass(storageClass)));
        csinodes.forEach(node -> state.put(VolumeObjects.csiNode(node)));
        csidrivers.forEach(
                driver -> state.putDriver(driver.getMetadata().getName(), VolumeObjects.tellsCapacity(driver)));
        csistoragecapacities.forEach(capacity -> state.put(VolumeObjects.capacity(capacity, problems)));
        volumeattachments.forEach(
                attachment -> VolumeObjects.attachment(attachment).ifPresent(state::put));
    }
}
