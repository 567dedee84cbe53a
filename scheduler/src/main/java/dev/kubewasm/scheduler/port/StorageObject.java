package dev.kubewasm.scheduler.port;

import dev.kubewasm.scheduler.framework.volume.ClaimKey;
import dev.kubewasm.scheduler.framework.volume.CsiNode;
import dev.kubewasm.scheduler.framework.volume.PersistentVolume;
import dev.kubewasm.scheduler.framework.volume.StorageCapacity;
import dev.kubewasm.scheduler.framework.volume.StorageClass;
import dev.kubewasm.scheduler.framework.volume.VolumeAttachment;
import dev.kubewasm.scheduler.framework.volume.VolumeClaim;
import dev.kubewasm.scheduler.framework.volume.VolumeState;

/** What decides where a Pod reaches its data. */
public sealed interface StorageObject extends ClusterObject {
    /** It is there, or has changed. */
    void putInto(VolumeState volumes);

    /** The object of this id is gone; nothing if it isn't about storage. */
    static void remove(Id id, VolumeState volumes) {
        switch (id.kind()) {
            case PERSISTENT_VOLUME -> volumes.removeVolume(id.name());
            case PERSISTENT_VOLUME_CLAIM -> volumes.removeClaim(new ClaimKey(id.namespace(), id.name()));
            case STORAGE_CLASS -> volumes.removeStorageClass(id.name());
            case CSI_NODE -> volumes.removeCsiNode(id.name());
            case CSI_DRIVER -> volumes.putDriver(id.name(), false);
            case CSI_STORAGE_CAPACITY -> volumes.removeCapacity(id.namespace() + "/" + id.name());
            case VOLUME_ATTACHMENT -> volumes.removeAttachment(id.name());
            case NAMESPACE, SERVICE, WORKLOAD, DISRUPTION_BUDGET -> {}
        }
    }

    /** A PersistentVolume. */
    record Volume(PersistentVolume volume) implements StorageObject {
        @Override
        public Id id() {
            return new Id(Kind.PERSISTENT_VOLUME, "", volume.name());
        }

        @Override
        public void putInto(VolumeState volumes) {
            volumes.put(volume);
        }
    }

    /** A PersistentVolumeClaim. */
    record Claim(VolumeClaim claim) implements StorageObject {
        @Override
        public Id id() {
            return new Id(
                    Kind.PERSISTENT_VOLUME_CLAIM,
                    claim.key().namespace(),
                    claim.key().name());
        }

        @Override
        public void putInto(VolumeState volumes) {
            volumes.put(claim);
        }
    }

    /** A StorageClass. */
    record VolumeClass(StorageClass storageClass) implements StorageObject {
        @Override
        public Id id() {
            return new Id(Kind.STORAGE_CLASS, "", storageClass.name());
        }

        @Override
        public void putInto(VolumeState volumes) {
            volumes.put(storageClass);
        }
    }

    /** A CSINode. */
    record Drivers(CsiNode node) implements StorageObject {
        @Override
        public Id id() {
            return new Id(Kind.CSI_NODE, "", node.name());
        }

        @Override
        public void putInto(VolumeState volumes) {
            volumes.put(node);
        }
    }

    /**
     * A CSIDriver.
     *
     * @param tellsCapacity whether it says how much it has left
     */
    record Driver(String name, boolean tellsCapacity) implements StorageObject {
        @Override
        public Id id() {
            return new Id(Kind.CSI_DRIVER, "", name);
        }

        @Override
        public void putInto(VolumeState volumes) {
            volumes.putDriver(name, tellsCapacity);
        }
    }

    /** A CSIStorageCapacity. */
    record Capacity(String namespace, String name, StorageCapacity capacity) implements StorageObject {
        @Override
        public Id id() {
            return new Id(Kind.CSI_STORAGE_CAPACITY, namespace, name);
        }

        @Override
        public void putInto(VolumeState volumes) {
            volumes.put(capacity);
        }
    }

    /** A VolumeAttachment. */
    record Attachment(VolumeAttachment attachment) implements StorageObject {
        @Override
        public Id id() {
            return new Id(Kind.VOLUME_ATTACHMENT, "", attachment.name());
        }

        @Override
        public void putInto(VolumeState volumes) {
            volumes.put(attachment);
        }
    }
}
