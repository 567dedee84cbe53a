package dev.kubewasm.scheduler.core;

import dev.kubewasm.scheduler.core.ClusterEvent.Change;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.volume.PodVolumes;
import dev.kubewasm.scheduler.port.ClusterObject;
import dev.kubewasm.scheduler.port.ObservedNode;

/**
 * Whether an event may help a Pod that a plugin about volumes has rejected: where kube-scheduler registers the event for the
 * plugin, and where the plugin would say otherwise after it though kube-scheduler doesn't register it. An object that went and
 * came again is told of as one that was updated.
 */
final class VolumeHints {
    private VolumeHints() {}

    /** By what any of the plugins looks at. */
    static boolean mayHelp(ClusterEvent event, PodInfo pod) {
        return binding(event, pod) || zone(event, pod) || restrictions(event, pod) || limits(event, pod);
    }

    static boolean binding(ClusterEvent event, PodInfo pod) {
        return switch (event) {
            case ClusterEvent.NodeAdded _ -> true;
            case ClusterEvent.NodeChanged(ObservedNode before, ObservedNode now) -> relabelled(before, now);
            case ClusterEvent.ObjectChanged(ClusterObject.Id id, Change change) ->
                switch (id.kind()) {
                    case PERSISTENT_VOLUME_CLAIM -> change != Change.REMOVED && uses(pod, id);
                    case PERSISTENT_VOLUME, STORAGE_CLASS, CSI_STORAGE_CAPACITY -> change != Change.REMOVED;
                    // One that says how much it has left, and does so no more, is held to have enough.
                    case CSI_DRIVER -> change != Change.ADDED;
                    case CSI_NODE -> true;
                    case NAMESPACE, SERVICE, WORKLOAD, DISRUPTION_BUDGET, VOLUME_ATTACHMENT -> false;
                };
            // A decision that is taken back lets go of the volumes that were chosen.
            case ClusterEvent.PodLeft(PodInfo left) -> !left.volumes().claims().isEmpty();
            case ClusterEvent.NodeRemoved _, ClusterEvent.PodArrived _, ClusterEvent.ComponentsChanged _ -> false;
        };
    }

    static boolean zone(ClusterEvent event, PodInfo pod) {
        return switch (event) {
            case ClusterEvent.NodeAdded _ -> true;
            case ClusterEvent.NodeChanged(ObservedNode before, ObservedNode now) -> relabelled(before, now);
            case ClusterEvent.ObjectChanged(ClusterObject.Id id, Change change) ->
                switch (id.kind()) {
                    case PERSISTENT_VOLUME_CLAIM -> change != Change.REMOVED && uses(pod, id);
                    case PERSISTENT_VOLUME, STORAGE_CLASS -> change != Change.REMOVED;
                    case NAMESPACE,
                            SERVICE,
                            WORKLOAD,
                            DISRUPTION_BUDGET,
                            CSI_NODE,
                            CSI_DRIVER,
                            CSI_STORAGE_CAPACITY,
                            VOLUME_ATTACHMENT -> false;
                };
            case ClusterEvent.NodeRemoved _,
                    ClusterEvent.PodLeft _,
                    ClusterEvent.PodArrived _,
                    ClusterEvent.ComponentsChanged _ -> false;
        };
    }

    static boolean restrictions(ClusterEvent event, PodInfo pod) {
        return switch (event) {
            case ClusterEvent.NodeAdded _ -> true;
            case ClusterEvent.PodLeft(PodInfo left) -> disksConflict(pod, left) || claimsMeet(pod, left);
            case ClusterEvent.ObjectChanged(ClusterObject.Id id, Change change) ->
                id.kind() == ClusterObject.Kind.PERSISTENT_VOLUME_CLAIM && change != Change.REMOVED && uses(pod, id);
            case ClusterEvent.NodeChanged _,
                    ClusterEvent.NodeRemoved _,
                    ClusterEvent.PodArrived _,
                    ClusterEvent.ComponentsChanged _ -> false;
        };
    }

    static boolean limits(ClusterEvent event, PodInfo pod) {
        return switch (event) {
            // It has no limits before its CSINode comes.
            case ClusterEvent.NodeAdded _ -> true;
            case ClusterEvent.PodLeft(PodInfo left) ->
                !left.volumes().claims().isEmpty() || !left.volumes().inTree().isEmpty();
            // What is there for another counts once.
            case ClusterEvent.PodArrived(PodInfo other) ->
                claimsMeet(pod, other)
                        || pod.volumes().inTree().stream()
                                .anyMatch(other.volumes().inTree()::contains);
            case ClusterEvent.ObjectChanged(ClusterObject.Id id, Change change) ->
                switch (id.kind()) {
                    case CSI_NODE -> true;
                    case PERSISTENT_VOLUME_CLAIM -> change != Change.REMOVED && uses(pod, id);
                    case VOLUME_ATTACHMENT -> change != Change.ADDED;
                    case NAMESPACE,
                            SERVICE,
                            WORKLOAD,
                            DISRUPTION_BUDGET,
                            PERSISTENT_VOLUME,
                            STORAGE_CLASS,
                            CSI_DRIVER,
                            CSI_STORAGE_CAPACITY -> false;
                };
            case ClusterEvent.NodeChanged _, ClusterEvent.NodeRemoved _, ClusterEvent.ComponentsChanged _ -> false;
        };
    }

    private static boolean relabelled(ObservedNode before, ObservedNode now) {
        return !before.spec().labels().equals(now.spec().labels());
    }

    private static boolean uses(PodInfo pod, ClusterObject.Id claim) {
        return pod.key().namespace().equals(claim.namespace())
                && pod.volumes().claims().stream().anyMatch(use -> use.name().equals(claim.name()));
    }

    private static boolean claimsMeet(PodInfo pod, PodInfo other) {
        return pod.key().namespace().equals(other.key().namespace())
                && pod.volumes().claims().stream().anyMatch(use -> other.volumes().claims().stream()
                        .map(PodVolumes.ClaimUse::name)
                        .anyMatch(use.name()::equals));
    }

    private static boolean disksConflict(PodInfo pod, PodInfo left) {
        return pod.volumes().disks().stream()
                .anyMatch(disk -> left.volumes().disks().stream().anyMatch(disk::conflictsWith));
    }
}
