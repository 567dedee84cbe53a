package dev.kubewasm.scheduler.framework.volume;

import java.util.List;
import java.util.Set;

/**
 * The volumes of a Pod that have to do with its place.
 *
 * @param claims the claims it uses, in the order of its volumes
 * @param disks the disks it mounts that not every Pod of a node can have at once
 * @param inTree the volumes it mounts without a claim that a CSI driver serves
 */
public record PodVolumes(List<ClaimUse> claims, List<Disk> disks, List<InTreeVolume> inTree) {
    /** No such volumes. */
    public static final PodVolumes NONE = new PodVolumes(List.of(), List.of(), List.of());

    public PodVolumes {
        claims = List.copyOf(claims);
        disks = List.copyOf(disks);
        inTree = List.copyOf(inTree);
    }

    /**
     * The use of a claim.
     *
     * @param name of the claim, in the Pod's namespace
     * @param ephemeral whether it is made for the Pod alone
     */
    public record ClaimUse(String name, boolean ephemeral) {}

    /**
     * A disk.
     *
     * @param kind what names it: {@code gcePersistentDisk}, {@code awsElasticBlockStore}, {@code iscsi} or {@code rbd}
     * @param identity what names it there
     * @param monitors of Ceph: only what has one in common is the same disk; none for other kinds
     * @param shared whether it is mounted so that others who mount it so can have it too: read-only
     */
    public record Disk(String kind, List<String> identity, Set<String> monitors, boolean shared) {
        public Disk {
            identity = List.copyOf(identity);
            monitors = Set.copyOf(monitors);
        }

        /** Whether both can't be mounted on one node. */
        public boolean conflictsWith(Disk other) {
            return !(shared && other.shared)
                    && kind.equals(other.kind)
                    && identity.equals(other.identity)
                    && (monitors.isEmpty() || monitors.stream().anyMatch(other.monitors::contains));
        }
    }

    /**
     * A volume of a plugin that was part of Kubernetes.
     *
     * @param handle how the plugin's driver calls it
     */
    public record InTreeVolume(InTreePlugin plugin, String handle) {}

    /** Whether there are none. */
    public boolean isEmpty() {
        return claims.isEmpty() && disks.isEmpty() && inTree.isEmpty();
    }
}
