package dev.kubewasm.placement.affinity.solver;

import dev.kubewasm.placement.affinity.model.AffinityProblem;
import dev.kubewasm.placement.affinity.model.AffinityService;
import dev.kubewasm.placement.affinity.model.AntiAffinity;
import dev.kubewasm.placement.affinity.model.MachineSet;
import dev.kubewasm.placement.affinity.model.Traffic;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A problem in the integers that the search reckons with, so that a score is the same however it was come by.
 * Amounts are in units of 2^-43 of the largest machine, requests rounded up, capacities raised by half the tolerance that
 * audits allow. An edge's weight is what one unit of {@code x(a,m) n(b)} beside {@code x(b,m) n(a)} gains, where all traffic is 2^60.
 */
final class Instance {
    /** The gained affinity of a placement that keeps all that talk together. */
    static final double WHOLE = 0x1p60;

    /** More containers of one service would overflow the products of counts and amounts. */
    static final int MAX_CONTAINERS = 1 << 18;

    private static final double LARGEST_MACHINE = 0x1p43;
    private static final double TOO_LARGE = 0x1p44;
    private static final double AVERAGE_MACHINE = 0x1p20;
    private static final double TOLERANCE = 5e-10;

    final int services;
    final int machines;
    final int resources;
    /** The number of containers, by service. */
    final int[] count;
    /** What a container takes, by service and resource. */
    final long[][] request;
    /** What a container counts while it isn't placed, by service: its size, in 2^-20 of an average machine. */
    final long[] bulk;
    /** By machine and resource. */
    final long[][] capacity;
    /** The services that a service talks to, those of the largest traffic first. */
    final int[][] neighbours;
    /** The weight of a service's edges, in the order of {@link #neighbours}. */
    final long[][] weights;
    /** The rules that name a service. */
    final int[][] rules;
    /** The services that a rule names. */
    final int[][] ruled;

    /** The machines that may be used, ascending. */
    final int[] open;

    private final boolean[] isOpen;
    private final MachineSet[] allowed;

    private record Edge(int neighbour, double share) {}

    /** A problem of which only some machines may be used. */
    Instance(AffinityProblem problem, BitSet usable) {
        open = usable.stream().toArray();
        isOpen = new boolean[problem.machines().size()];
        for (int machine : open) {
            isOpen[machine] = true;
        }
        services = problem.services().size();
        machines = problem.machines().size();
        resources = problem.resources().size();
        count = new int[services];
        request = new long[services][resources];
        capacity = new long[machines][resources];
        allowed = new MachineSet[services];
        for (int s = 0; s < services; s++) {
            AffinityService service = problem.services().get(s);
            if (service.size() > MAX_CONTAINERS) {
                throw new IllegalArgumentException(
                        "service " + service.name() + " has more than " + MAX_CONTAINERS + " containers");
            }
            count[s] = service.size();
            allowed[s] = service.machines();
        }
        for (int r = 0; r < resources; r++) {
            scale(problem, r);
        }
        neighbours = new int[services][];
        weights = new long[services][];
        edges(problem);
        ruled = problem.antiAffinity().stream()
                .map(rule ->
                        rule.services().stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
        rules = rules(problem.antiAffinity());
        bulk = bulk();
    }

    private long[] bulk() {
        Scarcity scarcity = new Scarcity(this);
        long[] sizes = new long[services];
        for (int s = 0; s < services; s++) {
            sizes[s] = 1 + (long) Math.min(AVERAGE_MACHINE, scarcity.of(request[s]) * AVERAGE_MACHINE);
        }
        return sizes;
    }

    /** Whether a machine may run a service's containers at all, room apart. */
    boolean allows(int service, int machine) {
        return isOpen[machine] && allowed[service].contains(machine);
    }

    /** Whether a machine may run a service's containers, and could hold one if it were empty. */
    boolean couldHold(int service, int machine) {
        for (int r = 0; r < resources; r++) {
            if (request[service][r] > capacity[machine][r]) {
                return false;
            }
        }
        return allows(service, machine);
    }

    /** How many machines permit a service, whether they may be used or not. */
    int allowedMachines(int service) {
        return allowed[service].size(machines);
    }

    /** Whether it talks to any other service. */
    boolean talks(int service) {
        return neighbours[service].length > 0;
    }

    private void scale(AffinityProblem problem, int r) {
        double largest = problem.machines().stream()
                .mapToDouble(machine -> machine.capacity().get(r))
                .max()
                .orElse(0);
        double unit = largest > 0 ? LARGEST_MACHINE / largest : 1;
        for (int m = 0; m < machines; m++) {
            capacity[m][r] = (long) (problem.machines().get(m).capacity().get(r) * unit * (1 + TOLERANCE));
        }
        for (int s = 0; s < services; s++) {
            double amount = problem.services().get(s).request().get(r);
            // What no machine could hold must not overflow; what is taken must never be rounded to nothing.
            request[s][r] = (long) Math.min(TOO_LARGE, Math.ceil(amount * unit));
            if (request[s][r] == 0 && amount > 0) {
                request[s][r] = 1;
            }
        }
    }

    private void edges(AffinityProblem problem) {
        List<Map<Integer, Double>> shares = new ArrayList<>();
        for (int s = 0; s < services; s++) {
            shares.add(new TreeMap<>());
        }
        double total = problem.totalTraffic();
        for (Traffic edge : problem.traffic()) {
            if (edge.weight() > 0) {
                shares.get(edge.first()).merge(edge.second(), edge.weight() / total, Double::sum);
                shares.get(edge.second()).merge(edge.first(), edge.weight() / total, Double::sum);
            }
        }
        for (int s = 0; s < services; s++) {
            int service = s;
            List<Edge> edges = new ArrayList<>();
            shares.get(s).forEach((neighbour, share) -> {
                if (count[service] > 0 && count[neighbour] > 0) {
                    edges.add(new Edge(neighbour, share));
                }
            });
            edges.sort(Comparator.comparingDouble(Edge::share).reversed().thenComparingInt(Edge::neighbour));
            neighbours[s] = edges.stream().mapToInt(Edge::neighbour).toArray();
            weights[s] = edges.stream()
                    .mapToLong(
                            edge -> (long) (edge.share() * WHOLE / ((double) count[service] * count[edge.neighbour()])))
                    .toArray();
        }
    }

    private int[][] rules(List<AntiAffinity> all) {
        List<List<Integer>> byService = new ArrayList<>();
        for (int s = 0; s < services; s++) {
            byService.add(new ArrayList<>());
        }
        for (int rule = 0; rule < all.size(); rule++) {
            for (int service : all.get(rule).services()) {
                byService.get(service).add(rule);
            }
        }
        return byService.stream()
                .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
    }
}
