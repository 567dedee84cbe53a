package dev.kubewasm.runtime.engine.endive.outline;

import dev.kubewasm.runtime.engine.endive.outline.Node.Access;
import dev.kubewasm.runtime.engine.endive.outline.Node.Block;
import dev.kubewasm.runtime.engine.endive.outline.Node.Branch;
import dev.kubewasm.runtime.engine.endive.outline.Node.Catch;
import dev.kubewasm.runtime.engine.endive.outline.Node.Joined;
import dev.kubewasm.runtime.engine.endive.outline.Node.Jump;
import dev.kubewasm.runtime.engine.endive.outline.Node.Plain;
import dev.kubewasm.runtime.engine.endive.outline.Node.Use;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which variables of a function still matter where: backward data flow over the tree. What a block leaves to is known before it
 * is walked through, but for loops, whose start is assumed and corrected until it holds.
 *
 * <p>Sets are of {@link Local#id}s.
 */
final class Liveness {
    /** One pass more than loops are nested is enough; code that wants more than these isn't worth the time. */
    private static final int MAX_PASSES = 100;

    private final Map<Label, BitSet> atLabels = new HashMap<>();
    private final IdentityHashMap<List<Node>, @Nullable BitSet[]> before = new IdentityHashMap<>();
    private boolean settled;

    private Liveness(Collection<List<Node>> watched) {
        watched.forEach(sequence -> before.put(sequence, new @Nullable BitSet[sequence.size() + 1]));
    }

    /**
     * Looks at {@code body}.
     *
     * @param watched the sequences in it for which {@link #before} will be asked
     * @return empty if that takes too long
     */
    static Optional<Liveness> of(Body body, Collection<List<Node>> watched) {
        Liveness liveness = new Liveness(watched);
        liveness.atLabels.put(body.label(), new BitSet());
        for (int pass = 0; pass < MAX_PASSES; pass++) {
            liveness.settled = true;
            liveness.walk(body.code(), new BitSet(), new BitSet());
            if (liveness.settled) {
                return Optional.of(liveness);
            }
        }
        return Optional.empty();
    }

    /** The variables that matter before the instruction at {@code position} of a watched sequence. */
    BitSet before(List<Node> sequence, int position) {
        return Objects.requireNonNull(Objects.requireNonNull(before.get(sequence))[position]);
    }

    /** The variables that matter to whoever branches to {@code label}. */
    BitSet at(Label label) {
        return Objects.requireNonNull(atLabels.get(label));
    }

    /**
     * Walks backward through a sequence.
     *
     * @param live what matters after it; when this returns, what matters before
     * @param caught what matters to handlers of exceptions around it
     */
    private void walk(List<Node> sequence, BitSet live, BitSet caught) {
        @Nullable BitSet[] record = before.get(sequence);
        record(record, sequence.size(), live);
        for (int i = sequence.size() - 1; i >= 0; i--) {
            walk(sequence.get(i), live, caught);
            record(record, i, live);
        }
    }

    private static void record(@Nullable BitSet @Nullable [] record, int position, BitSet live) {
        if (record != null) {
            record[position] = (BitSet) live.clone();
        }
    }

    private void walk(Node node, BitSet live, BitSet caught) {
        switch (node) {
            case Plain plain -> {
                if (plain.diverges()) {
                    live.clear();
                }
                live.or(caught);
            }
            case Access access -> live.set(access.local().id(), access.use() == Use.GET);
            case Jump jump -> {
                if (jump.branch() != Branch.IF) {
                    live.clear();
                }
                jump.targets().forEach(target -> live.or(at(target)));
            }
            case Joined joined -> joined.nodes().reversed().forEach(inner -> walk(inner, live, caught));
            case Block block -> walk(block, live, caught);
        }
    }

    private void walk(Block block, BitSet live, BitSet caught) {
        switch (block.kind()) {
            case BLOCK -> {
                atLabels.put(block.label(), (BitSet) live.clone());
                walk(block.body(), live, caught);
            }
            case LOOP -> {
                BitSet start = atLabels.computeIfAbsent(block.label(), label -> new BitSet());
                walk(block.body(), live, caught);
                if (!live.equals(start)) {
                    start.or(live);
                    settled = false;
                }
            }
            case IF -> {
                atLabels.put(block.label(), (BitSet) live.clone());
                BitSet otherwise = (BitSet) live.clone();
                walk(block.otherwise(), otherwise, caught);
                walk(block.body(), live, caught);
                live.or(otherwise);
            }
            case TRY -> {
                atLabels.put(block.label(), (BitSet) live.clone());
                BitSet inside = (BitSet) caught.clone();
                for (Catch clause : block.catches()) {
                    inside.or(at(clause.target()));
                }
                walk(block.body(), live, inside);
                live.or(inside);
            }
        }
    }
}
