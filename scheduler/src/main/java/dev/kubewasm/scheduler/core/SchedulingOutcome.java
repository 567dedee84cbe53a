package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import java.time.Duration;
import java.util.List;

/** What became of one attempt to place a Pod. */
public sealed interface SchedulingOutcome {
    /** The Pod. */
    PodKey pod();

    /**
     * It was bound.
     *
     * @param warnings what its owner should know all the same, one event each
     */
    record Bound(PodKey pod, NodeName node, List<String> warnings) implements SchedulingOutcome {
        public Bound {
            warnings = List.copyOf(warnings);
        }

        /** Bound without warnings. */
        public Bound(PodKey pod, NodeName node) {
            this(pod, node, List.of());
        }
    }

    /**
     * It doesn't fit the cluster as it is; it is tried again when something happens that may help.
     *
     * @param message why, for its owner: what its event and condition say
     */
    record Unschedulable(PodKey pod, String message) implements SchedulingOutcome {}

    /**
     * What its component imports and exports can't be found out: no image, bad WIT. It is tried again after its backoff,
     * since what is missing may come without the cluster changing.
     *
     * @param message why, for its owner: what its event and condition say
     */
    record Unreadable(PodKey pod, String message) implements SchedulingOutcome {}

    /**
     * A node was found, but it wasn't bound: it changed or went away meanwhile, or a provider that it was to be linked to
     * wasn't bound. If it still needs a node, it is placed anew.
     */
    record Overtaken(PodKey pod, String why) implements SchedulingOutcome {}

    /**
     * Something broke; it is tried again after its backoff.
     *
     * @param notBefore how long from now on it isn't tried, however short its backoff: the cluster asked for that
     */
    record Failed(PodKey pod, String why, Duration notBefore) implements SchedulingOutcome {
        /** One that is tried again after its backoff and nothing more. */
        public Failed(PodKey pod, String why) {
            this(pod, why, Duration.ZERO);
        }
    }
}
