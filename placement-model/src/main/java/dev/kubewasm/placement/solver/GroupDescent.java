package dev.kubewasm.placement.solver;

import ai.timefold.solver.core.api.solver.phase.PhaseCommand;
import ai.timefold.solver.core.api.solver.phase.PhaseCommandContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Third command of Timefold's first phase: improves the start of a batch. First what links tie together on a node is moved as
 * one: a group goes to another node, or to the node of another group that goes elsewhere in turn; where that goes back, the
 * two are swapped. Then what has come together is grouped anew, until no such move betters anything, and {@link BatchSearch}
 * goes on from there. What moves gain is worked out in plain arrays, exactly; Timefold's score confirms what comes of it.
 * Deterministic for a seed.
 */
public final class GroupDescent implements PhaseCommand<PlacementSolution> {
    /** With more Pods than this every group against every other costs more than it gains. */
    static final int MANY_PODS = 256;

    /** A cap: few batches take more than five passes over their groups. */
    private static final int MAX_PASSES = 12;

    /** A cap on how often the Pods are grouped anew. */
    private static final int MAX_ROUNDS = 8;

    private final long seed;

    /** One whose random choices depend on {@code seed}. */
    public GroupDescent(long seed) {
        this.seed = seed;
    }

    @Override
    public void changeWorkingSolution(PhaseCommandContext<PlacementSolution> context) {
        PlacementSolution solution = context.getWorkingSolution();
        if (solution.getPods().size() > MANY_PODS) {
            return;
        }
        PodWishes wishes = new PodWishes(solution);
        PodLinks links = new PodLinks(solution.problem());
        Rearrangement arrangement = new Rearrangement(context);
        List<List<PodPlacement>> groups = LinkGroups.of(solution, links);
        GroupLoads loads = new GroupLoads(solution, groups, wishes);
        new Descent(loads).run();
        for (int round = 1; round < MAX_ROUNDS && arrangement.take(loads.placement()); round++) {
            // Who came together goes on together, who is left by its replica's other consumers is free of them.
            List<List<PodPlacement>> before = groups;
            groups = LinkGroups.of(solution, links);
            if (groups.equals(before)) {
                break;
            }
            loads = new GroupLoads(solution, groups, wishes);
            new Descent(loads).run();
        }
        Batch batch = new Batch(solution, loads, wishes, links);
        if (batch.pods().size() > 1) {
            arrangement.take(
                    new BatchSearch(batch, seed).run(-arrangement.score().softScore()));
        }
    }

    /** A move: a group to a node, and if there is another group in the way, that one to its own new node. */
    private record Step(int group, int node, int other, int otherNode) {}

    private static final class Descent {
        private final GroupLoads loads;

        Descent(GroupLoads loads) {
            this.loads = loads;
        }

        void run() {
            boolean improved = true;
            for (int pass = 0; improved && pass < MAX_PASSES; pass++) {
                improved = false;
                for (int group = 0; group < loads.groups(); group++) {
                    improved |= improve(group);
                }
            }
        }

        /** Takes the best step of a group, if one betters anything. */
        private boolean improve(int group) {
            @Nullable Step step = best(group);
            if (step == null) {
                return false;
            }
            if (step.other() >= 0) {
                loads.move(step.other(), step.otherNode());
            }
            loads.move(step.group(), step.node());
            return true;
        }

        private @Nullable Step best(int group) {
            long least = 0;
            @Nullable Step best = null;
            for (int[] nodes : List.of(loads.alternatives(group), loads.tiedNodes(group))) {
                for (int node : nodes) {
                    long change = loads.change(group, node);
                    if (change < least) {
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
                    if (change < least) {
                        least = change;
                        best = new Step(group, node, other, wayOut);
                    }
                }
            }
            return best;
        }
    }
}
