package dev.kubewasm.placement.affinity.solver;

import java.util.Arrays;

/** How many containers of a service each machine runs. Immutable; machines that run none aren't in it. */
public final class Spread {
    /** No container anywhere. */
    static final Spread NONE = new Spread(new int[0], new int[0]);

    private static final int FEW = 8;

    /** Ascending. */
    private final int[] machines;

    private final int[] counts;

    private Spread(int[] machines, int[] counts) {
        this.machines = machines;
        this.counts = counts;
    }

    /** The number of machines that run any. */
    int size() {
        return machines.length;
    }

    /** The machine at a position, in ascending order. */
    int machine(int position) {
        return machines[position];
    }

    /** What the machine at a position runs, one at least. */
    int count(int position) {
        return counts[position];
    }

    /** How many containers run at all. */
    int placed() {
        int sum = 0;
        for (int count : counts) {
            sum += count;
        }
        return sum;
    }

    /** How many containers a machine runs. */
    int on(int machine) {
        int position = position(machine);
        return position < 0 ? 0 : counts[position];
    }

    /** With {@code change} more containers on a machine, or fewer: what results isn't negative. */
    Spread plus(int machine, int change) {
        int position = position(machine);
        if (position >= 0 && counts[position] + change != 0) {
            int[] changed = counts.clone();
            changed[position] += change;
            return new Spread(machines, changed);
        }
        if (position < 0 && change == 0) {
            return this;
        }
        int at = position < 0 ? -position - 1 : position;
        int grown = position < 0 ? 1 : -1;
        int[] others = Arrays.copyOf(machines, machines.length + grown);
        int[] changed = Arrays.copyOf(counts, others.length);
        int tail = machines.length - at - (grown < 0 ? 1 : 0);
        System.arraycopy(machines, at + (grown < 0 ? 1 : 0), others, at + (grown > 0 ? 1 : 0), tail);
        System.arraycopy(counts, at + (grown < 0 ? 1 : 0), changed, at + (grown > 0 ? 1 : 0), tail);
        if (grown > 0) {
            others[at] = machine;
            changed[at] = change;
        }
        return new Spread(others, changed);
    }

    /** The machine's position, or, if it isn't there, -1 less the position it would have. */
    private int position(int machine) {
        if (machines.length > FEW) {
            return Arrays.binarySearch(machines, machine);
        }
        for (int i = 0; i < machines.length; i++) {
            if (machines[i] >= machine) {
                return machines[i] == machine ? i : -i - 1;
            }
        }
        return -machines.length - 1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Spread spread
                && Arrays.equals(machines, spread.machines)
                && Arrays.equals(counts, spread.counts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(machines) + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < machines.length; i++) {
            text.append(i == 0 ? "" : " ").append(machines[i]).append(':').append(counts[i]);
        }
        return text.toString();
    }
}
