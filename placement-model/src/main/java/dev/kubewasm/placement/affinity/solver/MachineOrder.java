package dev.kubewasm.placement.affinity.solver;

import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The open machines in the order of what is free on them, kept up to date by whoever changes the ledger through it. */
final class MachineOrder {
    /** A machine and what was free on it. */
    record Entry(double free, int machine) {}

    private static final Comparator<Entry> BY_FREE =
            Comparator.comparingDouble(Entry::free).thenComparingInt(Entry::machine);

    private final Ledger ledger;
    private final Scarcity scarcity;
    private final TreeSet<Entry> order = new TreeSet<>(BY_FREE);
    private final Entry[] entries;
    private final long[] amounts;

    MachineOrder(Ledger ledger, Scarcity scarcity) {
        this.ledger = ledger;
        this.scarcity = scarcity;
        Instance instance = ledger.instance();
        amounts = new long[instance.resources];
        entries = new Entry[instance.machines];
        for (int machine : instance.open) {
            entries[machine] = new Entry(free(machine), machine);
            order.add(entries[machine]);
        }
    }

    /** Puts containers of a service on a machine, or takes some away. */
    void add(int service, int machine, int change) {
        ledger.add(service, machine, change);
        if (entries[machine] != null) {
            order.remove(entries[machine]);
            entries[machine] = new Entry(free(machine), machine);
            order.add(entries[machine]);
        }
    }

    /** The machine with the least free that is as much as a service's container takes. */
    @Nullable Entry tightest(int service) {
        return order.ceiling(new Entry(scarcity.of(ledger.instance().request[service]), -1));
    }

    /** The machine with the most free. */
    @Nullable Entry emptiest() {
        return order.isEmpty() ? null : order.last();
    }

    /** The next with more free. */
    @Nullable Entry after(Entry entry) {
        return order.higher(entry);
    }

    /** The next with less free. */
    @Nullable Entry before(Entry entry) {
        return order.lower(entry);
    }

    private double free(int machine) {
        for (int r = 0; r < amounts.length; r++) {
            amounts[r] = ledger.free(machine, r);
        }
        return scarcity.of(amounts);
    }
}
