package dev.kubewasm.placement.facts;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Amounts of resources by name, in base units (bytes, pieces), CPU in milli-CPU. A resource that is not there counts
 * as 0; zeros are not kept. Amounts may be negative (what is free on an overcommitted node). Sums saturate at the
 * ends of {@code long} instead of wrapping.
 */
public record Resources(SortedMap<ResourceName, Long> amounts) {
    /** Nothing. */
    public static final Resources NONE = new Resources(new TreeMap<>());

    public Resources {
        TreeMap<ResourceName, Long> copy = new TreeMap<>(amounts);
        copy.values().removeIf(amount -> amount == 0);
        amounts = Collections.unmodifiableSortedMap(copy);
    }

    /** Amounts by name. */
    public static Resources of(Map<ResourceName, Long> amounts) {
        return new Resources(new TreeMap<>(amounts));
    }

    /** CPU in milli-CPU and memory in bytes. */
    public static Resources of(long cpuMilli, long memoryBytes) {
        return of(Map.of(ResourceName.CPU, cpuMilli, ResourceName.MEMORY, memoryBytes));
    }

    /** The amount of {@code name}, 0 if there is none. */
    public long get(ResourceName name) {
        return amounts.getOrDefault(name, 0L);
    }

    /** These with the amount of {@code name} replaced. */
    public Resources with(ResourceName name, long amount) {
        TreeMap<ResourceName, Long> copy = new TreeMap<>(amounts);
        copy.put(name, amount);
        return new Resources(copy);
    }

    /** The sum, resource by resource. */
    public Resources plus(Resources other) {
        TreeMap<ResourceName, Long> sum = new TreeMap<>(amounts);
        other.amounts.forEach((name, amount) -> sum.merge(name, amount, Resources::saturatingAdd));
        return new Resources(sum);
    }

    /** The difference, resource by resource; may become negative. */
    public Resources minus(Resources other) {
        TreeMap<ResourceName, Long> difference = new TreeMap<>(amounts);
        other.amounts.forEach(
                (name, amount) -> difference.merge(name, saturatingNegate(amount), Resources::saturatingAdd));
        return new Resources(difference);
    }

    /**
     * The first resource, by name, of which {@code free} has less than these ask for; empty if these fit. What is not
     * asked for is not looked at: a Pod without a CPU request fits where CPU is overcommitted, as in kube-scheduler.
     */
    public Optional<ResourceName> firstLacking(Resources free) {
        for (Map.Entry<ResourceName, Long> request : amounts.entrySet()) {
            if (request.getValue() > 0 && request.getValue() > free.get(request.getKey())) {
                return Optional.of(request.getKey());
            }
        }
        return Optional.empty();
    }

    /** Whether all of these are free. */
    public boolean fits(Resources free) {
        return firstLacking(free).isEmpty();
    }

    private static long saturatingNegate(long value) {
        return value == Long.MIN_VALUE ? Long.MAX_VALUE : -value;
    }

    private static long saturatingAdd(long a, long b) {
        long sum = a + b;
        if (((a ^ sum) & (b ^ sum)) < 0) {
            return a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return sum;
    }
}
