package dev.kubewasm.scheduler.framework.volume;

import dev.kubewasm.placement.facts.NodeSelectorTerm;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A PersistentVolume.
 *
 * @param name its name
 * @param version of the object, 0 if it isn't known
 * @param labels its labels
 * @param capacity in bytes
 * @param offer what kind of volume it is
 * @param available whether it is in phase {@code Available}
 * @param deleting whether it is being deleted
 * @param affinity the nodes that reach it, as {@code nodeAffinity.required}; none: all
 * @param claim the claim it is bound or promised to
 * @param source what it stands for
 */
public record PersistentVolume(
        String name,
        long version,
        Map<String, String> labels,
        BigDecimal capacity,
        Offer offer,
        boolean available,
        boolean deleting,
        Optional<List<NodeSelectorTerm>> affinity,
        Optional<ClaimReference> claim,
        VolumeSource source)
        implements Versioned {
    public PersistentVolume {
        labels = Map.copyOf(labels);
        affinity = affinity.map(List::copyOf);
    }

    /**
     * What a claim asks for besides size and labels.
     *
     * @param storageClass empty: none
     * @param attributesClass the VolumeAttributesClass; empty: none
     * @param accessModes as Kubernetes names them
     * @param mode {@code Filesystem} or {@code Block}
     */
    public record Offer(String storageClass, String attributesClass, Set<String> accessModes, String mode) {
        public Offer {
            accessModes = Set.copyOf(accessModes);
        }
    }

    /**
     * {@code claimRef}.
     *
     * @param uid of the claim; empty: any of this name
     */
    public record ClaimReference(ClaimKey key, String uid) {}

    /** Whether it is bound or promised to {@code claim}. */
    public boolean isFor(VolumeClaim claim) {
        return this.claim.isPresent()
                && this.claim.get().key().equals(claim.key())
                && (this.claim.get().uid().isEmpty() || this.claim.get().uid().equals(claim.uid()));
    }

    /** Whether a node with these labels reaches it. */
    boolean reachableFrom(Map<String, String> labels) {
        return matches(affinity, labels);
    }

    /** Whether nodes of {@code terms} include one with these labels; the node's name doesn't count. */
    static boolean matches(Optional<List<NodeSelectorTerm>> terms, Map<String, String> labels) {
        return terms.isEmpty() || terms.get().stream().anyMatch(term -> term.matches("", labels));
    }

    /** This bound to {@code claim}. */
    PersistentVolume boundTo(VolumeClaim claim) {
        return new PersistentVolume(
                name,
                version,
                labels,
                capacity,
                offer,
                available,
                deleting,
                affinity,
                Optional.of(new ClaimReference(claim.key(), claim.uid())),
                source);
    }
}
