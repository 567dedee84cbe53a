package dev.kubewasm.simulations.price;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.ResourceName;
import java.util.Map;
import java.util.Optional;

/**
 * What a node of a kind costs, in the unit of {@link NodeFacts#cost}.
 *
 * @param labels that it has, all of them
 * @param mostCpuMilli the most allocatable CPU of the kind; any if empty
 * @param mostMemoryBytes the most allocatable memory of the kind; any if empty
 * @param node of each, however large
 * @param cpu of each allocatable CPU, besides
 * @param gibibyte of each GiB of allocatable memory, besides
 */
public record Price(
        Map<String, String> labels,
        Optional<Long> mostCpuMilli,
        Optional<Long> mostMemoryBytes,
        double node,
        double cpu,
        double gibibyte) {
    /** Label key of a node's type, as clouds name it. */
    public static final String INSTANCE_TYPE_LABEL = "node.kubernetes.io/instance-type";

    private static final double GIBIBYTE = 1 << 30;

    /** @throws IllegalArgumentException if one is negative or too large; it is named */
    public Price {
        labels = Map.copyOf(labels);
        check("cost", node);
        check("perCpu", cpu);
        check("perGi", gibibyte);
    }

    private static void check(String name, double value) {
        if (!(value >= 0 && value <= NodeFacts.MAX_COST)) {
            throw new IllegalArgumentException(
                    "`" + name + "` is " + value + ", must be from 0 to " + NodeFacts.MAX_COST);
        }
    }

    /** Whether {@code facts} is of the kind. */
    boolean fits(NodeFacts facts) {
        return facts.labels().entrySet().containsAll(labels.entrySet())
                && mostCpuMilli.orElse(Long.MAX_VALUE) >= facts.allocatable().get(ResourceName.CPU)
                && mostMemoryBytes.orElse(Long.MAX_VALUE) >= facts.allocatable().get(ResourceName.MEMORY);
    }

    /** What {@code facts} costs, rounded. */
    long of(NodeFacts facts) {
        return Math.round(node
                + cpu * facts.allocatable().get(ResourceName.CPU) / 1_000
                + gibibyte * facts.allocatable().get(ResourceName.MEMORY) / GIBIBYTE);
    }

    /** Whether it is the price of what a cloud calls so: a node of that name and another shape doesn't cost that. */
    boolean isOfInstanceType() {
        return labels.containsKey(INSTANCE_TYPE_LABEL);
    }
}
