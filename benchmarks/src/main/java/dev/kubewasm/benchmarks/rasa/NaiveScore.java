package dev.kubewasm.benchmarks.rasa;

import ai.timefold.solver.core.api.score.HardSoftScore;
import ai.timefold.solver.core.api.score.calculator.IncrementalScoreCalculator;
import dev.kubewasm.placement.affinity.model.AffinityProblem;
import dev.kubewasm.placement.affinity.model.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The naive model's score: hard, what machines are overloaded by in billionths of the largest; soft, gained affinity. */
public final class NaiveScore implements IncrementalScoreCalculator<NaiveSolution, HardSoftScore> {
    private static final double UNIT = 1e9;
    private static final double WHOLE = 1e15;

    private record Edge(int neighbour, double weight) {}

    private @Nullable AffinityProblem problem;
    private List<List<Edge>> edges = List.of();
    private double[] largest = {};
    private double[][] free = {};
    private int[][] counts = {};
    private double gained;
    private double overload;
    private long forbidden;

    /** For Timefold. */
    public NaiveScore() {}

    @Override
    public void resetWorkingSolution(NaiveSolution solution) {
        AffinityProblem facts = solution.problem();
        problem = facts;
        edges = new ArrayList<>();
        facts.services().forEach(service -> edges.add(new ArrayList<>()));
        double total = facts.totalTraffic();
        for (Traffic edge : facts.traffic()) {
            if (facts.services().get(edge.first()).size() == 0
                    || facts.services().get(edge.second()).size() == 0) {
                continue;
            }
            edges.get(edge.first()).add(new Edge(edge.second(), edge.weight() / total));
            edges.get(edge.second()).add(new Edge(edge.first(), edge.weight() / total));
        }
        free = facts.machines().stream()
                .map(machine -> machine.capacity().stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray())
                .toArray(double[][]::new);
        largest = new double[facts.resources().size()];
        for (double[] capacity : free) {
            for (int r = 0; r < largest.length; r++) {
                largest[r] = Math.max(largest[r], capacity[r]);
            }
        }
        counts = new int[facts.services().size()][free.length];
        gained = 0;
        overload = 0;
        forbidden = 0;
        for (NaiveContainer container : solution.getContainers()) {
            change(container, 1);
        }
    }

    @Override
    public void beforeVariableChanged(Object entity, String variable) {
        change((NaiveContainer) entity, -1);
    }

    @Override
    public void afterVariableChanged(Object entity, String variable) {
        change((NaiveContainer) entity, 1);
    }

    @Override
    public HardSoftScore calculateScore() {
        return HardSoftScore.of(-Math.round(overload * UNIT) - forbidden, Math.round(gained * WHOLE));
    }

    private void change(NaiveContainer container, int change) {
        Integer machine = container.getMachine();
        if (machine == null) {
            return;
        }
        AffinityProblem facts = Objects.requireNonNull(problem);
        int service = container.service();
        int before = counts[service][machine];
        counts[service][machine] = before + change;
        for (int r = 0; r < largest.length; r++) {
            double was = free[machine][r];
            double is = was - change * facts.services().get(service).request().get(r);
            free[machine][r] = is;
            overload += (Math.max(0, -is) - Math.max(0, -was)) / Math.max(largest[r], Double.MIN_NORMAL);
        }
        if (!facts.services().get(service).machines().contains(machine)) {
            forbidden += change * (long) UNIT;
        }
        double size = facts.services().get(service).size();
        for (Edge edge : edges.get(service)) {
            double share = counts[edge.neighbour()][machine]
                    / (double) facts.services().get(edge.neighbour()).size();
            gained += edge.weight() * (Math.min((before + change) / size, share) - Math.min(before / size, share));
        }
    }
}
