package dev.kubewasm.simulations.migrate;

import java.util.Locale;
import java.util.function.ToLongFunction;

/** What a migration saves; less of each is better. */
public enum Saving {
    /** What the nodes with Pods cost. */
    COST(Standing::cost),
    /** Nodes with Pods. */
    NODES(Standing::nodes),
    /** Calls that leave their process, by weight. */
    TRAFFIC(Standing::traffic),
    /** Requested CPU. */
    CPU(Standing::cpuMilli),
    /** Requested memory. */
    MEMORY(Standing::memoryBytes);

    private final ToLongFunction<Standing> amount;

    Saving(ToLongFunction<Standing> amount) {
        this.amount = amount;
    }

    /** Its name in scenarios and reports. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How much of it there is. */
    public long of(Standing standing) {
        return amount.applyAsLong(standing);
    }
}
