package dev.kubewasm.simulations.timeline;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a strategy was worth over time.
 *
 * @param events what happened, cycles left out
 * @param bindings Pods that got a node
 * @param nodesMean nodes with Pods, weighted by time
 * @param nodesMost the most at one time
 * @param costHours what the nodes with Pods cost ({@code kube-wasm/cost}) times the hours that they had some
 * @param cpuMean requested share of the CPU of nodes with Pods, over time
 * @param localTrafficMean mean of the samples' share of the links' traffic that stays in process
 * @param waitP50 seconds from wanting a node to getting one, the median of all that wanted one; those that still wait
 *     count with what they have waited so far
 * @param waitP99 of 99 of 100, the same
 * @param waitMost the longest
 * @param evicted Pods that lost their node to a drain, a reclaim, a removal, a failure or a more important Pod
 * @param replaced Pods that went for others of the next version
 * @param samples the cluster at equal intervals
 */
@JsonPropertyOrder({
    "events",
    "bindings",
    "nodesMean",
    "nodesMost",
    "costHours",
    "cpuMean",
    "localTrafficMean",
    "waitP50",
    "waitP99",
    "waitMost",
    "evicted",
    "replaced",
    "samples"
})
public record OverTime(
        long events,
        long bindings,
        double nodesMean,
        long nodesMost,
        double costHours,
        double cpuMean,
        double localTrafficMean,
        double waitP50,
        double waitP99,
        double waitMost,
        long evicted,
        long replaced,
        List<Sample> samples) {
    /** The names of all measures, in their order. */
    public static final Set<String> NAMES = Collections.unmodifiableSet(new LinkedHashSet<>(
            new OverTime(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, List.of()).byName().keySet()));

    public OverTime {
        samples = List.copyOf(samples);
    }

    /**
     * The cluster at one time.
     *
     * @param seconds since the beginning
     * @param nodes nodes with Pods
     * @param pods Pods with a node
     * @param waiting Pods without
     * @param cpu requested share of the CPU of nodes with Pods
     * @param memory the same of memory
     * @param others the same of each other resource that Pods have requested by then, by its name
     * @param localTraffic the share of the links' traffic that stays in process
     */
    @JsonPropertyOrder({"seconds", "nodes", "pods", "waiting", "cpu", "memory", "others", "localTraffic"})
    public record Sample(
            double seconds,
            long nodes,
            long pods,
            long waiting,
            double cpu,
            double memory,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedMap<String, Double> others,
            double localTraffic) {
        public Sample {
            others = Collections.unmodifiableSortedMap(new TreeMap<>(others));
        }
    }

    /** The measures by the names that reports and goals use. */
    @JsonIgnore
    public Map<String, Double> byName() {
        Map<String, Double> all = new LinkedHashMap<>();
        all.put("events", (double) events);
        all.put("bindings", (double) bindings);
        all.put("nodesMean", nodesMean);
        all.put("nodesMost", (double) nodesMost);
        all.put("costHours", costHours);
        all.put("cpuMean", cpuMean);
        all.put("localTrafficMean", localTrafficMean);
        all.put("waitP50", waitP50);
        all.put("waitP99", waitP99);
        all.put("waitMost", waitMost);
        all.put("evicted", (double) evicted);
        all.put("replaced", (double) replaced);
        return all;
    }
}
