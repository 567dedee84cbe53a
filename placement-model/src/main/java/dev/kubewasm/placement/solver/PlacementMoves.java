package dev.kubewasm.placement.solver;

import ai.timefold.solver.core.impl.heuristic.selector.move.factory.MoveIteratorFactory;
import ai.timefold.solver.core.impl.score.director.ScoreDirector;
import dev.kubewasm.placement.solver.AssignMove.Assignment;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The moves of local search. Besides changing one Pod and swapping two, they move what belongs together at once: a
 * consumer with the providers its new node lacks, all linked Pods of a node, two such groups against each other.
 */
public final class PlacementMoves implements MoveIteratorFactory<PlacementSolution, AssignMove> {
    private static final int ATTEMPTS = 16;

    private @Nullable Placements placements;

    /** For Timefold. */
    public PlacementMoves() {}

    @Override
    public void phaseStarted(ScoreDirector<PlacementSolution> director) {
        placements = new Placements(director.getWorkingSolution());
    }

    @Override
    public void phaseEnded(ScoreDirector<PlacementSolution> director) {
        placements = null;
    }

    @Override
    public long getSize(ScoreDirector<PlacementSolution> director) {
        long size = 0;
        for (PodPlacement pod : director.getWorkingSolution().getPods()) {
            size += pod.getCandidates().size() + 1L;
        }
        return size;
    }

    @Override
    public Iterator<AssignMove> createOriginalMoveIterator(ScoreDirector<PlacementSolution> director) {
        throw new UnsupportedOperationException("placement moves are chosen at random only");
    }

    @Override
    public Iterator<AssignMove> createRandomMoveIterator(
            ScoreDirector<PlacementSolution> director, RandomGenerator random) {
        Placements current = placements != null ? placements : new Placements(director.getWorkingSolution());
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return !current.pods().isEmpty();
            }

            @Override
            public AssignMove next() {
                return PlacementMoves.next(current, random);
            }
        };
    }

    private static AssignMove next(Placements placements, RandomGenerator random) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<AssignMove> move =
                    switch (random.nextInt(placements.few() ? 14 : 10)) {
                        case 10, 11, 12, 13 -> Optional.of(several(placements, random));
                        case 0, 1, 2 -> swap(placements, random);
                        case 3, 4 -> pull(placements, random);
                        case 5 -> carry(placements, random);
                        case 6 -> exchange(placements, random);
                        default -> Optional.of(change(placements, random));
                    };
            if (move.isPresent()) {
                return move.get();
            }
        }
        return change(placements, random);
    }

    /**
     * A Pod to another of its candidates, or, unless it is bound already, away. Always possible: a Pod has at least one
     * candidate, a bound one two.
     */
    private static AssignMove change(Placements placements, RandomGenerator random) {
        PodPlacement pod = any(placements.pods(), random);
        List<NodeSlot> candidates = pod.getCandidates();
        boolean mayStayOut = pod.pod().home().isEmpty();
        if (mayStayOut && pod.getNode() != null && (candidates.size() == 1 || random.nextInt(16) == 0)) {
            return new AssignMove(List.of(new Assignment(pod, null)));
        }
        int chosen = random.nextInt(candidates.size());
        NodeSlot node = candidates.get(chosen);
        if (node == pod.getNode()) {
            node = candidates.get((chosen + 1) % candidates.size());
        }
        return new AssignMove(List.of(new Assignment(pod, node)));
    }

    /** Two or three Pods at once, each anywhere: of a few Pods most such moves can be tried. */
    private static AssignMove several(Placements placements, RandomGenerator random) {
        Map<PodPlacement, Assignment> assignments = new LinkedHashMap<>();
        for (int i = random.nextInt(2, 4); i > 0; i--) {
            change(placements, random).assignments().forEach(change -> assignments.put(change.pod(), change));
        }
        return new AssignMove(List.copyOf(assignments.values()));
    }

    /** Two Pods against each other; one of them may be unplaced. */
    private static Optional<AssignMove> swap(Placements placements, RandomGenerator random) {
        PodPlacement left = any(placements.pods(), random);
        PodPlacement right = any(placements.pods(), random);
        if (left.getNode() == right.getNode() || !may(left, right.getNode()) || !may(right, left.getNode())) {
            return Optional.empty();
        }
        return Optional.of(
                new AssignMove(List.of(new Assignment(left, right.getNode()), new Assignment(right, left.getNode()))));
    }

    /** A consumer and the providers that its new node lacks. */
    private static Optional<AssignMove> pull(Placements placements, RandomGenerator random) {
        if (placements.linked().isEmpty()) {
            return Optional.empty();
        }
        PodPlacement consumer = placements.pod(any(placements.linked(), random));
        NodeSlot node = any(consumer.getCandidates(), random);
        if (node == consumer.getNode()) {
            return Optional.empty();
        }
        return move(placements.group(consumer, node, random), node);
    }

    /** All Pods that links tie together on a node, to another node. */
    private static Optional<AssignMove> carry(Placements placements, RandomGenerator random) {
        if (placements.linked().isEmpty()) {
            return Optional.empty();
        }
        PodPlacement consumer = placements.pod(any(placements.linked(), random));
        NodeSlot node = any(consumer.getCandidates(), random);
        if (node == consumer.getNode()) {
            return Optional.empty();
        }
        List<PodPlacement> component = placements.component(consumer);
        return fits(component, node) ? move(component, node) : Optional.empty();
    }

    /** Two such components against each other; one of them may be unplaced. */
    private static Optional<AssignMove> exchange(Placements placements, RandomGenerator random) {
        PodPlacement left = any(placements.pods(), random);
        PodPlacement right = any(placements.pods(), random);
        @Nullable NodeSlot leftNode = left.getNode();
        @Nullable NodeSlot rightNode = right.getNode();
        if (leftNode == rightNode) {
            return Optional.empty();
        }
        Map<PodPlacement, Assignment> assignments = new LinkedHashMap<>();
        for (PodPlacement pod : placements.component(left)) {
            assignments.put(pod, new Assignment(pod, rightNode));
        }
        for (PodPlacement pod : placements.component(right)) {
            assignments.put(pod, new Assignment(pod, leftNode));
        }
        return checked(List.copyOf(assignments.values()));
    }

    private static Optional<AssignMove> move(List<PodPlacement> pods, NodeSlot node) {
        List<Assignment> assignments = new ArrayList<>();
        for (PodPlacement pod : pods) {
            if (pod.getNode() != node) {
                assignments.add(new Assignment(pod, node));
            }
        }
        return checked(assignments);
    }

    private static Optional<AssignMove> checked(List<Assignment> assignments) {
        boolean allowed = assignments.stream().allMatch(assignment -> may(assignment.pod(), assignment.node()));
        return assignments.isEmpty() || !allowed ? Optional.empty() : Optional.of(new AssignMove(assignments));
    }

    /** Whether they have room on the node if nobody else is placed there. */
    private static boolean fits(List<PodPlacement> pods, NodeSlot node) {
        long[] needed = new long[pods.getFirst().pod().demand().size()];
        pods.forEach(pod -> pod.pod().demand().addTo(needed));
        return node.fits(new Demand(needed));
    }

    private static boolean may(PodPlacement pod, @Nullable NodeSlot node) {
        return node == null || pod.pod().candidates().contains(node);
    }

    private static <T> T any(List<T> list, RandomGenerator random) {
        return list.get(random.nextInt(list.size()));
    }
}
