package dev.kubewasm.runtime.engine.endive.outline;

import dev.kubewasm.runtime.engine.endive.outline.Node.Access;
import dev.kubewasm.runtime.engine.endive.outline.Node.Block;
import dev.kubewasm.runtime.engine.endive.outline.Node.Branch;
import dev.kubewasm.runtime.engine.endive.outline.Node.Joined;
import dev.kubewasm.runtime.engine.endive.outline.Node.Jump;
import dev.kubewasm.runtime.engine.endive.outline.Node.Plain;
import java.util.IdentityHashMap;
import java.util.List;

/** How many bytes of JVM code functions, and parts of them, are compiled to, about. Blocks must not change meanwhile. */
final class Sizes {
    /** Loading zero and storing it. */
    private static final int VARIABLE = 5;

    private static final int BRANCH = 3;
    private static final int SWITCH = 16;
    private static final int SWITCH_CASE = 4;
    /** The look at the interrupt flag before a loop goes on, for one of its branches. */
    private static final int LOOP = 6;

    private final IdentityHashMap<Block, Integer> blocks = new IdentityHashMap<>();

    /** The size of a whole function. */
    static int of(Body body) {
        return VARIABLE * body.locals().size() + 1 + new Sizes().of(body.code());
    }

    /** The size of a sequence. */
    int of(List<Node> sequence) {
        int size = 0;
        for (Node node : sequence) {
            size += of(node);
        }
        return size;
    }

    /** The size of an instruction, or of a block with all that is in it. */
    int of(Node node) {
        return switch (node) {
            case Plain plain -> plain.size();
            case Access access -> access.use().size();
            case Jump jump ->
                jump.branch() == Branch.TABLE
                        ? SWITCH + SWITCH_CASE * jump.targets().size()
                        : BRANCH;
            case Joined joined -> of(joined.nodes());
            case Block block -> {
                Integer known = blocks.get(block);
                int size = known == null ? measure(block) : known;
                blocks.put(block, size);
                yield size;
            }
        };
    }

    private int measure(Block block) {
        int own =
                switch (block.kind()) {
                    case BLOCK -> 0;
                    case LOOP -> LOOP;
                    case IF -> block.otherwise().isEmpty() ? BRANCH : 2 * BRANCH;
                    case TRY -> 30 * (1 + block.catches().size());
                };
        return own + of(block.body()) + of(block.otherwise());
    }
}
