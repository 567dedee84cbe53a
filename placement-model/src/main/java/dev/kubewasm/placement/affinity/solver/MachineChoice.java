package dev.kubewasm.placement.affinity.solver;

import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Which machines to use where not all may be: sets worth trying, the most promising first. */
final class MachineChoice {
    private MachineChoice() {}

    /**
     * Sets of at most {@code most} machines.
     *
     * @param instance one in which all machines are open
     * @param initial where containers are now
     */
    static List<BitSet> of(Instance instance, Spread[] initial, int most) {
        BitSet every = new BitSet();
        every.set(0, instance.machines);
        if (most >= instance.machines) {
            return List.of(every);
        }
        Scarcity scarcity = new Scarcity(instance);
        int[] bySize = IntStream.range(0, instance.machines)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(machine -> -scarcity.of(instance.capacity[machine])))
                .mapToInt(Integer::intValue)
                .toArray();
        BitSet used = new BitSet();
        for (Spread spread : initial) {
            for (int i = 0; i < spread.size(); i++) {
                used.set(spread.machine(i));
            }
        }
        BitSet largest = largest(instance, bySize, most, new BitSet());
        return used.cardinality() <= most ? List.of(largest, largest(instance, bySize, most, used)) : List.of(largest);
    }

    /** Those kept, one at least for each service that few machines may run, and the largest of the others. */
    private static BitSet largest(Instance instance, int[] bySize, int most, BitSet kept) {
        BitSet chosen = (BitSet) kept.clone();
        IntStream.range(0, instance.services)
                .boxed()
                .sorted(Comparator.comparingInt(instance::allowedMachines))
                .takeWhile(service -> instance.allowedMachines(service) < instance.machines)
                .forEach(service -> {
                    int machine = firstFor(instance, bySize, service, chosen);
                    if (machine >= 0 && chosen.cardinality() < most) {
                        chosen.set(machine);
                    }
                });
        for (int i = 0; i < bySize.length && chosen.cardinality() < most; i++) {
            chosen.set(bySize[i]);
        }
        return chosen;
    }

    /** The largest machine that a service may use; -1 if one is chosen already, or there is none. */
    private static int firstFor(Instance instance, int[] bySize, int service, BitSet chosen) {
        int first = -1;
        for (int machine : bySize) {
            if (instance.allows(service, machine)) {
                if (chosen.get(machine)) {
                    return -1;
                }
                first = first < 0 ? machine : first;
            }
        }
        return first;
    }
}
