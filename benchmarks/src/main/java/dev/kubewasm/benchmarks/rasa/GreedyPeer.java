package dev.kubewasm.benchmarks.rasa;

import dev.kubewasm.placement.affinity.model.AffinityProblem;
import dev.kubewasm.placement.affinity.model.AffinityService;
import dev.kubewasm.placement.affinity.model.AntiAffinity;
import dev.kubewasm.placement.affinity.model.ContainerPlacement;
import dev.kubewasm.placement.affinity.model.Traffic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Schedulers that place one container after the other, in the order of the file, and never move one. */
final class GreedyPeer {
    private static final double MAX_NODE_SCORE = 100;
    /** kube-scheduler's default weight of InterPodAffinity; the resource plugins have 1. */
    private static final double AFFINITY_WEIGHT = 2;

    private final AffinityProblem problem;
    private final double[][] free;
    private final int[][] counts;
    private final List<Map<Integer, Double>> neighbours = new ArrayList<>();
    private final Map<String, List<String>> placement = new LinkedHashMap<>();

    private GreedyPeer(AffinityProblem problem) {
        this.problem = problem;
        free = problem.machines().stream()
                .map(machine -> machine.capacity().stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray())
                .toArray(double[][]::new);
        counts = new int[problem.services().size()][free.length];
        problem.services().forEach(service -> neighbours.add(new TreeMap<>()));
        for (Traffic edge : problem.traffic()) {
            neighbours.get(edge.first()).merge(edge.second(), edge.weight(), Double::sum);
            neighbours.get(edge.second()).merge(edge.first(), edge.weight(), Double::sum);
        }
    }

    /** The first machine with room. What fits nowhere is left out, and the audit says so. */
    static ContainerPlacement firstFit(AffinityProblem problem) {
        GreedyPeer peer = new GreedyPeer(problem);
        return peer.place((service, fitting) -> fitting.getFirst());
    }

    /**
     * kube-scheduler's default algorithm: LeastAllocated, BalancedAllocation, and preferred Pod affinity for each edge with
     * its traffic as weight, normalized as kube-scheduler does.
     */
    static ContainerPlacement defaultScheduler(AffinityProblem problem) {
        GreedyPeer peer = new GreedyPeer(problem);
        return peer.place(peer::highestScore);
    }

    private interface Choice {
        int among(int service, List<Integer> fitting);
    }

    private ContainerPlacement place(Choice choice) {
        for (int s = 0; s < problem.services().size(); s++) {
            AffinityService service = problem.services().get(s);
            for (String container : service.containers()) {
                List<Integer> fitting = new ArrayList<>();
                for (int m = 0; m < free.length; m++) {
                    if (fits(s, service, m)) {
                        fitting.add(m);
                    }
                }
                if (!fitting.isEmpty()) {
                    int machine = choice.among(s, fitting);
                    counts[s][machine]++;
                    for (int r = 0; r < free[machine].length; r++) {
                        free[machine][r] -= service.request().get(r);
                    }
                    placement
                            .computeIfAbsent(problem.machines().get(machine).name(), name -> new ArrayList<>())
                            .add(container);
                }
            }
        }
        return new ContainerPlacement(placement);
    }

    private boolean fits(int index, AffinityService service, int machine) {
        for (int r = 0; r < free[machine].length; r++) {
            if (free[machine][r] < service.request().get(r)) {
                return false;
            }
        }
        for (AntiAffinity rule : problem.antiAffinity()) {
            if (rule.services().contains(index)
                    && rule.services().stream().anyMatch(other -> counts[other][machine] > 0)) {
                return false;
            }
        }
        return service.machines().contains(machine);
    }

    private int highestScore(int service, List<Integer> fitting) {
        double[] affinity = fitting.stream()
                .mapToDouble(machine -> affinity(service, machine))
                .toArray();
        double most = 0;
        double least = Double.MAX_VALUE;
        for (double value : affinity) {
            most = Math.max(most, value);
            least = Math.min(least, value);
        }
        int best = fitting.getFirst();
        double highest = -1;
        for (int i = 0; i < affinity.length; i++) {
            double score = allocation(service, fitting.get(i));
            if (most > least) {
                score += AFFINITY_WEIGHT * MAX_NODE_SCORE * (affinity[i] - least) / (most - least);
            }
            if (score > highest) {
                highest = score;
                best = fitting.get(i);
            }
        }
        return best;
    }

    private double affinity(int service, int machine) {
        double sum = 0;
        for (Map.Entry<Integer, Double> neighbour : neighbours.get(service).entrySet()) {
            sum += neighbour.getValue() * counts[neighbour.getKey()][machine];
        }
        return sum;
    }

    private double allocation(int service, int machine) {
        double least = 0;
        double mean = 0;
        double[] used = new double[free[machine].length];
        for (int r = 0; r < used.length; r++) {
            double capacity = problem.machines().get(machine).capacity().get(r);
            double left =
                    free[machine][r] - problem.services().get(service).request().get(r);
            used[r] = capacity > 0 ? 1 - left / capacity : 1;
            least += MAX_NODE_SCORE * (1 - used[r]) / used.length;
            mean += used[r] / used.length;
        }
        double variance = 0;
        for (double part : used) {
            variance += (part - mean) * (part - mean) / used.length;
        }
        return least + MAX_NODE_SCORE * (1 - Math.sqrt(variance));
    }
}
