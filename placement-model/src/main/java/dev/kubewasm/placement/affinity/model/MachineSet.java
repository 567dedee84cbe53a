package dev.kubewasm.placement.affinity.model;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The machines that may run a service, by index: any, or a set of them. Immutable. */
public final class MachineSet {
    /** All machines there are. */
    public static final MachineSet ANY = new MachineSet(null);

    private final @Nullable BitSet machines;

    private MachineSet(@Nullable BitSet machines) {
        this.machines = machines;
    }

    /** The machines whose bits are set. */
    public static MachineSet of(BitSet machines) {
        return new MachineSet((BitSet) machines.clone());
    }

    /** Whether it is {@link #ANY}. */
    public boolean isAny() {
        return machines == null;
    }

    /** Whether the machine of that index is in it. */
    public boolean contains(int machine) {
        return machines == null || machines.get(machine);
    }

    /** How many of so many machines are in it. */
    public int size(int machineCount) {
        return machines == null ? machineCount : machines.cardinality();
    }

    /** The largest index in it, -1 for an empty set and for {@link #ANY}. */
    public int largest() {
        return machines == null ? -1 : machines.length() - 1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MachineSet set && java.util.Objects.equals(machines, set.machines);
    }

    @Override
    public int hashCode() {
        return java.util.Objects.hashCode(machines);
    }

    @Override
    public String toString() {
        return machines == null ? "*" : machines.toString();
    }
}
