package dev.kubewasm.scheduler.kubernetes;

import dev.kubewasm.scheduler.framework.Amounts;
import java.math.BigDecimal;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Quantities as kube-scheduler counts them: names it doesn't know are left out. */
final class SchedulerAmounts {
    private SchedulerAmounts() {}

    static Amounts of(Map<String, BigDecimal> exact) {
        SortedMap<String, Long> scalars = new TreeMap<>();
        exact.forEach((name, amount) -> {
            if (isScalar(name)) {
                scalars.put(name, Quantities.units(amount, 0));
            }
        });
        return new Amounts(
                Quantities.units(exact.getOrDefault(Amounts.CPU, BigDecimal.ZERO), 3),
                Quantities.units(exact.getOrDefault(Amounts.MEMORY, BigDecimal.ZERO), 0),
                Quantities.units(exact.getOrDefault(Amounts.EPHEMERAL_STORAGE, BigDecimal.ZERO), 0),
                scalars);
    }

    /** Extended and other resources with a domain, huge pages, volumes that can be attached. */
    private static boolean isScalar(String name) {
        return (name.contains("/") && !name.startsWith("requests."))
                || name.startsWith("hugepages-")
                || name.startsWith("attachable-volumes-");
    }
}
