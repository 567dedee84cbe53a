package dev.kubewasm.scheduler.framework.volume;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Whether the claims of a Pod can be had on a node. */
public sealed interface VolumeMatch permits VolumeMatch.Conflicts, VolumePlan {
    /** They can't. */
    record Conflicts(Set<Conflict> conflicts) implements VolumeMatch {
        public Conflicts {
            conflicts = Set.copyOf(conflicts);
        }

        /** Why, in kube-scheduler's words and order. */
        public List<String> reasons() {
            return Arrays.stream(Conflict.values())
                    .filter(conflicts::contains)
                    .map(conflict -> conflict.text)
                    .toList();
        }
    }

    /** Why a node can't have a claim. */
    enum Conflict {
        /** The volume of a claim can't be reached from the node. */
        AFFINITY("node(s) didn't match PersistentVolume's node affinity"),
        /** There is no volume for a claim there, and none can be made. */
        NO_VOLUME("node(s) didn't find available persistent volumes to bind"),
        /** The driver has too little left to make one. */
        NO_SPACE("node(s) did not have enough free storage"),
        /** The volume of a claim isn't there. */
        VOLUME_GONE("node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)"),
        /** The driver's name for a volume can't be told; kube-scheduler fails and tries again. */
        UNTRANSLATABLE("could not translate pv");

        private final String text;

        Conflict(String text) {
            this.text = text;
        }
    }
}
