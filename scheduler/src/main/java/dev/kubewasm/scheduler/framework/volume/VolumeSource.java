package dev.kubewasm.scheduler.framework.volume;

import dev.kubewasm.placement.facts.NodeSelectorTerm;
import java.util.List;
import java.util.Optional;

/** What a PersistentVolume stands for. */
public sealed interface VolumeSource {
    /** One that no plugin asks about. */
    VolumeSource OTHER = new Other();

    /** One that no plugin asks about. */
    record Other() implements VolumeSource {}

    /**
     * A volume of a CSI driver.
     *
     * @param driver its name
     * @param handle how the driver calls the volume
     */
    record Csi(String driver, String handle) implements VolumeSource {}

    /**
     * A volume of a plugin that was part of Kubernetes.
     *
     * @param translation what it is to the driver that serves it now; none if it can't be told
     */
    record InTree(InTreePlugin plugin, Optional<Translation> translation) implements VolumeSource {}

    /**
     * How a driver sees a volume of an in-tree plugin.
     *
     * @param handle how the driver calls it
     * @param affinity the volume's node affinity in labels of the driver, if it has any
     */
    record Translation(String handle, Optional<List<NodeSelectorTerm>> affinity) {
        public Translation {
            affinity = affinity.map(List::copyOf);
        }
    }
}
