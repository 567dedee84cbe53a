package dev.kubewasm.scheduler.framework.volume;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Volumes, claims and what else decides where a Pod reaches its data. A change costs the same whatever is here. Not
 * thread-safe: one owner.
 */
public final class VolumeState {
    private final AssumeCache<String, PersistentVolume> volumes = new AssumeCache<>();
    private final AssumeCache<ClaimKey, VolumeClaim> claims = new AssumeCache<>();
    private final Map<String, Set<String>> volumesByClass = new HashMap<>();
    private final Map<ClaimKey, Integer> uses = new HashMap<>();
    private final Map<String, StorageClass> classes = new HashMap<>();
    private final Map<String, CsiNode> csiNodes = new HashMap<>();
    private final Set<String> driversWithCapacity = new HashSet<>();
    private final Map<String, Map<String, StorageCapacity>> capacitiesByClass = new HashMap<>();
    private final Map<String, StorageCapacity> capacities = new HashMap<>();
    private final Map<String, VolumeAttachment> attachments = new HashMap<>();
    private final Map<String, Map<String, VolumeAttachment>> attachmentsByNode = new HashMap<>();

    /** The volume of this name, as it is or is assumed to be. */
    public Optional<PersistentVolume> volume(String name) {
        return volumes.get(name);
    }

    /** The claim, as it is or is assumed to be. */
    public Optional<VolumeClaim> claim(ClaimKey key) {
        return claims.get(key);
    }

    /** The class of this name. */
    public Optional<StorageClass> storageClass(String name) {
        return Optional.ofNullable(classes.get(name));
    }

    /** What drivers say of the node of this name. */
    public Optional<CsiNode> csiNode(String name) {
        return Optional.ofNullable(csiNodes.get(name));
    }

    /** The volumes of a class, as they are or are assumed to be; of no class: those that have none. */
    Stream<PersistentVolume> volumesOf(String storageClass) {
        return volumesByClass.getOrDefault(storageClass, Set.of()).stream().flatMap(name -> volumes.get(name).stream());
    }

    /** The volume as the API server has it. */
    Optional<PersistentVolume> storedVolume(String name) {
        return volumes.stored(name);
    }

    /** The claim as the API server has it. */
    Optional<VolumeClaim> storedClaim(ClaimKey key) {
        return claims.stored(key);
    }

    /** What is attached to a node. */
    Collection<VolumeAttachment> attachedTo(String node) {
        return attachmentsByNode.getOrDefault(node, Map.of()).values();
    }

    /** Whether a driver says how much it has left. */
    boolean tellsCapacity(String driver) {
        return driversWithCapacity.contains(driver);
    }

    /** What is left for volumes of a class. */
    Collection<StorageCapacity> capacitiesFor(String storageClass) {
        return capacitiesByClass.getOrDefault(storageClass, Map.of()).values();
    }

    /** A volume that is new or changed. */
    public void put(PersistentVolume volume) {
        volumes.stored(volume.name()).ifPresent(this::removeFromClass);
        volumes.put(volume.name(), volume);
        PersistentVolume newest = volumes.stored(volume.name()).orElseThrow();
        volumesByClass
                .computeIfAbsent(newest.offer().storageClass(), c -> new LinkedHashSet<>())
                .add(volume.name());
    }

    /** The volume of this name is gone. */
    public void removeVolume(String name) {
        volumes.stored(name).ifPresent(this::removeFromClass);
        volumes.remove(name);
    }

    private void removeFromClass(PersistentVolume volume) {
        volumesByClass.computeIfPresent(volume.offer().storageClass(), (c, names) -> {
            names.remove(volume.name());
            return names.isEmpty() ? null : names;
        });
    }

    /** A claim that is new or changed. */
    public void put(VolumeClaim claim) {
        claims.put(claim.key(), claim);
    }

    /** The claim is gone. */
    public void removeClaim(ClaimKey key) {
        claims.remove(key);
    }

    /** A class that is new or changed. */
    public void put(StorageClass storageClass) {
        classes.put(storageClass.name(), storageClass);
    }

    /** The class of this name is gone. */
    public void removeStorageClass(String name) {
        classes.remove(name);
    }

    /** A CSINode that is new or changed. */
    public void put(CsiNode node) {
        csiNodes.put(node.name(), node);
    }

    /** The CSINode of this name is gone. */
    public void removeCsiNode(String name) {
        csiNodes.remove(name);
    }

    /**
     * A CSIDriver that is new, changed or gone.
     *
     * @param tellsCapacity its {@code storageCapacity}; false if it is gone
     */
    public void putDriver(String name, boolean tellsCapacity) {
        if (tellsCapacity) {
            driversWithCapacity.add(name);
        } else {
            driversWithCapacity.remove(name);
        }
    }

    /** A CSIStorageCapacity that is new or changed. */
    public void put(StorageCapacity capacity) {
        removeCapacity(capacity.key());
        capacities.put(capacity.key(), capacity);
        capacitiesByClass
                .computeIfAbsent(capacity.storageClass(), c -> new LinkedHashMap<>())
                .put(capacity.key(), capacity);
    }

    /** The CSIStorageCapacity of this key is gone. */
    public void removeCapacity(String key) {
        @Nullable StorageCapacity old = capacities.remove(key);
        if (old != null) {
            removeFrom(capacitiesByClass, old.storageClass(), key);
        }
    }

    /** A VolumeAttachment that is new or changed. */
    public void put(VolumeAttachment attachment) {
        removeAttachment(attachment.name());
        attachments.put(attachment.name(), attachment);
        attachmentsByNode
                .computeIfAbsent(attachment.node(), n -> new LinkedHashMap<>())
                .put(attachment.name(), attachment);
    }

    /** The VolumeAttachment of this name is gone. */
    public void removeAttachment(String name) {
        @Nullable VolumeAttachment old = attachments.remove(name);
        if (old != null) {
            removeFrom(attachmentsByNode, old.node(), name);
        }
    }

    private static <V> void removeFrom(Map<String, Map<String, V>> groups, String group, String key) {
        groups.computeIfPresent(group, (g, members) -> {
            members.remove(key);
            return members.isEmpty() ? null : members;
        });
    }

    /** Whether a Pod on a node uses a claim; of volumes made for one Pod this isn't told. */
    public boolean isUsed(ClaimKey claim) {
        return uses.containsKey(claim);
    }

    /** A Pod of {@code namespace} with these volumes came to a node ({@code delta} 1) or left it ({@code delta} -1). */
    public void countUses(String namespace, PodVolumes pod, int delta) {
        for (PodVolumes.ClaimUse use : pod.claims()) {
            if (!use.ephemeral()) {
                uses.merge(
                        new ClaimKey(namespace, use.name()),
                        delta,
                        (old, change) -> old + change == 0 ? null : old + change);
            }
        }
    }

    /** From now on, what {@code plan} decides is as good as done. */
    public void assume(VolumePlan plan) {
        plan.bindings()
                .forEach(binding ->
                        volumes.assume(binding.volume().name(), binding.volume().boundTo(binding.claim())));
        plan.provisions().forEach(claim -> claims.assume(claim.key(), claim.provisionedFor(plan.node())));
    }

    /** What {@code plan} decides isn't to be; what the API server has been told stays. */
    public void forget(VolumePlan plan) {
        plan.bindings().forEach(binding -> volumes.forget(binding.volume().name()));
        plan.provisions().forEach(claim -> claims.forget(claim.key()));
    }
}
