package dev.kubewasm.scheduler.framework.plugins;

import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.FilterPlugin;
import dev.kubewasm.scheduler.framework.NodeFilter;
import dev.kubewasm.scheduler.framework.NodeInfo;
import dev.kubewasm.scheduler.framework.NodeSpec;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.PreFilter;
import dev.kubewasm.scheduler.framework.Status;
import dev.kubewasm.scheduler.framework.volume.ClaimKey;
import dev.kubewasm.scheduler.framework.volume.PodClaims;
import dev.kubewasm.scheduler.framework.volume.PodVolumes;
import dev.kubewasm.scheduler.framework.volume.VolumeClaim;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Disks that two Pods of a node can't mount at once, and claims that one Pod alone may use. */
public final class VolumeRestrictions implements FilterPlugin {
    private static final String NAME = "VolumeRestrictions";
    private static final Status DISK_TAKEN = Status.Rejected.unschedulable(NAME, "node(s) had no available disk");
    private static final Status CLAIM_TAKEN = Status.Rejected.unschedulable(
            NAME,
            "node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another"
                    + " pod");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public PreFilter preFilter(PodInfo pod, ClusterState cluster) {
        Set<String> exclusive = new HashSet<>();
        int users = 0;
        for (PodVolumes.ClaimUse use : pod.volumes().claims()) {
            if (use.ephemeral()) {
                continue;
            }
            ClaimKey key = new ClaimKey(pod.key().namespace(), use.name());
            Optional<VolumeClaim> claim = cluster.volumes().claim(key);
            if (claim.isEmpty()) {
                return new PreFilter.Reject(Status.Rejected.unresolvable(NAME, PodClaims.notFound(use.name())));
            }
            if (claim.get().wanted().accessModes().contains(VolumeClaim.READ_WRITE_ONCE_POD)
                    && exclusive.add(use.name())
                    && cluster.volumes().isUsed(key)) {
                users++;
            }
        }
        List<PodVolumes.Disk> disks = pod.volumes().disks();
        return disks.isEmpty() && users == 0 ? PreFilter.SKIP : PreFilter.ask(new Filter(disks, exclusive, users));
    }

    private static final class Filter implements NodeFilter {
        private final List<PodVolumes.Disk> disks;
        private final Set<String> exclusive;
        private int users;

        /**
         * @param exclusive names of claims
         * @param users how many uses of them there are
         */
        Filter(List<PodVolumes.Disk> disks, Set<String> exclusive, int users) {
            this.disks = disks;
            this.exclusive = exclusive;
            this.users = users;
        }

        @Override
        public Status filter(NodeInfo node) {
            if (!disks.isEmpty() && isTaken(node)) {
                return DISK_TAKEN;
            }
            return users > 0 ? CLAIM_TAKEN : Status.FITS;
        }

        private boolean isTaken(NodeInfo node) {
            return node.pods().stream()
                    .flatMap(pod -> pod.volumes().disks().stream())
                    .anyMatch(taken -> disks.stream().anyMatch(disk -> disk.conflictsWith(taken)));
        }

        @Override
        public NodeFilter copy() {
            return new Filter(disks, exclusive, users);
        }

        /** The namespace isn't looked at: kube-scheduler 1.34 takes a claim of that name in another one for the same. */
        @Override
        public void update(PodInfo other, NodeSpec node, int delta) {
            for (PodVolumes.ClaimUse use : other.volumes().claims()) {
                if (!use.ephemeral() && exclusive.contains(use.name())) {
                    users += delta;
                }
            }
        }
    }
}
