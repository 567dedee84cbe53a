package dev.kubewasm.placement.affinity.solver;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Which machines to use where not all may be. Each service that few machines could run gets as many of them as its
 * containers need, the others are the largest. A set is judged by packing everything on it; where that leaves something out,
 * machines that could take it are exchanged for others.
 */
final class MachineChoice {
    /** So many sets are packed, unless everything fits on an earlier one. */
    private static final int SETS = 24;
    /** So many of them are worth searching. */
    private static final int BEST = 3;

    private final Instance instance;
    private final Function<BitSet, Instance> restricted;
    private final int most;
    private final int[] bySize;
    private final int[] byChoice;
    private final int[] choices;

    /** A set and the bulk of what was packed on it. */
    private record Judged(BitSet machines, Ledger packed) {}

    private MachineChoice(Instance instance, Function<BitSet, Instance> restricted, int most) {
        this.instance = instance;
        this.restricted = restricted;
        this.most = most;
        Scarcity scarcity = new Scarcity(instance);
        bySize = IntStream.range(0, instance.machines)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(machine -> -scarcity.of(instance.capacity[machine])))
                .mapToInt(Integer::intValue)
                .toArray();
        choices = new int[instance.services];
        for (int s = 0; s < choices.length; s++) {
            int service = s;
            choices[s] = (int) IntStream.range(0, instance.machines)
                    .filter(machine -> instance.couldHold(service, machine))
                    .count();
        }
        byChoice = IntStream.range(0, instance.services)
                .filter(service -> choices[service] < instance.machines)
                .boxed()
                .sorted(Comparator.comparingInt(service -> choices[service]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /**
     * Sets of at most {@code most} machines, the most promising first.
     *
     * @param instance one in which all machines are open
     * @param restricted the same in which those of a set are
     * @param initial where containers are now
     * @param over whether there is no time for more sets
     */
    static List<BitSet> of(
            Instance instance,
            Function<BitSet, Instance> restricted,
            Spread[] initial,
            int most,
            RandomGenerator random,
            BooleanSupplier over) {
        BitSet every = new BitSet();
        every.set(0, instance.machines);
        if (most >= instance.machines) {
            return List.of(every);
        }
        return new MachineChoice(instance, restricted, most).sets(initial, random, over);
    }

    private List<BitSet> sets(Spread[] initial, RandomGenerator random, BooleanSupplier over) {
        List<Judged> judged = new ArrayList<>();
        Set<BitSet> seen = new HashSet<>();
        BitSet next = completed(new BitSet());
        for (int i = 0; i < SETS && (i == 0 || !over.getAsBoolean()); i++) {
            if (seen.add(next)) {
                Judged result = judge(next, random, over);
                if (result.packed().incomplete() == 0) {
                    return List.of(next);
                }
                judged.add(result);
                judged.sort(Comparator.comparingLong(set -> -set.packed().placed()));
            }
            next = exchanged(judged.get(random.nextInt(Math.min(BEST, judged.size()))), random);
        }
        List<BitSet> best = new ArrayList<>();
        judged.stream().limit(BEST).forEach(set -> best.add(set.machines()));
        BitSet used = new BitSet();
        for (Spread spread : initial) {
            for (int i = 0; i < spread.size(); i++) {
                used.set(spread.machine(i));
            }
        }
        if (used.cardinality() <= most) {
            best.add(completed(used));
        }
        return best.stream().distinct().toList();
    }

    private Judged judge(BitSet machines, RandomGenerator random, BooleanSupplier over) {
        Instance part = restricted.apply(machines);
        int[] all = IntStream.range(0, part.services).toArray();
        Ledger ledger = new Ledger(part);
        new Packing(ledger, over).place(all, ledger.spreads(), Packing.Rule.TIGHTEST, 0, random);
        return new Judged(machines, ledger);
    }

    /** With the machines that services with little choice need, and the largest of the others. */
    private BitSet completed(BitSet kept) {
        BitSet chosen = (BitSet) kept.clone();
        Ledger ledger = new Ledger(instance);
        for (int service : byChoice) {
            for (int machine = chosen.nextSetBit(0); machine >= 0; machine = chosen.nextSetBit(machine + 1)) {
                take(ledger, service, machine);
            }
            while (ledger.missing(service) > 0 && chosen.cardinality() < most) {
                int machine = roomiest(ledger, service, chosen);
                if (machine < 0) {
                    break;
                }
                chosen.set(machine);
                take(ledger, service, machine);
            }
        }
        for (int i = 0; i < bySize.length && chosen.cardinality() < most; i++) {
            chosen.set(bySize[i]);
        }
        return chosen;
    }

    private static void take(Ledger ledger, int service, int machine) {
        int amount = Math.min(ledger.missing(service), ledger.takes(service, machine));
        if (amount > 0) {
            ledger.add(service, machine, amount);
        }
    }

    /** The machine not chosen that takes most of what is missing of a service, the largest of those; -1 for none. */
    private int roomiest(Ledger ledger, int service, BitSet chosen) {
        int best = -1;
        int mostTaken = 0;
        for (int machine : bySize) {
            if (!chosen.get(machine)) {
                int taken = Math.min(ledger.missing(service), ledger.takes(service, machine));
                if (taken > mostTaken) {
                    mostTaken = taken;
                    best = machine;
                }
            }
        }
        return best;
    }

    /** With a machine that could take what was left out, or any, in the place of one that was chosen. */
    private BitSet exchanged(Judged set, RandomGenerator random) {
        BitSet machines = (BitSet) set.machines().clone();
        int service = set.packed().incomplete(random.nextInt(set.packed().incomplete()));
        int[] others = IntStream.range(0, instance.machines)
                .filter(machine -> !machines.get(machine) && instance.couldHold(service, machine))
                .toArray();
        int[] chosen = machines.stream().toArray();
        int leaving = leastUsed(set.packed(), chosen, random);
        machines.clear(leaving);
        if (others.length > 0) {
            machines.set(others[random.nextInt(others.length)]);
        }
        return completed(machines);
    }

    /** Of two machines drawn at random the one that runs fewer services. */
    private static int leastUsed(Ledger packed, int[] chosen, RandomGenerator random) {
        int one = chosen[random.nextInt(chosen.length)];
        int other = chosen[random.nextInt(chosen.length)];
        return packed.residents(one) <= packed.residents(other) ? one : other;
    }
}
