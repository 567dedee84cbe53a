package dev.kubewasm.simulations.migrate;

import java.util.Locale;

/** What a migration saves; less of each is better. */
public enum Saving {
    /** What the nodes with Pods cost. */
    COST,
    /** Nodes with Pods. */
    NODES,
    /** Calls that leave their process, by weight. */
    TRAFFIC,
    /** Requested CPU. */
    CPU,
    /** Requested memory. */
    MEMORY;

    /** Its name in scenarios and reports. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How much of it there is. */
    public long of(Standing standing) {
        return switch (this) {
            case COST -> standing.cost();
            case NODES -> standing.nodes();
            case TRAFFIC -> standing.traffic();
            case CPU -> standing.cpuMilli();
            case MEMORY -> standing.memoryBytes();
        };
    }
}
