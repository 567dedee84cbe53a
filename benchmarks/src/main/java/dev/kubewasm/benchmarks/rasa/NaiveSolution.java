package dev.kubewasm.benchmarks.rasa;

import ai.timefold.solver.core.api.domain.solution.PlanningEntityCollectionProperty;
import ai.timefold.solver.core.api.domain.solution.PlanningScore;
import ai.timefold.solver.core.api.domain.solution.PlanningSolution;
import ai.timefold.solver.core.api.domain.valuerange.ValueRangeProvider;
import ai.timefold.solver.core.api.score.HardSoftScore;
import dev.kubewasm.placement.affinity.model.AffinityProblem;
import dev.kubewasm.placement.affinity.model.ContainerPlacement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The planning solution of the naive model. */
@PlanningSolution
public class NaiveSolution {
    private @Nullable AffinityProblem problem;

    @ValueRangeProvider
    private List<Integer> machines = List.of();

    @PlanningEntityCollectionProperty
    private List<NaiveContainer> containers = new ArrayList<>();

    @PlanningScore
    private @Nullable HardSoftScore score;

    /** For Timefold. */
    public NaiveSolution() {}

    NaiveSolution(AffinityProblem problem) {
        this.problem = problem;
        machines = IntStream.range(0, problem.machines().size()).boxed().toList();
        for (int s = 0; s < problem.services().size(); s++) {
            for (int i = 0; i < problem.services().get(s).size(); i++) {
                containers.add(new NaiveContainer(containers.size(), s));
            }
        }
    }

    AffinityProblem problem() {
        return Objects.requireNonNull(problem);
    }

    /** The machines' indices. */
    public List<Integer> getMachines() {
        return machines;
    }

    /** Sets the machines. */
    public void setMachines(List<Integer> machines) {
        this.machines = machines;
    }

    /** All containers, in the order of the services'. */
    public List<NaiveContainer> getContainers() {
        return containers;
    }

    /** Sets the containers. */
    public void setContainers(List<NaiveContainer> containers) {
        this.containers = containers;
    }

    /** The score. */
    public @Nullable HardSoftScore getScore() {
        return score;
    }

    /** Sets the score. */
    public void setScore(@Nullable HardSoftScore score) {
        this.score = score;
    }

    ContainerPlacement placement() {
        List<String> names = problem().services().stream()
                .flatMap(service -> service.containers().stream())
                .toList();
        Map<String, List<String>> placement = new LinkedHashMap<>();
        for (NaiveContainer container : containers) {
            Integer machine = container.getMachine();
            if (machine != null) {
                placement
                        .computeIfAbsent(problem().machines().get(machine).name(), name -> new ArrayList<>())
                        .add(names.get(container.getIndex()));
            }
        }
        return new ContainerPlacement(placement);
    }
}
