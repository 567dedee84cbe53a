package dev.kubewasm.scheduler.framework.volume;

import dev.kubewasm.placement.facts.LabelSelector;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/**
 * A CSIStorageCapacity: how much a driver has left somewhere.
 *
 * @param key namespace and name
 * @param storageClass for volumes of this class
 * @param largest the largest volume that can be made, in bytes, if that is known
 * @param nodes which nodes can use it; those that nothing is known of can't
 */
public record StorageCapacity(String key, String storageClass, Optional<BigDecimal> largest, LabelSelector nodes) {
    /** Whether a volume of {@code size} bytes can be made for a node with these labels. */
    boolean suffices(BigDecimal size, Map<String, String> labels) {
        return largest.isPresent() && largest.get().compareTo(size) >= 0 && nodes.matches(labels);
    }
}
