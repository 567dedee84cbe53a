package dev.kubewasm.placement.solver;

import ai.timefold.solver.core.api.score.HardMediumSoftScore;
import ai.timefold.solver.core.api.solver.phase.PhaseCommand;
import ai.timefold.solver.core.api.solver.phase.PhaseCommandContext;
import dev.kubewasm.placement.solver.AssignMove.Assignment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Third command of Timefold's first phase: improves the start of a batch, moving what links tie together on a node as
 * one. A group goes to another node, or to the node of another group that goes elsewhere in turn; where that goes back, the
 * two are swapped. Then what has come together is grouped anew. What a move gains is estimated by {@link GroupLoads}, in plain arrays; of those that promise
 * something Timefold's score decides. Ends at a placement that no such move betters. Deterministic.
 */
public final class GroupDescent implements PhaseCommand<PlacementSolution> {
    /** With more Pods than this every group against every other costs more than it gains. */
    static final int MANY_PODS = 256;

    /** A cap: few batches take more than five passes over their groups. */
    private static final int MAX_PASSES = 12;

    /** A cap on how often the Pods are grouped anew. */
    private static final int MAX_ROUNDS = 8;

    /** So many steps that promised something and kept nothing end it: those that break a required link promise too much. */
    private static final int MAX_REFUSED = 100;

    /** For Timefold. */
    public GroupDescent() {}

    @Override
    public void changeWorkingSolution(PhaseCommandContext<PlacementSolution> context) {
        PlacementSolution solution = context.getWorkingSolution();
        if (solution.getPods().size() > MANY_PODS) {
            return;
        }
        PodLinks links = new PodLinks(solution.problem());
        List<List<PodPlacement>> before = List.of();
        List<List<PodPlacement>> groups = LinkGroups.of(solution, links);
        for (int round = 0; round < MAX_ROUNDS && !groups.equals(before); round++) {
            new Descent(context, new GroupLoads(solution, groups)).run();
            // Who came together goes on together, who is left by its replica's other consumers is free of them.
            before = groups;
            groups = LinkGroups.of(solution, links);
        }
    }

    /** A move: a group to a node, and if there is another group in the way, that one to its own new node. */
    private record Step(int group, int node, int other, int otherNode) {}

    private static final class Descent {
        private final PhaseCommandContext<PlacementSolution> context;
        private final GroupLoads loads;
        private final Set<Step> refused = new HashSet<>();
        private int refusals;
        private HardMediumSoftScore score;

        Descent(PhaseCommandContext<PlacementSolution> context, GroupLoads loads) {
            this.context = context;
            this.loads = loads;
            this.score = context.executeAndCalculateScore(new AssignMove(List.of()));
        }

        void run() {
            boolean improved = true;
            for (int pass = 0; improved && pass < MAX_PASSES; pass++) {
                improved = false;
                for (int group = 0; group < loads.groups() && refusals < MAX_REFUSED; group++) {
                    improved |= improve(group);
                }
            }
        }

        /** Takes the best step of a group that Timefold finds better, if there is one. */
        private boolean improve(int group) {
            for (@Nullable Step step = best(group); step != null && refusals < MAX_REFUSED; step = best(group)) {
                int from = loads.nodeOf(group);
                Step back = new Step(group, from, step.other(), step.node());
                HardMediumSoftScore after = context.executeAndCalculateScore(move(step));
                take(step);
                if (after.compareTo(score) > 0) {
                    score = after;
                    refused.clear();
                    return true;
                }
                context.execute(move(back));
                take(back);
                refused.add(step);
                refusals++;
            }
            return false;
        }

        private @Nullable Step best(int group) {
            long least = 0;
            @Nullable Step best = null;
            for (int[] nodes : List.of(loads.alternatives(group), loads.tiedNodes(group))) {
                for (int node : nodes) {
                    long change = loads.change(group, node);
                    if (change < least && !refused.contains(new Step(group, node, -1, -1))) {
                        least = change;
                        best = new Step(group, node, -1, -1);
                    }
                }
            }
            for (int other = 0; other < loads.groups(); other++) {
                if (!loads.mayReplace(group, other)) {
                    continue;
                }
                int node = loads.nodeOf(other);
                for (int wayOut : loads.waysOut(other, loads.nodeOf(group))) {
                    long change = loads.change(group, other, wayOut);
                    if (change < least && !refused.contains(new Step(group, node, other, wayOut))) {
                        least = change;
                        best = new Step(group, node, other, wayOut);
                    }
                }
            }
            return best;
        }

        private void take(Step step) {
            if (step.other() >= 0) {
                loads.move(step.other(), step.otherNode());
            }
            loads.move(step.group(), step.node());
        }

        private AssignMove move(Step step) {
            List<Assignment> assignments = new ArrayList<>();
            loads.pods(step.group()).forEach(pod -> assignments.add(new Assignment(pod, loads.node(step.node()))));
            if (step.other() >= 0) {
                loads.pods(step.other())
                        .forEach(pod -> assignments.add(new Assignment(pod, loads.node(step.otherNode()))));
            }
            return new AssignMove(assignments);
        }
    }
}
