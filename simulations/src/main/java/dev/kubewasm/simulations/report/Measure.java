package dev.kubewasm.simulations.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How the measures are shown to people: what they are called, what they mean, how they are written, which way is better. */
enum Measure {
    PLACED("placed", "Pods placed", "wanted a node and got one", Unit.COUNT, Better.MORE),
    PENDING("pending", "Pods without a node", "wanted a node and got none", Unit.COUNT, Better.LESS),
    PREEMPTED("preempted", "Pods preempted", "left their nodes for more important ones", Unit.COUNT, Better.LESS),
    NODES("nodes", "Nodes in use", "have Pods", Unit.COUNT, Better.LESS),
    COST("cost", "Cost", "of the nodes in use", Unit.COUNT, Better.LESS),
    CPU("cpu", "CPU requested", "of the CPU of nodes in use", Unit.SHARE, Better.NEITHER),
    MEMORY("memory", "Memory requested", "of the memory of nodes in use", Unit.SHARE, Better.NEITHER),
    CPU_FRAGMENTATION(
            "cpuFragmentation",
            "CPU fragmented",
            "of what is free on nodes in use, what a Pod drawn from this cluster can't use for it doesn't fit there",
            Unit.SHARE,
            Better.NEITHER),
    MEMORY_FRAGMENTATION("memoryFragmentation", "Memory fragmented", "the same of memory", Unit.SHARE, Better.NEITHER),
    LINKS("links", "Links", "imports that another Pod serves", Unit.COUNT, Better.NEITHER),
    IN_PROCESS("inProcess", "In process", "links to a provider on the same node", Unit.COUNT, Better.MORE),
    CROSS_NODE("crossNode", "To other nodes", "links that leave the node", Unit.COUNT, Better.LESS),
    CROSS_ZONE("crossZone", "To other zones", "links that leave the zone", Unit.COUNT, Better.LESS),
    UNSERVED("unserved", "Unserved", "links whose provider has no node", Unit.COUNT, Better.LESS),
    LOCAL_TRAFFIC("localTraffic", "Traffic in process", "of all traffic over links", Unit.SHARE, Better.MORE),
    GAINED_AFFINITY(
            "gainedAffinity",
            "Gained affinity",
            "how far replicas of linked workloads are together",
            Unit.SHARE,
            Better.MORE),
    CHAIN_MICROS(
            "chainMicros",
            "Longest call chain",
            "what the links of a request cost that goes through all imports, estimated; mean over the Pods where requests enter",
            Unit.MICROSECONDS,
            Better.LESS),
    EVENTS("events", "Events", "that happened", Unit.COUNT, Better.NEITHER),
    BINDINGS("bindings", "Bindings", "Pods that got a node", Unit.COUNT, Better.NEITHER),
    NODES_MEAN("nodesMean", "Nodes in use, mean", "over time", Unit.MEAN, Better.LESS),
    NODES_MOST("nodesMost", "Nodes in use, most", "at one time", Unit.COUNT, Better.LESS),
    COST_HOURS("costHours", "Cost times hours", "of nodes while they had Pods", Unit.MEAN, Better.LESS),
    CPU_MEAN("cpuMean", "CPU requested, mean", "over time", Unit.SHARE, Better.NEITHER),
    LOCAL_TRAFFIC_MEAN("localTrafficMean", "Traffic in process, mean", "over time", Unit.SHARE, Better.MORE),
    WAIT_P50("waitP50", "Wait, median", "from wanting a node to having one", Unit.SECONDS, Better.LESS),
    WAIT_P99("waitP99", "Wait, 99 of 100", "from wanting a node to having one", Unit.SECONDS, Better.LESS),
    WAIT_MOST("waitMost", "Wait, longest", "from wanting a node to having one", Unit.SECONDS, Better.LESS),
    EVICTED("evicted", "Pods evicted", "lost their node", Unit.COUNT, Better.NEITHER),
    REPLACED("replaced", "Pods replaced", "by an upgrade", Unit.COUNT, Better.NEITHER);

    private static final Map<String, Measure> BY_ID =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Measure::id, Function.identity()));

    private enum Unit {
        COUNT("%.0f", 1),
        SHARE("%.1f%%", 100),
        SECONDS("%.1f s", 1),
        MICROSECONDS("%.1f µs", 1),
        MEAN("%.2f", 1);

        private final String format;
        private final int factor;

        Unit(String format, int factor) {
            this.format = format;
            this.factor = factor;
        }
    }

    private enum Better {
        MORE,
        LESS,
        NEITHER
    }

    private final String id;
    private final String label;
    private final String meaning;
    private final Unit unit;
    private final Better better;

    Measure(String id, String label, String meaning, Unit unit, Better better) {
        this.id = id;
        this.label = label;
        this.meaning = meaning;
        this.unit = unit;
        this.better = better;
    }

    /** The measure of that name. */
    static Measure named(String id) {
        Measure measure = BY_ID.get(id);
        if (measure == null) {
            throw new IllegalArgumentException("no measure is called " + id);
        }
        return measure;
    }

    /** Its name in goals, JSON and CSV. */
    String id() {
        return id;
    }

    /** Its name for readers. */
    String label() {
        return label;
    }

    /** What it counts. */
    String meaning() {
        return meaning;
    }

    /** A value of it for readers. */
    String text(double value) {
        return String.format(Locale.ROOT, unit.format, value * unit.factor);
    }

    /** A mean of it for readers: a count has places too. */
    String exactly(double value) {
        return unit == Unit.COUNT ? String.format(Locale.ROOT, "%.2f", value) : text(value);
    }

    /** Whether {@code value} is the best of all, where they differ and one way is better. */
    boolean isBest(double value, Iterable<Double> all) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double each : all) {
            least = Math.min(least, each);
            most = Math.max(most, each);
        }
        return least != most && ((better == Better.LESS && value == least) || (better == Better.MORE && value == most));
    }
}
