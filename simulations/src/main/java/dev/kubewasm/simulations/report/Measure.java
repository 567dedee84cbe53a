package dev.kubewasm.simulations.report;

import dev.kubewasm.simulations.measure.Measures;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How a measure is shown to people.
 *
 * @param id its name in goals, JSON and CSV
 * @param label its name for readers
 * @param meaning what it counts
 */
record Measure(String id, String label, String meaning, Unit unit, Better better) {
    private static final List<Measure> ALL = List.of(
            new Measure("placed", "Pods placed", "wanted a node and got one", Unit.COUNT, Better.MORE),
            new Measure("pending", "Pods without a node", "wanted a node and got none", Unit.COUNT, Better.LESS),
            new Measure(
                    "preempted", "Pods preempted", "left their nodes for more important ones", Unit.COUNT, Better.LESS),
            new Measure("moved", "Pods moved", "had a node before and have another now", Unit.COUNT, Better.LESS),
            new Measure("nodes", "Nodes in use", "have Pods", Unit.COUNT, Better.LESS),
            new Measure("cost", "Cost", "of the nodes in use", Unit.COUNT, Better.LESS),
            new Measure("cpu", "CPU requested", "of the CPU of nodes in use", Unit.SHARE, Better.NEITHER),
            new Measure("memory", "Memory requested", "of the memory of nodes in use", Unit.SHARE, Better.NEITHER),
            new Measure(
                    "cpuFragmentation",
                    "CPU fragmented",
                    "of what is free on nodes in use, what a Pod drawn from this cluster can't use for it doesn't fit there",
                    Unit.SHARE,
                    Better.NEITHER),
            new Measure("memoryFragmentation", "Memory fragmented", "the same of memory", Unit.SHARE, Better.NEITHER),
            new Measure("links", "Links", "imports that another Pod serves", Unit.COUNT, Better.NEITHER),
            new Measure("inProcess", "In process", "links to a provider in the same process", Unit.COUNT, Better.MORE),
            new Measure(
                    "sameNode",
                    "On the node",
                    "links to a provider on the same node that can't link Pods in one process",
                    Unit.COUNT,
                    Better.NEITHER),
            new Measure("crossNode", "To other nodes", "links that leave the node", Unit.COUNT, Better.LESS),
            new Measure("crossZone", "To other zones", "links that leave the zone", Unit.COUNT, Better.LESS),
            new Measure("unserved", "Unserved", "links whose provider has no node", Unit.COUNT, Better.LESS),
            new Measure(
                    "callsInProcess", "Calls in process", "calls over these links, by weight", Unit.COUNT, Better.MORE),
            new Measure(
                    "callsSameNode",
                    "Calls on the node",
                    "calls over these links, by weight",
                    Unit.COUNT,
                    Better.NEITHER),
            new Measure(
                    "callsCrossNode",
                    "Calls to other nodes",
                    "calls over these links, by weight",
                    Unit.COUNT,
                    Better.LESS),
            new Measure(
                    "callsCrossZone",
                    "Calls to other zones",
                    "calls over these links, by weight",
                    Unit.COUNT,
                    Better.LESS),
            new Measure(
                    "bytesInProcess",
                    "Bytes in process",
                    "what these calls carry, by the sizes assumed",
                    Unit.BYTES,
                    Better.MORE),
            new Measure(
                    "bytesSameNode",
                    "Bytes on the node",
                    "what these calls carry, by the sizes assumed",
                    Unit.BYTES,
                    Better.NEITHER),
            new Measure(
                    "bytesCrossNode",
                    "Bytes to other nodes",
                    "what these calls carry, by the sizes assumed",
                    Unit.BYTES,
                    Better.LESS),
            new Measure(
                    "bytesCrossZone",
                    "Bytes to other zones",
                    "what these calls carry, by the sizes assumed",
                    Unit.BYTES,
                    Better.LESS),
            new Measure("localTraffic", "Traffic in process", "of all traffic over links", Unit.SHARE, Better.MORE),
            new Measure(
                    "gainedAffinity",
                    "Gained affinity",
                    "how far replicas of linked workloads are together",
                    Unit.SHARE,
                    Better.MORE),
            new Measure(
                    "chainMicros",
                    "Longest call chain",
                    "what the links of a request cost that goes through all imports, estimated; mean over the Pods where requests enter",
                    Unit.MICROSECONDS,
                    Better.LESS),
            new Measure("events", "Events", "that happened", Unit.COUNT, Better.NEITHER),
            new Measure("bindings", "Bindings", "Pods that got a node", Unit.COUNT, Better.NEITHER),
            new Measure("nodesMean", "Nodes in use, mean", "over time", Unit.MEAN, Better.LESS),
            new Measure("nodesMost", "Nodes in use, most", "at one time", Unit.COUNT, Better.LESS),
            new Measure("costHours", "Cost times hours", "of nodes while they had Pods", Unit.MEAN, Better.LESS),
            new Measure("cpuMean", "CPU requested, mean", "over time", Unit.SHARE, Better.NEITHER),
            new Measure("localTrafficMean", "Traffic in process, mean", "over time", Unit.SHARE, Better.MORE),
            new Measure("waitP50", "Wait, median", "from wanting a node to having one", Unit.SECONDS, Better.LESS),
            new Measure("waitP99", "Wait, 99 of 100", "from wanting a node to having one", Unit.SECONDS, Better.LESS),
            new Measure("waitMost", "Wait, longest", "from wanting a node to having one", Unit.SECONDS, Better.LESS),
            new Measure("evicted", "Pods evicted", "lost their node", Unit.COUNT, Better.NEITHER),
            new Measure("replaced", "Pods replaced", "by an upgrade", Unit.COUNT, Better.NEITHER));

