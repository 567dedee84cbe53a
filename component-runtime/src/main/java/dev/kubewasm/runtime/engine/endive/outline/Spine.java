package dev.kubewasm.runtime.engine.endive.outline;

import dev.kubewasm.runtime.engine.endive.outline.Node.Block;
import dev.kubewasm.runtime.engine.endive.outline.Node.Catch;
import dev.kubewasm.runtime.engine.endive.outline.Node.Kind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * The way from a function's start into ever smaller blocks, always into the largest, as long as there is one that is larger than
 * a piece may be.
 *
 * @param levels the sequences of instructions on the way, the function's own first
 */
record Spine(List<Level> levels) {
    /**
     * A sequence on the way.
     *
     * @param sequence the instructions
     * @param child the position of the block that the way goes on into; the sequence's length in the last level
     * @param boundaries the positions before which the operand stack is as at the start of the block, were it without parameters
     * @param loops in how many loops the sequence is
     * @param handlers where exceptions thrown in it are caught
     */
    record Level(List<Node> sequence, int child, BitSet boundaries, int loops, List<Label> handlers) {
        /** Whether the way goes on into a plain block, at whose end nothing passes but control. */
        boolean isLink() {
            return boundaries.get(child) && ((Block) sequence.get(child)).isPlain();
        }
    }

    /** The way into {@code body}. */
    static Spine of(Body body, Sizes sizes, int largest) {
        List<Level> levels = new ArrayList<>();
        List<Node> sequence = body.code();
        int params = 0;
        int loops = 0;
        List<Label> handlers = List.of();
        while (true) {
            int child = largestBlock(sequence, sizes, largest);
            levels.add(new Level(sequence, child, boundaries(sequence, params), loops, handlers));
            if (child == sequence.size()) {
                return new Spine(List.copyOf(levels));
            }
            Block block = (Block) sequence.get(child);
            boolean first = sizes.of(block.body()) >= sizes.of(block.otherwise());
            sequence = first ? block.body() : block.otherwise();
            params = block.params();
            loops += block.kind() == Kind.LOOP ? 1 : 0;
            handlers = Stream.concat(handlers.stream(), block.catches().stream().map(Catch::target))
                    .toList();
        }
    }

    private static int largestBlock(List<Node> sequence, Sizes sizes, int largest) {
        int found = sequence.size();
        int size = largest;
        for (int i = 0; i < sequence.size(); i++) {
            if (sequence.get(i) instanceof Block block && sizes.of(block) > size) {
                found = i;
                size = sizes.of(block);
            }
        }
        return found;
    }

    private static BitSet boundaries(List<Node> sequence, int params) {
        BitSet boundaries = new BitSet();
        int height = params;
        for (int i = 0; i < sequence.size(); i++) {
            boundaries.set(i, height == 0);
            Node node = sequence.get(i);
            height += node.pushes() - node.pops();
        }
        boolean diverges = !sequence.isEmpty() && sequence.getLast().diverges();
        boundaries.set(sequence.size(), height == 0 || diverges);
        return boundaries;
    }
}
