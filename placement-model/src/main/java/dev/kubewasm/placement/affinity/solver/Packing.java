package dev.kubewasm.placement.affinity.solver;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * Places what isn't placed, whatever it talks to: where it was, if there is room, else by a rule, the largest first
 * (those that few machines may run count as larger). What doesn't fit then is made to fit by {@link Repair}.
 */
final class Packing {
    /** Which of the machines that have room is taken. */
    enum Rule {
        /** The one with the least room: takes a look at few machines. */
        TIGHTEST,
        /** The one whose free resources are most nearly in the proportions of the request: looks at all of them. */
        MATCHING
    }

    private static final int FRACTION_BITS = 30;
    private static final int FEW = 20;

    private final Instance instance;
    private final Ledger ledger;
    private final Scarcity scarcity;
    private final MachineOrder order;
    private final BooleanSupplier overdue;

    /**
     * Places what is missing in a ledger.
     *
     * @param overdue whether there is no time left to make fit what doesn't
     */
    Packing(Ledger ledger, BooleanSupplier overdue) {
        this.ledger = ledger;
        this.overdue = overdue;
        instance = ledger.instance();
        scarcity = new Scarcity(instance);
        order = new MachineOrder(ledger, scarcity);
    }

    /**
     * Places what is left of these services; whether all of it is.
     *
     * @param preferred where containers should rather be, by service
     * @param disorder 0 keeps the order of sizes; with more, sizes differ at random by up to that factor
     */
    boolean place(int[] services, Spread[] preferred, Rule rule, double disorder, RandomGenerator random) {
        double[] size = new double[instance.services];
        for (int service : services) {
            size[service] = size(service) * (1 + disorder * random.nextDouble());
        }
        int[] sorted = Arrays.stream(services)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(service -> -size[service])
                        .thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int service : sorted) {
            returnTo(service, preferred[service]);
        }
        boolean all = true;
        for (int service : sorted) {
            switch (rule) {
                case TIGHTEST -> fit(service);
                case MATCHING -> match(service);
            }
            all &= missing(service) == 0;
        }
        return all || (isNearlyAll(sorted) && new Repair(ledger, order, scarcity, overdue).place(sorted));
    }

    /** Whether it is worth while to make the rest fit. */
    private boolean isNearlyAll(int[] services) {
        long missing = 0;
        long wanted = 0;
        for (int service : services) {
            missing += missing(service);
            wanted += instance.count[service];
        }
        return missing <= Math.max(FEW, wanted / 20);
    }

    private int missing(int service) {
        return ledger.missing(service);
    }

    private double size(int service) {
        double part = 0;
        for (int r = 0; r < instance.resources; r++) {
            part = Math.max(part, scarcity.of(r, instance.request[service][r]));
        }
        return part * instance.machines / Math.max(1, instance.allowedMachines(service));
    }

    private void returnTo(int service, Spread spread) {
        int missing = missing(service);
        for (int i = 0; i < spread.size() && missing > 0; i++) {
            int there = ledger.spread(service).on(spread.machine(i));
            int amount = Math.min(Math.min(missing, spread.count(i) - there), ledger.takes(service, spread.machine(i)));
            if (amount > 0) {
                order.add(service, spread.machine(i), amount);
                missing -= amount;
            }
        }
    }

    private void fit(int service) {
        int missing = missing(service);
        MachineOrder.Entry entry = missing > 0 ? order.tightest(service) : null;
        while (entry != null && missing > 0) {
            int amount = Math.min(missing, ledger.takes(service, entry.machine()));
            if (amount > 0) {
                order.add(service, entry.machine(), amount);
                missing -= amount;
            }
            entry = order.after(entry);
        }
    }

    private void match(int service) {
        int missing = missing(service);
        long[] ranked = new long[missing > 0 ? instance.open.length : 0];
        for (int i = 0; i < ranked.length; i++) {
            int machine = instance.open[i];
            ranked[i] = ((long) ((1 - likeness(service, machine)) * (1 << FRACTION_BITS)) << Integer.SIZE) + machine;
        }
        Arrays.sort(ranked);
        for (int i = 0; i < ranked.length && missing > 0; i++) {
            int machine = (int) ranked[i];
            int amount = Math.min(missing, ledger.takes(service, machine));
            if (amount > 0) {
                order.add(service, machine, amount);
                missing -= amount;
            }
        }
    }

    /** The cosine of the angle between a request and what is free on a machine. */
    private double likeness(int service, int machine) {
        double product = 0;
        double requests = 0;
        double frees = 0;
        for (int r = 0; r < instance.resources; r++) {
            double request = scarcity.of(r, instance.request[service][r]);
            double free = scarcity.of(r, Math.max(0, ledger.free(machine, r)));
            product += request * free;
            requests += request * request;
            frees += free * free;
        }
        return product == 0 ? 0 : Math.min(1, product / Math.sqrt(requests * frees));
    }
}
