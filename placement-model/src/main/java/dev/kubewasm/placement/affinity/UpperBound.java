package dev.kubewasm.placement.affinity;

import dev.kubewasm.placement.affinity.model.AffinityProblem;
import dev.kubewasm.placement.affinity.model.AffinityService;
import dev.kubewasm.placement.affinity.model.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What no placement gains more than. The LP relaxation says nothing: spreading every service over all machines in proportion to
 * their capacity satisfies it, and gains everything, where capacity is left in each resource.
 *
 * <p>So it is a Lagrangian decomposition (Guignard and Kim 1987): the traffic of each edge is divided among three that bound it
 * each by themselves, the stars of its two services ({@link StarBound}) and the edge alone ({@link EdgeBound}). However it is
 * divided, the sum of the bounds holds for every placement; multiplicative subgradient steps make it small. It overlooks that
 * several stars compete for the same machines.
 */
public final class UpperBound {
    private static final int STEPS = 300;
    /** The sum is of many terms. */
    private static final double ROUNDING = 1 + 1e-9;

    private final List<Edge> edges;
    private final List<Star> stars;

    /** An edge between two services, and what it gains at most by itself. */
    private record Edge(double weight, int first, int second, double alone) {}

    /** A service with its edges, in the order of its bound's neighbours. */
    private record Star(StarBound bound, List<Integer> edges) {}

    private UpperBound(AffinityProblem problem) {
        Map<Integer, Map<Integer, Double>> merged = new TreeMap<>();
        for (Traffic edge : problem.traffic()) {
            merged.computeIfAbsent(Math.min(edge.first(), edge.second()), _ -> new TreeMap<>())
                    .merge(Math.max(edge.first(), edge.second()), edge.weight(), Double::sum);
        }
        List<AffinityService> services = problem.services();
        List<List<Integer>> edgesOf = new ArrayList<>();
        List<List<AffinityService>> neighbours = new ArrayList<>();
        services.forEach(_ -> {
            edgesOf.add(new ArrayList<>());
            neighbours.add(new ArrayList<>());
        });
        EdgeBound alone = new EdgeBound(problem);
        this.edges = new ArrayList<>();
        merged.forEach((first, others) -> others.forEach((second, weight) -> {
            edgesOf.get(first).add(edges.size());
            edgesOf.get(second).add(edges.size());
            neighbours.get(first).add(services.get(second));
            neighbours.get(second).add(services.get(first));
            edges.add(new Edge(weight, first, second, alone.of(services.get(first), services.get(second))));
        }));
        this.stars = new ArrayList<>();
        for (int s = 0; s < services.size(); s++) {
            stars.add(new Star(new StarBound(problem, services.get(s), neighbours.get(s)), edgesOf.get(s)));
        }
    }

    /** The bound, 0 to 1. The same problem has the same bound. */
    public static double of(AffinityProblem problem) {
        if (problem.resources().isEmpty()) {
            return 1;
        }
        double total = problem.totalTraffic();
        return total > 0 ? Math.min(1, new UpperBound(problem).least() * ROUNDING / total) : 0;
    }

    private double least() {
        double[][] parts = new double[edges.size()][];
        for (int e = 0; e < parts.length; e++) {
            parts[e] = new double[] {1.0 / 3, 1.0 / 3, 1.0 / 3};
        }
        double least = Double.POSITIVE_INFINITY;
        for (int step = 1; step <= STEPS; step++) {
            double[][] gained = new double[edges.size()][3];
            least = Math.min(least, bound(parts, gained));
            for (int e = 0; e < parts.length; e++) {
                descend(parts[e], gained[e], 2 / Math.sqrt(step));
            }
        }
        return least;
    }

    /** @param gained is set to what each edge gains in each of the three */
    private double bound(double[][] parts, double[][] gained) {
        double sum = 0;
        for (int e = 0; e < parts.length; e++) {
            gained[e][2] = edges.get(e).alone();
            sum += edges.get(e).weight() * parts[e][2] * gained[e][2];
        }
        for (int s = 0; s < stars.size(); s++) {
            Star star = stars.get(s);
            if (star.edges().isEmpty()) {
                continue;
            }
            double[] traffic = new double[star.edges().size()];
            for (int n = 0; n < traffic.length; n++) {
                int e = star.edges().get(n);
                traffic[n] = edges.get(e).weight() * parts[e][end(e, s)];
            }
            double[] shares = new double[traffic.length];
            sum += star.bound().best(traffic, shares);
            for (int n = 0; n < traffic.length; n++) {
                int e = star.edges().get(n);
                gained[e][end(e, s)] = shares[n];
            }
        }
        return sum;
    }

    private int end(int edge, int service) {
        return edges.get(edge).first() == service ? 0 : 1;
    }

    /** Gives more of the traffic to whom it gains less with; parts stay positive, and their sum 1. */
    private static void descend(double[] parts, double[] gained, double rate) {
        double sum = 0;
        for (int i = 0; i < parts.length; i++) {
            parts[i] = Math.max(1e-6, parts[i] * StrictMath.exp(-rate * gained[i]));
            sum += parts[i];
        }
        for (int i = 0; i < parts.length; i++) {
            parts[i] /= sum;
        }
    }
}
