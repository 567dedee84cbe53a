package dev.kubewasm.scheduler.app;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/**
 * So much of what nodes have and Pods take.
 *
 * @param pods how many Pods
 * @param cpu in thousandths of a CPU
 * @param memory in bytes
 */
record Amounts(long pods, long cpu, long memory) {
    static final Amounts NONE = new Amounts(0, 0, 0);
    private static final BigDecimal MILLI = BigDecimal.valueOf(1000);

    /** What a node has, by its status. */
    static Amounts of(Map<String, Quantity> allocatable) {
        return new Amounts(
                number(allocatable, "pods").longValueExact(),
                number(allocatable, "cpu").multiply(MILLI).longValueExact(),
                number(allocatable, "memory").longValueExact());
    }

    /** What a Pod requests, itself counted. */
    static Amounts of(Pod pod) {
        return pod.getSpec().getContainers().stream()
                .map(container -> container.getResources().getRequests())
                .map(requests -> new Amounts(
                        0,
                        number(requests, "cpu").multiply(MILLI).longValueExact(),
                        number(requests, "memory").longValueExact()))
                .reduce(new Amounts(1, 0, 0), Amounts::plus);
    }

    private static BigDecimal number(Map<String, Quantity> amounts, String resource) {
        return Optional.ofNullable(amounts.get(resource))
                .map(Quantity::getNumericalAmount)
                .orElse(BigDecimal.ZERO);
    }

    /** As a node's status has it. */
    Map<String, Quantity> quantities() {
        return Map.of(
                "pods",
                new Quantity(Long.toString(pods)),
                "cpu",
                new Quantity(cpu + "m"),
                "memory",
                new Quantity(Long.toString(memory)));
    }

    Amounts plus(Amounts more) {
        return new Amounts(pods + more.pods, cpu + more.cpu, memory + more.memory);
    }

    Amounts minus(Amounts less) {
        return new Amounts(pods - less.pods, cpu - less.cpu, memory - less.memory);
    }
}
