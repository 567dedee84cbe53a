package dev.kubewasm.simulations.measure;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a placement is worth. Bound Pods count as well as those just placed, but for Pods of nodes that aren't there.
 *
 * @param placed pending Pods that got a node
 * @param pending pending Pods that got none
 * @param preempted Pods that left their nodes for more important ones
 * @param nodes nodes with Pods
 * @param cost the sum of what these nodes cost ({@code kube-wasm/cost})
 * @param cpu requested share of the CPU of these nodes, 0 to 1 (more on nodes that were overcommitted)
 * @param memory the same of memory
 * @param cpuFragmentation of the CPU that is free on these nodes, the share that a Pod drawn from this cluster's can't use, for it
 *     doesn't fit there, 0 to 1
 * @param memoryFragmentation the same of memory
 * @param links imports of placed consumers that another Pod is to serve
 * @param inProcess those whose node has a provider: calls within one process
 * @param crossNode those whose providers are on other nodes of the zone: calls over the network, or none with required links
 * @param crossZone those whose providers are all in other zones
 * @param unserved those whose providers have no node
 * @param localTraffic the share of the links' traffic ({@code kube-wasm/traffic}, 1 where nothing is said) that stays in
 *     process, 0 to 1; 1 without links
 * @param gainedAffinity of two workloads that are linked, on each node the lesser of the shares of their replicas that are
 *     there; summed over nodes, the links' mean weighted by their traffic, 0 to 1; 1 without links (RASA: service affinity,
 *     Xu et al.)
 * @param chainMicros what the links of a request cost that goes through all imports, in microseconds: the longest chain of calls,
 *     estimated ({@link LinkLatency}); the mean over Pods that nobody imports from
 */
@JsonPropertyOrder({
    "placed",
    "pending",
    "preempted",
    "nodes",
    "cost",
    "cpu",
    "memory",
    "cpuFragmentation",
    "memoryFragmentation",
    "links",
    "inProcess",
    "crossNode",
    "crossZone",
    "unserved",
    "localTraffic",
    "gainedAffinity",
    "chainMicros"
})
public record Measures(
        long placed,
        long pending,
        long preempted,
        long nodes,
        long cost,
        double cpu,
        double memory,
        double cpuFragmentation,
        double memoryFragmentation,
        long links,
        long inProcess,
        long crossNode,
        long crossZone,
        long unserved,
        double localTraffic,
        double gainedAffinity,
        double chainMicros) {
    /** The names of all measures, in their order. */
    public static final Set<String> NAMES = Collections.unmodifiableSet(
            new LinkedHashSet<>(new Measures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
                    .byName()
                    .keySet()));

    /** The measures by the names that reports and goals use. */
    public Map<String, Double> byName() {
        Map<String, Double> all = new LinkedHashMap<>();
        all.put("placed", (double) placed);
        all.put("pending", (double) pending);
        all.put("preempted", (double) preempted);
        all.put("nodes", (double) nodes);
        all.put("cost", (double) cost);
        all.put("cpu", cpu);
        all.put("memory", memory);
        all.put("cpuFragmentation", cpuFragmentation);
        all.put("memoryFragmentation", memoryFragmentation);
        all.put("links", (double) links);
        all.put("inProcess", (double) inProcess);
        all.put("crossNode", (double) crossNode);
        all.put("crossZone", (double) crossZone);
        all.put("unserved", (double) unserved);
        all.put("localTraffic", localTraffic);
        all.put("gainedAffinity", gainedAffinity);
        all.put("chainMicros", chainMicros);
        return all;
    }
}
