package dev.kubewasm.placement.solver;

import ai.timefold.solver.core.api.domain.solution.ConstraintWeightOverrides;
import ai.timefold.solver.core.api.domain.solution.PlanningEntityCollectionProperty;
import ai.timefold.solver.core.api.domain.solution.PlanningScore;
import ai.timefold.solver.core.api.domain.solution.PlanningSolution;
import ai.timefold.solver.core.api.domain.solution.ProblemFactCollectionProperty;
import ai.timefold.solver.core.api.domain.valuerange.ValueRangeProvider;
import ai.timefold.solver.core.api.score.HardMediumSoftScore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The planning solution: a problem and a placement of its Pods. */
@PlanningSolution
public class PlacementSolution {
    private @Nullable PlacementProblem problem;
    private ConstraintWeights weighing = ConstraintWeights.DEFAULT;

    @PlanningEntityCollectionProperty
    private List<PodPlacement> pods = List.of();

    private ConstraintWeightOverrides<HardMediumSoftScore> weights = ConstraintWeightOverrides.none();

    @PlanningScore
    private @Nullable HardMediumSoftScore score;

    /** For Timefold, which clones solutions. */
    public PlacementSolution() {}

    PlacementSolution(PlacementProblem problem, ConstraintWeights weights) {
        this.problem = problem;
        this.weighing = weights;
        this.pods = new ArrayList<>(problem.pods().stream()
                .filter(pod -> !pod.candidates().nodes().isEmpty())
                .map(PodPlacement::new)
                .toList());
        Map<String, HardMediumSoftScore> overrides = new HashMap<>();
        weights.bySoftConstraint()
                .forEach((constraint, weight) -> overrides.put(
                        constraint.id(), HardMediumSoftScore.ofSoft(problem.minds(constraint) ? weight : 0)));
        this.weights = ConstraintWeightOverrides.of(overrides);
    }

    PlacementProblem problem() {
        return Objects.requireNonNull(problem, "a solution without its problem");
    }

    ConstraintWeights weighing() {
        return weighing;
    }

    /** The nodes; of these each entity has {@linkplain PodPlacement#getCandidates() its own}. */
    @ValueRangeProvider
    public List<NodeSlot> getNodes() {
        return problem().nodes();
    }

    /** Facts of the problem. */
    @ProblemFactCollectionProperty
    public List<? extends Link> getRequired() {
        return problem().required();
    }

    /** Facts of the problem. */
    @ProblemFactCollectionProperty
    public List<? extends Link> getPreferred() {
        return problem().preferred();
    }

    /** Facts of the problem. */
    @ProblemFactCollectionProperty
    public List<? extends Provision> getProvisions() {
        return problem().provisions();
    }

    /** Facts of the problem. */
    @ProblemFactCollectionProperty
    public List<? extends AffinityEdge> getEdges() {
        return problem().edges();
    }

    /** Facts of the problem. */
    @ProblemFactCollectionProperty
    public List<? extends AffinityEdge.End> getEnds() {
        return problem().ends();
    }

    /** Facts of the problem. */
    @ProblemFactCollectionProperty
    public List<? extends Stranded> getStranded() {
        return problem().stranded();
    }

    /** The weights of the soft constraints. */
    public ConstraintWeightOverrides<HardMediumSoftScore> getWeights() {
        return weights;
    }

    /** Sets the weights of the soft constraints; Timefold asks for a setter where there is a getter. */
    public void setWeights(ConstraintWeightOverrides<HardMediumSoftScore> weights) {
        this.weights = weights;
    }

    /** The entities: the Pods that have a candidate, in the order of their index. */
    public List<PodPlacement> getPods() {
        return pods;
    }

    /** Sets the entities. */
    public void setPods(List<PodPlacement> pods) {
        this.pods = pods;
    }

    /** The score, once calculated. */
    public @Nullable HardMediumSoftScore getScore() {
        return score;
    }

    /** Sets the score. */
    public void setScore(@Nullable HardMediumSoftScore score) {
        this.score = score;
    }
}