    private static final Map<String, Measure> BY_ID =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Measure::id, Function.identity()));

    /** Of resources that aren't CPU or memory: {@link Measures#requested} and {@link Measures#fragmented}. */
    private static final Pattern OF_RESOURCE = Pattern.compile("(requested|fragmented)\\[(.+)]");

    private static final Pattern ABOUT_LINKS = Pattern.compile(
            "inProcess|sameNode|crossNode|crossZone|unserved|calls.*|bytes.*|localTraffic.*|gainedAffinity|chainMicros");

    /** What a value is, and how it is written. */
    enum Unit {
        COUNT("%.0f", 1),
        SHARE("%.1f%%", 100),
        SECONDS("%.1f s", 1),
        MICROSECONDS("%.1f µs", 1),
        BYTES("%.0f", 1),
        MEAN("%.2f", 1);

        private static final String PREFIXES = "kMGTPE";

        private final String format;
        private final int factor;

        Unit(String format, int factor) {
            this.format = format;
            this.factor = factor;
        }

        String text(double value) {
            if (this != BYTES) {
                return String.format(Locale.ROOT, format, value * factor);
            }
            int prefix = 0;
            double scaled = value;
            while (scaled >= 10_000 && prefix < PREFIXES.length()) {
                scaled /= 1_000;
                prefix++;
            }
            return prefix == 0
                    ? String.format(Locale.ROOT, "%.0f B", scaled)
                    : String.format(Locale.ROOT, "%.1f %cB", scaled, PREFIXES.charAt(prefix - 1));
        }
    }

    /** Which way is better. */
    enum Better {
        MORE,
        LESS,
        NEITHER
    }

    /** The measure of that name. */
    static Measure named(String id) {
        Measure measure = BY_ID.get(id);
        if (measure != null) {
            return measure;
        }
        Matcher resource = OF_RESOURCE.matcher(id);
        if (!resource.matches()) {
            throw new IllegalArgumentException("no measure is called " + id);
        }
        String name = resource.group(2);
        return resource.group(1).equals("requested")
                ? new Measure(id, name + " requested", "of what nodes in use have", Unit.SHARE, Better.NEITHER)
                : new Measure(
                        id,
                        name + " fragmented",
                        "of what is free on nodes in use, what a Pod drawn from this cluster can't use",
                        Unit.SHARE,
                        Better.NEITHER);
    }

    /** Whether it says of links something that nobody needs to know where there are none. */
    boolean isAboutLinks() {
        return ABOUT_LINKS.matcher(id).matches();
    }

    /** Whether it is of calls from process to process on one node, as only clusters with containerd shims have. */
    boolean isAboutOneNode() {
        return id.toLowerCase(Locale.ROOT).endsWith("samenode");
    }

    /** A value of it for readers. */
    String text(double value) {
        return unit.text(value);
    }

    /** A mean of it for readers: a count has places too. */
    String exactly(double value) {
        return unit == Unit.COUNT ? Unit.MEAN.text(value) : text(value);
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
