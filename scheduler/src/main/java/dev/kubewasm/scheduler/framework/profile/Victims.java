package dev.kubewasm.scheduler.framework.profile;

import dev.kubewasm.scheduler.framework.PodInfo;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * Who would have to leave a node.
 *
 * @param node the node
 * @param pods at least one, the most important first
 * @param pdbViolations how many of them a disruption budget protects
 */
public record Victims(String node, List<PodInfo> pods, int pdbViolations) {
    /** The higher priority first, then who has run longer. */
    static final Comparator<PodInfo> MOST_IMPORTANT_FIRST = Comparator.<PodInfo>comparingInt(
                    pod -> pod.importance().priority())
            .reversed()
            .thenComparing(pod -> pod.life().started());

    /**
     * The better choice first: fewest violations, least important first victim, least sum of priorities, fewest victims,
     * and the latest start of the first to start among the most important.
     */
    static final Comparator<Victims> BEST_FIRST = Comparator.comparingInt(Victims::pdbViolations)
            .thenComparingInt(Victims::highestPriority)
            .thenComparingLong(Victims::sumOfPriorities)
            .thenComparingInt(victims -> victims.pods().size())
            .thenComparing(Victims::earliestStart, Comparator.reverseOrder());

    public Victims {
        pods = List.copyOf(pods);
    }

    private int highestPriority() {
        return pods.getFirst().importance().priority();
    }

    /** Priorities moved above 0, so that each victim adds to the sum. */
    private long sumOfPriorities() {
        long sum = 0;
        for (PodInfo pod : pods) {
            sum += pod.importance().priority() + (1L << 31);
        }
        return sum;
    }

    private Instant earliestStart() {
        return pods.stream()
                .filter(pod -> pod.importance().priority() == highestPriority())
                .map(pod -> pod.life().started())
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
    }
}
