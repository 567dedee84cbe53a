package dev.kubewasm.placement.affinity.solver;

import java.util.Arrays;
import java.util.Comparator;
import java.util.random.RandomGenerator;

/**
 * Places what isn't placed, whatever it talks to: where it was, if there is room, else by best fit, the largest first
 * (those that few machines may run count as larger). What doesn't fit then is made to fit by {@link Repair}.
 */
final class Packing {
    private final Instance instance;
    private final Ledger ledger;
    private final Scarcity scarcity;
    private final MachineOrder order;

    Packing(Ledger ledger) {
        this.ledger = ledger;
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
    boolean place(int[] services, Spread[] preferred, double disorder, RandomGenerator random) {
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
            fit(service);
            all &= missing(service) == 0;
        }
        return all || new Repair(ledger, order, scarcity).place(sorted);
    }

    private int missing(int service) {
        return instance.count[service] - ledger.spread(service).placed();
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
            int amount = Math.min(
                    Math.min(missing, spread.count(i) - there), ledger.takes(service, spread.machine(i)));
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
}
