package dev.kubewasm.placement.affinity.solver;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * The constructive start of services that talk: the affinity graph is walked along its heaviest edges, as Prim's
 * algorithm does, and each service goes where those that it talks to are, in their proportions, while there is room;
 * what is left goes to the emptiest machines.
 */
final class Growth {
    private static final int NEIGHBOURS = 8;

    private final Instance instance;
    private final Ledger ledger;
    private final MachineOrder order;
    private final PriorityQueue<Candidate> queue = new PriorityQueue<>(
            Comparator.comparingDouble(Candidate::pull).reversed().thenComparingInt(Candidate::service));
    private final double[] pull;
    private final boolean[] done;

    private record Candidate(int service, double pull) {}

    Growth(Ledger ledger) {
        this.ledger = ledger;
        instance = ledger.instance();
        order = new MachineOrder(ledger, new Scarcity(instance));
        pull = new double[instance.services];
        done = new boolean[instance.services];
    }

    /** Places what it can of these services, which are sorted by the traffic that they begin clusters with. */
    void place(int[] services) {
        for (int service : services) {
            queue.add(new Candidate(service, pull[service]));
            while (!queue.isEmpty()) {
                Candidate next = queue.remove();
                if (!done[next.service()]) {
                    done[next.service()] = true;
                    follow(next.service());
                    spill(next.service());
                    call(next.service());
                }
            }
        }
    }

    /** The traffic of a service. */
    static double traffic(Instance instance, int service) {
        double sum = 0;
        for (int i = 0; i < instance.neighbours[service].length; i++) {
            sum += weight(instance, service, i);
        }
        return sum;
    }

    private static double weight(Instance instance, int service, int edge) {
        return (double) instance.weights[service][edge]
                * instance.count[service]
                * instance.count[instance.neighbours[service][edge]];
    }

    /** Puts the neighbours into the queue, by what they talk with all that is placed. */
    private void call(int service) {
        for (int i = 0; i < instance.neighbours[service].length; i++) {
            int neighbour = instance.neighbours[service][i];
            if (!done[neighbour]) {
                pull[neighbour] += weight(instance, service, i);
                queue.add(new Candidate(neighbour, pull[neighbour]));
            }
        }
    }

    private void follow(int service) {
        for (int i = 0; i < Math.min(NEIGHBOURS, instance.neighbours[service].length); i++) {
            int neighbour = instance.neighbours[service][i];
            Spread spread = ledger.spread(neighbour);
            for (int j = 0; j < spread.size(); j++) {
                int machine = spread.machine(j);
                long share = ((long) spread.count(j) * instance.count[service] + instance.count[neighbour] - 1)
                        / instance.count[neighbour];
                int amount = Math.min((int) share - ledger.spread(service).on(machine), missing(service));
                put(service, machine, amount);
            }
        }
    }

    private void spill(int service) {
        MachineOrder.Entry entry = order.emptiest();
        while (entry != null && missing(service) > 0) {
            put(service, entry.machine(), missing(service));
            entry = order.before(entry);
        }
    }

    private void put(int service, int machine, int wanted) {
        int amount = Math.min(wanted, ledger.takes(service, machine));
        if (amount > 0) {
            order.add(service, machine, amount);
        }
    }

    private int missing(int service) {
        return ledger.missing(service);
    }
}
