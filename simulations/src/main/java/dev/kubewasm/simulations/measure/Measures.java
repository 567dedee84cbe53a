package dev.kubewasm.simulations.measure;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.kubewasm.placement.facts.ResourceName;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a placement is worth; {@code docs/simulations.md} says what each measure means. Bound Pods count as well as those just
 * placed, but for Pods of nodes that aren't there. As JSON it is one object of numbers, the measures by their names.
 *
 * @param pods what became of Pods
 * @param nodes nodes with Pods
 * @param cost the sum of what these nodes cost ({@code kube-wasm/cost})
 * @param resources CPU and memory, and whatever else Pods request
 * @param links how far calls go
 * @param gainedAffinity of two workloads that are linked, on each node the lesser of the shares of their replicas that are
 *     there; summed over nodes, the links' mean weighted by their traffic, 0 to 1; 1 without links (RASA: service affinity,
 *     Xu et al.)
 * @param chainMicros what the links of a request cost that goes through all imports, in microseconds: the longest chain of calls,
 *     estimated ({@link LinkLatency}); the mean over Pods that nobody imports from
 */
public record Measures(
        PodCounts pods,
        long nodes,
        long cost,
        SortedMap<ResourceName, ResourceUse> resources,
        LinkTotals links,
        double gainedAffinity,
        double chainMicros) {
    private static final Set<ResourceName> ALWAYS = Set.of(ResourceName.CPU, ResourceName.MEMORY);
    private static final Set<CallClass> SERVED =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(CallClass.UNSERVED)));

    /** The names of the measures that every simulation has, in their order. */
    public static final Set<String> NAMES = Collections.unmodifiableSet(
            new LinkedHashSet<>(new Measures(PodCounts.NONE, 0, 0, new TreeMap<>(), LinkTotals.NONE, 1, 0)
                    .numbers()
                    .keySet()));

    public Measures {
        resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
    }

    /** The name of the measure of {@link ResourceUse#requested} of a resource that isn't CPU or memory. */
    public static String requested(String resource) {
        return "requested[" + resource + "]";
    }

    /** The same of {@link ResourceUse#fragmentation}. */
    public static String fragmented(String resource) {
        return "fragmented[" + resource + "]";
    }

    /** The measures by the names that reports and goals use; counts are whole numbers. */
    @JsonValue
    public Map<String, Number> numbers() {
        Map<String, Number> all = new LinkedHashMap<>();
        all.put("placed", pods.placed());
        all.put("pending", pods.pending());
        all.put("preempted", pods.preempted());
        all.put("moved", pods.moved());
        all.put("nodes", nodes);
        all.put("cost", cost);
        all.put("cpu", use(ResourceName.CPU).requested());
        all.put("memory", use(ResourceName.MEMORY).requested());
        all.put("cpuFragmentation", use(ResourceName.CPU).fragmentation());
        all.put("memoryFragmentation", use(ResourceName.MEMORY).fragmentation());
        resources.forEach((name, use) -> {
            if (!ALWAYS.contains(name)) {
                all.put(requested(name.value()), use.requested());
                all.put(fragmented(name.value()), use.fragmentation());
            }
        });
        all.put("links", links.all().links());
        for (CallClass reach : CallClass.values()) {
            all.put(reach.id(), links.of(reach).links());
        }
        SERVED.forEach(reach -> all.put(named("calls", reach), links.of(reach).calls()));
        SERVED.forEach(reach -> all.put(named("bytes", reach), links.of(reach).bytes()));
        all.put("localTraffic", links.localTraffic());
        all.put("gainedAffinity", gainedAffinity);
        all.put("chainMicros", chainMicros);
        return all;
    }

    private static String named(String what, CallClass reach) {
        return what
                + reach.id().substring(0, 1).toUpperCase(Locale.ROOT)
                + reach.id().substring(1);
    }

    private ResourceUse use(ResourceName name) {
        return resources.getOrDefault(name, ResourceUse.NONE);
    }

    /** The same as numbers of one kind. */
    public Map<String, Double> byName() {
        Map<String, Double> all = new LinkedHashMap<>();
        numbers().forEach((name, number) -> all.put(name, number.doubleValue()));
        return all;
    }
}
