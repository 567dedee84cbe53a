package dev.kubewasm.simulations.timeline;

import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.WorkloadRef;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Rolling updates with one Pod more than there should be, and none less: of each workload, the Pod whose place a new one takes,
 * and what comes next.
 */
final class Rollouts {
    private final Map<WorkloadRef, Rollout> rollouts = new HashMap<>();

    private static final class Rollout {
        private final Deque<PodKey> queued;
        /** The new Pod that waits for a node. */
        private @Nullable PodKey made;
        /** The Pod whose place it takes; none once that is gone. */
        private @Nullable PodKey old;

        Rollout(Collection<PodKey> queued) {
            this.queued = new ArrayDeque<>(queued);
        }
    }

    /** These are to be replaced, in their order, and by nothing that was on its way before. */
    void begin(WorkloadRef workload, Collection<PodKey> pods) {
        rollouts.put(workload, new Rollout(pods));
    }

    /**
     * Ends the rollout.
     *
     * @return the Pod that is one too many
     */
    Optional<PodKey> stop(WorkloadRef workload) {
        Optional<PodKey> surplus = surplus(workload);
        rollouts.remove(workload);
        return surplus;
    }

    /** The next Pod to be replaced of those that are still there. */
    Optional<PodKey> next(WorkloadRef workload, Predicate<PodKey> there) {
        @Nullable Rollout rollout = rollouts.get(workload);
        while (rollout != null && !rollout.queued.isEmpty()) {
            PodKey next = rollout.queued.remove();
            if (there.test(next)) {
                return Optional.of(next);
            }
        }
        rollouts.remove(workload);
        return Optional.empty();
    }

    /** {@code made} takes the place of {@code old}, which {@link #next} gave, once it has a node. */
    void replace(WorkloadRef workload, PodKey made, PodKey old) {
        @Nullable Rollout rollout = rollouts.get(workload);
        if (rollout == null) {
            throw new IllegalStateException("no rollout of " + workload);
        }
        rollout.made = made;
        rollout.old = old;
    }

    /** The Pod that is one more than there should be: a new one while the old one is still there. */
    Optional<PodKey> surplus(WorkloadRef workload) {
        @Nullable Rollout rollout = rollouts.get(workload);
        return rollout == null || rollout.old == null ? Optional.empty() : Optional.ofNullable(rollout.made);
    }

    /** The Pod that is to take the place of {@code old}. */
    Optional<PodKey> successor(WorkloadRef workload, PodKey old) {
        @Nullable Rollout rollout = rollouts.get(workload);
        return rollout != null && old.equals(rollout.old) ? Optional.ofNullable(rollout.made) : Optional.empty();
    }

    /** Whether {@code pod} is the new one. */
    boolean isNew(WorkloadRef workload, PodKey pod) {
        @Nullable Rollout rollout = rollouts.get(workload);
        return rollout != null && pod.equals(rollout.made);
    }

    /**
     * {@code pod} is gone.
     *
     * @return whether it was the new one, so that the next may be made
     */
    boolean gone(WorkloadRef workload, PodKey pod) {
        @Nullable Rollout rollout = rollouts.get(workload);
        if (rollout == null) {
            return false;
        }
        if (pod.equals(rollout.old)) {
            rollout.old = null;
        }
        if (!pod.equals(rollout.made)) {
            return false;
        }
        rollout.made = null;
        rollout.old = null;
        return true;
    }

    /**
     * The new Pod has its node.
     *
     * @return the old one, which goes now, if it is still there
     */
    Optional<PodKey> placed(WorkloadRef workload) {
        @Nullable Rollout rollout = rollouts.get(workload);
        if (rollout == null) {
            return Optional.empty();
        }
        Optional<PodKey> old = Optional.ofNullable(rollout.old);
        rollout.made = null;
        rollout.old = null;
        return old;
    }
}
