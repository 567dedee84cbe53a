package dev.kubewasm.scheduler.framework;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Amounts of the resources that kube-scheduler counts (its {@code framework.Resource}), ready for arithmetic.
 *
 * @param milliCpu in milli-CPU
 * @param memory in bytes
 * @param ephemeralStorage in bytes
 * @param scalars by name: extended resources, huge pages, attachable volumes. A name with 0 is not the same as no name:
 *     a Pod with one requests something
 */
public record Amounts(long milliCpu, long memory, long ephemeralStorage, SortedMap<String, Long> scalars) {
    /** Nothing. */
    public static final Amounts NONE = new Amounts(0, 0, 0, Collections.emptySortedMap());

    /** The names that have fields of their own. */
    public static final String CPU = "cpu";

    /** In bytes. */
    public static final String MEMORY = "memory";

    /** In bytes. */
    public static final String EPHEMERAL_STORAGE = "ephemeral-storage";

    public Amounts {
        scalars = scalars.isEmpty()
                ? Collections.emptySortedMap()
                : Collections.unmodifiableSortedMap(new TreeMap<>(scalars));
    }

    /** Whether nothing is named. */
    public boolean isEmpty() {
        return milliCpu == 0 && memory == 0 && ephemeralStorage == 0 && scalars.isEmpty();
    }

    /** The amount of this name, 0 if there is none. */
    public long get(String name) {
        return switch (name) {
            case CPU -> milliCpu;
            case MEMORY -> memory;
            case EPHEMERAL_STORAGE -> ephemeralStorage;
            default -> scalars.getOrDefault(name, 0L);
        };
    }

    /** The sum. */
    public Amounts plus(Amounts other) {
        return add(other, 1);
    }

    /** The difference; may be negative. */
    public Amounts minus(Amounts other) {
        return add(other, -1);
    }

    private Amounts add(Amounts other, int sign) {
        SortedMap<String, Long> sum = scalars;
        if (!other.scalars.isEmpty()) {
            sum = new TreeMap<>(scalars);
            for (Map.Entry<String, Long> scalar : other.scalars.entrySet()) {
                sum.merge(scalar.getKey(), sign * scalar.getValue(), Long::sum);
            }
            sum.values().removeIf(amount -> amount == 0);
        }
        return new Amounts(
                milliCpu + sign * other.milliCpu,
                memory + sign * other.memory,
                ephemeralStorage + sign * other.ephemeralStorage,
                sum);
    }
}
