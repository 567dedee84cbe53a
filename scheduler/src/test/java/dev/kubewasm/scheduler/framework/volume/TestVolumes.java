package dev.kubewasm.scheduler.framework.volume;

import dev.kubewasm.placement.facts.LabelSelector;
import dev.kubewasm.placement.facts.NodeSelectorTerm;
import dev.kubewasm.placement.facts.NodeSelectorTerm.Operator;
import dev.kubewasm.placement.facts.NodeSelectorTerm.Requirement;
import dev.kubewasm.scheduler.framework.volume.PersistentVolume.ClaimReference;
import dev.kubewasm.scheduler.framework.volume.PersistentVolume.Offer;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Volumes and claims of namespace {@code shop} for tests. */
public final class TestVolumes {
    /** What is offered and asked for where a test doesn't care. */
    public static final Offer OFFER = offer("wait", "ReadWriteOnce");

    private TestVolumes() {}

    /** Of class {@code storageClass}, with these access modes. */
    public static Offer offer(String storageClass, String... accessModes) {
        return new Offer(storageClass, "", Set.of(accessModes), "Filesystem");
    }

    /** A class whose claims wait, with volumes that somebody makes by hand. */
    public static StorageClass byHand(String name) {
        return new StorageClass(name, "kubernetes.io/no-provisioner", true, List.of());
    }

    /** A class whose claims wait, with volumes that {@code driver} makes. */
    public static StorageClass madeBy(String driver, String name) {
        return new StorageClass(name, driver, true, List.of());
    }

    /** A free CSI volume of {@code size} bytes. */
    public static PersistentVolume free(String name, long size) {
        return volume(name, size, OFFER, Optional.empty(), new VolumeSource.Csi("csi.example", name));
    }

    /** A free volume. */
    public static PersistentVolume volume(
            String name, long size, Offer offer, Optional<List<NodeSelectorTerm>> affinity, VolumeSource source) {
        return new PersistentVolume(
                name, 1, Map.of(), BigDecimal.valueOf(size), offer, true, false, affinity, Optional.empty(), source);
    }

    /** {@code volume} with these labels. */
    public static PersistentVolume labelled(PersistentVolume volume, Map<String, String> labels) {
        return new PersistentVolume(
                volume.name(),
                volume.version(),
                labels,
                volume.capacity(),
                volume.offer(),
                volume.available(),
                volume.deleting(),
                volume.affinity(),
                volume.claim(),
                volume.source());
    }

    /** {@code volume} for a claim of this name, whatever its uid. */
    public static PersistentVolume promised(PersistentVolume volume, String claim) {
        return new PersistentVolume(
                volume.name(),
                volume.version(),
                volume.labels(),
                volume.capacity(),
                volume.offer(),
                volume.available(),
                volume.deleting(),
                volume.affinity(),
                Optional.of(new ClaimReference(new ClaimKey("shop", claim), "")),
                volume.source());
    }

    /** Nodes with one of the values. */
    public static Optional<List<NodeSelectorTerm>> nodesWith(String key, String... values) {
        return Optional.of(
                List.of(new NodeSelectorTerm(List.of(new Requirement(key, Operator.IN, List.of(values))), List.of())));
    }

    /** A claim that waits for its Pod's node. */
    public static VolumeClaim waiting(String name, long size) {
        return claim(name, size, OFFER, VolumeClaim.State.NEW);
    }

    /** A claim with its volume. */
    public static VolumeClaim bound(String name, String volume) {
        return claim(name, 1, OFFER, new VolumeClaim.State(volume, true, false, false, Optional.empty()));
    }

    /** A claim. */
    public static VolumeClaim claim(String name, long size, Offer wanted, VolumeClaim.State state) {
        return new VolumeClaim(
                new ClaimKey("shop", name),
                1,
                "uid-" + name,
                Optional.empty(),
                Optional.of(BigDecimal.valueOf(size)),
                wanted,
                Optional.empty(),
                state);
    }

    /** {@code claim} at a later version, or with a selector. */
    public static VolumeClaim changed(
            VolumeClaim claim, long version, Optional<LabelSelector> selector, VolumeClaim.State state) {
        return new VolumeClaim(
                claim.key(), version, claim.uid(), claim.controller(), claim.size(), claim.wanted(), selector, state);
    }

    /** The use of claims. */
    public static PodVolumes uses(String... claims) {
        return new PodVolumes(
                List.of(claims).stream()
                        .map(claim -> new PodVolumes.ClaimUse(claim, false))
                        .toList(),
                List.of(),
                List.of());
    }
}
