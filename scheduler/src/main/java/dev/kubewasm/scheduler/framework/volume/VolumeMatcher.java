package dev.kubewasm.scheduler.framework.volume;

import dev.kubewasm.placement.facts.NodeSelectorTerm;
import dev.kubewasm.scheduler.framework.volume.VolumeMatch.Conflict;
import dev.kubewasm.scheduler.framework.volume.VolumePlan.Binding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which volumes the claims of a Pod get on one node: those they have must be reachable, those that wait get the smallest
 * that fits, or one that is made. For one node and state always the same plan.
 */
public final class VolumeMatcher {
    private final String node;
    private final Map<String, String> labels;
    private final VolumeState state;
    private final Set<Conflict> conflicts = EnumSet.noneOf(Conflict.class);
    private final List<Binding> bindings = new ArrayList<>();
    private final List<VolumeClaim> provisions = new ArrayList<>();

    private VolumeMatcher(String node, Map<String, String> labels, VolumeState state) {
        this.node = node;
        this.labels = labels;
        this.state = state;
    }

    /**
     * The plan for {@code claims}, or why there is none.
     *
     * @param node the node's name
     * @param labels its labels
     */
    public static VolumeMatch match(
            PodClaims.Usable claims, String node, Map<String, String> labels, VolumeState state) {
        VolumeMatcher matcher = new VolumeMatcher(node, labels, state);
        matcher.checkBound(claims.bound());
        matcher.findVolumes(claims.waiting());
        return matcher.conflicts.isEmpty()
                ? new VolumePlan(node, matcher.bindings, matcher.provisions)
                : new VolumeMatch.Conflicts(matcher.conflicts);
    }

    private void checkBound(List<VolumeClaim> bound) {
        for (VolumeClaim claim : bound) {
            Optional<PersistentVolume> volume = state.volume(claim.state().volume());
            if (volume.isEmpty()) {
                conflicts.add(Conflict.VOLUME_GONE);
                return;
            }
            Optional<Affinity> affinity = affinityOn(state.csiNode(node), volume.get());
            if (affinity.isEmpty()) {
                conflicts.add(Conflict.UNTRANSLATABLE);
                return;
            }
            if (!PersistentVolume.matches(affinity.get().terms(), labels)) {
                conflicts.add(Conflict.AFFINITY);
                return;
            }
        }
    }

    /** Node affinity of a volume: nodes that one of the terms matches; none: all nodes. */
    record Affinity(Optional<List<NodeSelectorTerm>> terms) {}

    /** The affinity of {@code volume} as a node with that CSINode has its labels; empty if that can't be told. */
    static Optional<Affinity> affinityOn(Optional<CsiNode> csiNode, PersistentVolume volume) {
        if (volume.source() instanceof VolumeSource.InTree(InTreePlugin plugin, Optional<VolumeSource.Translation> to)
                && csiNode.filter(csi -> csi.migrated().contains(plugin.pluginName()))
                        .isPresent()) {
            return to.map(translation -> new Affinity(translation.affinity()));
        }
        return Optional.of(new Affinity(volume.affinity()));
    }

    private void findVolumes(List<VolumeClaim> waiting) {
        List<VolumeClaim> toFind = new ArrayList<>();
        List<VolumeClaim> toProvision = new ArrayList<>();
        for (VolumeClaim claim : waiting) {
            Optional<String> selected = claim.state().selectedNode();
            if (selected.isPresent() && !selected.get().equals(node)) {
                conflicts.add(Conflict.NO_VOLUME);
                return;
            }
            (selected.isPresent() ? toProvision : toFind).add(claim);
        }
        toFind.sort(Comparator.comparing(VolumeClaim::sizeOrZero));
        Set<String> taken = new HashSet<>();
        for (VolumeClaim claim : toFind) {
            Optional<PersistentVolume> volume = smallest(claim, taken);
            if (volume.isPresent()) {
                taken.add(volume.get().name());
                bindings.add(new Binding(volume.get(), claim));
            } else {
                toProvision.add(claim);
            }
        }
        toProvision.stream()
                .flatMap(claim -> hindrance(claim).stream())
                .findFirst()
                .ifPresent(conflicts::add);
        provisions.addAll(toProvision);
    }

    /** The volume that is promised to {@code claim}; else the smallest that is free. */
    private Optional<PersistentVolume> smallest(VolumeClaim claim, Set<String> taken) {
        @Nullable PersistentVolume smallest = null;
        for (PersistentVolume volume :
                state.volumesOf(claim.wanted().storageClass()).toList()) {
            if (taken.contains(volume.name()) || !suits(volume, claim)) {
                continue;
            }
            if (volume.isFor(claim)) {
                return Optional.of(volume).filter(promised -> promised.reachableFrom(labels));
            }
            if (volume.available()
                    && claim.selector().filter(s -> !s.matches(volume.labels())).isEmpty()
                    && volume.reachableFrom(labels)
                    && volume.offer().accessModes().containsAll(claim.wanted().accessModes())
                    && (smallest == null || smallest.capacity().compareTo(volume.capacity()) > 0)) {
                smallest = volume;
            }
        }
        return Optional.ofNullable(smallest);
    }

    /** What holds for a promised volume, too. */
    private static boolean suits(PersistentVolume volume, VolumeClaim claim) {
        return (volume.claim().isEmpty() || volume.isFor(claim))
                && volume.capacity().compareTo(claim.sizeOrZero()) >= 0
                && volume.offer().mode().equals(claim.wanted().mode())
                && volume.offer().attributesClass().equals(claim.wanted().attributesClass())
                && !volume.deleting();
    }

    /** Why no volume can be made for {@code claim}. */
    private Optional<Conflict> hindrance(VolumeClaim claim) {
        Optional<StorageClass> storageClass = state.storageClass(claim.wanted().storageClass());
        if (storageClass.filter(c -> c.provisions() && c.allows(labels)).isEmpty()) {
            return Optional.of(Conflict.NO_VOLUME);
        }
        return claim.size().isEmpty()
                        || hasSpace(storageClass.get(), claim.size().get())
                ? Optional.empty()
                : Optional.of(Conflict.NO_SPACE);
    }

    private boolean hasSpace(StorageClass storageClass, BigDecimal size) {
        return !state.tellsCapacity(storageClass.provisioner())
                || state.capacitiesFor(storageClass.name()).stream()
                        .anyMatch(capacity -> capacity.suffices(size, labels));
    }
}
