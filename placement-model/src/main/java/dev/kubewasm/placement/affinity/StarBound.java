package dev.kubewasm.placement.affinity;

import dev.kubewasm.placement.affinity.audit.AffinityAuditor;
import dev.kubewasm.placement.affinity.model.AffinityMachine;
import dev.kubewasm.placement.affinity.model.AffinityProblem;
import dev.kubewasm.placement.affinity.model.AffinityService;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a service and those that it talks to gain at most, if it had the machines to itself and them: its containers are divided
 * among machines, and on each its neighbours compete for what it leaves of the roomiest one. A neighbour's containers may be cut
 * for that, which only lets it gain more.
 */
final class StarBound {
    /** More than the auditor tolerates, so that rounding here takes nothing from the bound. */
    static final double TOLERANCE = 1 + 2 * AffinityAuditor.TOLERANCE;

    private final AffinityService hub;
    private final List<AffinityService> neighbours;
    private final double[] roomiest;

    /** @param neighbours each once */
    StarBound(AffinityProblem problem, AffinityService hub, List<AffinityService> neighbours) {
        this.hub = hub;
        this.neighbours = List.copyOf(neighbours);
        this.roomiest = new double[problem.resources().size()];
        for (int m = 0; m < problem.machines().size(); m++) {
            if (hub.machines().contains(m)) {
                AffinityMachine machine = problem.machines().get(m);
                for (int r = 0; r < roomiest.length; r++) {
                    roomiest[r] = Math.max(roomiest[r], machine.capacity().get(r) * TOLERANCE);
                }
            }
        }
    }

    /**
     * What the best way to divide the service gains, for so much traffic to each neighbour.
     *
     * @param shares zeros, set to what is gained of each neighbour's traffic, 0 to 1
     */
    double best(double[] traffic, double[] shares) {
        int size = hub.size();
        List<int[]> orders = new ArrayList<>();
        for (int r = 0; r < roomiest.length; r++) {
            orders.add(densest(traffic, r));
        }
        double[] part = new double[size + 1];
        for (int j = 1; j <= size; j++) {
            part[j] = part(traffic, orders, j, new double[neighbours.size()]);
        }
        double[] best = new double[size + 1];
        int[] last = new int[size + 1];
        for (int n = 1; n <= size; n++) {
            best[n] = best[n - 1];
            for (int j = 1; j <= n; j++) {
                if (best[n - j] + part[j] > best[n]) {
                    best[n] = best[n - j] + part[j];
                    last[n] = j;
                }
            }
        }
        for (int n = size; n > 0; n -= Math.max(1, last[n])) {
            if (last[n] > 0) {
                part(traffic, orders, last[n], shares);
            }
        }
        return best[size];
    }

    /** The neighbours by how much they gain for what they take of a resource, the most first. */
    private int[] densest(double[] traffic, int resource) {
        Comparator<Integer> byCost =
                Comparator.comparingDouble(n -> cost(n, resource) / Math.max(traffic[n], Double.MIN_NORMAL));
        List<Integer> order = new ArrayList<>();
        for (int n = 0; n < neighbours.size(); n++) {
            order.add(n);
        }
        order.sort(byCost);
        return order.stream().mapToInt(Integer::intValue).toArray();
    }

    /** What all containers of a neighbour take. */
    private double cost(int neighbour, int resource) {
        AffinityService service = neighbours.get(neighbour);
        return service.size() * service.request().get(resource);
    }

    /**
     * What a machine with so many of the service's containers gains at most, by the resource that allows the least.
     *
     * @param shares what each neighbour gains is added to them
     */
    private double part(double[] traffic, List<int[]> orders, int containers, double[] shares) {
        int tightest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int r = 0; r < roomiest.length; r++) {
            double value = part(traffic, orders.get(r), r, containers, new double[neighbours.size()]);
            if (value < least) {
                least = value;
                tightest = r;
            }
        }
        return part(traffic, orders.get(tightest), tightest, containers, shares);
    }

    private double part(double[] traffic, int[] order, int resource, int containers, double[] shares) {
        double left = roomiest[resource] - containers * hub.request().get(resource);
        if (left < 0) {
            return 0;
        }
        double most = (double) containers / hub.size();
        double value = 0;
        for (int n : order) {
            double whole = cost(n, resource);
            double share = whole * most <= left ? most : left / whole;
            left = Math.max(0, left - whole * share);
            shares[n] += share;
            value += share * traffic[n];
        }
        return value;
    }
}
