package dev.kubewasm.placement.solver;

import ai.timefold.solver.core.preview.api.domain.metamodel.PlanningVariableMetaModel;
import ai.timefold.solver.core.preview.api.move.Move;
import ai.timefold.solver.core.preview.api.move.MutableSolutionView;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedCollection;
import org.jspecify.annotations.Nullable;

/** Places, moves or takes away some Pods at once. */
record AssignMove(List<Assignment> assignments) implements Move<PlacementSolution> {
    AssignMove {
        assignments = List.copyOf(assignments);
    }

    /** A Pod and its new node; null takes it away. */
    record Assignment(PodPlacement pod, @Nullable NodeSlot node) {}

    @Override
    public void execute(MutableSolutionView<PlacementSolution> view) {
        PlanningVariableMetaModel<PlacementSolution, PodPlacement, NodeSlot> variable =
                view.getSolutionMetaModel().genuineEntity(PodPlacement.class).basicVariable("node", NodeSlot.class);
        for (Assignment assignment : assignments) {
            view.changeVariable(variable, assignment.pod(), assignment.node());
        }
    }

    @Override
    public SequencedCollection<Object> getPlanningEntities() {
        return new ArrayList<>(assignments.stream().map(Assignment::pod).toList());
    }

    @Override
    public SequencedCollection<Object> getPlanningValues() {
        List<Object> nodes = new ArrayList<>();
        for (Assignment assignment : assignments) {
            if (assignment.node() != null) {
                nodes.add(assignment.node());
            }
        }
        return nodes;
    }
}
