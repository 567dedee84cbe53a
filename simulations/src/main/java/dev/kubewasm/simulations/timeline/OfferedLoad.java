package dev.kubewasm.simulations.timeline;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.WorkloadRef;
import java.util.List;
import java.util.Optional;

/**
 * How many Pods a timeline's arrivals come to at its end, beside what the nodes have in all: what can't be held waits, and a
 * run that would end in the limit of waiting Pods is better refused before it begins.
 */
final class OfferedLoad {
    private static final double HOUR = 3_600_000;

    private OfferedLoad() {}

    /**
     * The Pods that are to be expected to wait at the end, at least: no packing is better than to fill all nodes to the brim.
     * 0 where nodes are added, which isn't looked into.
     */
    static double leastWaiting(Timeline timeline, Snapshot snapshot) {
        boolean grows = timeline.events().stream().anyMatch(event -> event.occurrence() instanceof Occurrence.Addition);
        Resources room =
                snapshot.nodes().values().stream().map(NodeFacts::allocatable).reduce(Resources.NONE, Resources::plus);
        double pods = 0;
        double clusters = 0;
        for (PoissonProcess process : grows ? List.<PoissonProcess>of() : timeline.processes()) {
            if (process instanceof PoissonProcess.Arrivals arrivals) {
                double alive = alive(arrivals, timeline.until());
                pods += alive;
                clusters += alive * share(arrivals.workload(), snapshot, room);
            }
        }
        return clusters <= 1 ? 0 : pods * (1 - 1 / clusters);
    }

    /** The mean number of Pods of an M/M/∞ queue that begins empty, at {@code time}: all of them are taken to have run since they came. */
    private static double alive(PoissonProcess.Arrivals arrivals, long time) {
        double perMilli = arrivals.perHour() / HOUR;
        if (arrivals.lifetime().isEmpty()) {
            return perMilli * time;
        }
        double lifetime = arrivals.lifetime().getAsLong();
        return perMilli * lifetime * -Math.expm1(-time / lifetime);
    }

    /** The share of all there is that a Pod takes, of what it takes most of. */
    private static double share(WorkloadRef workload, Snapshot snapshot, Resources room) {
        Optional<PodFacts> like = snapshot.pods().values().stream()
                .filter(pod -> pod.workload().equals(workload))
                .findFirst();
        double most = 0;
        for (ResourceName resource : List.of(ResourceName.CPU, ResourceName.MEMORY, ResourceName.PODS)) {
            double all = room.get(resource);
            double one = like.map(pod -> pod.demand().get(resource)).orElse(0L);
            most = all > 0 ? Math.max(most, one / all) : most;
        }
        return most;
    }
}
