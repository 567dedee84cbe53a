package dev.kubewasm.runtime.engine.endive.outline;

import dev.kubewasm.runtime.engine.endive.outline.Node.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A part of a function that can be a function of its own: it takes and leaves nothing on the operand stack.
 *
 * <p>Most are a run of instructions: one arm. A {@code switch} is compiled to blocks in blocks around a {@code br_table}, and the
 * code of its cases stands after their ends:
 *
 * <pre>{@code
 * block $b
 *   block $a
 *     br_table $a $b
 *   end
 *   arm a
 * end
 * arm b
 * }</pre>
 *
 * A region of several such arms can be entered at each of them; from the end of an arm it goes on to the next.
 *
 * @param arms the arms, the innermost first. All but the first start after the block in which the one before is the end.
 * @param size bytes of JVM code, about
 * @param loops in how many loops it is
 * @param handlers where exceptions thrown in it are caught by blocks around it
 */
record Region(List<Arm> arms, int size, int loops, List<Label> handlers) {
    Region {
        arms = List.copyOf(arms);
    }

    /** The instructions of {@code sequence} at positions from {@code from} to before {@code to}. */
    record Arm(List<Node> sequence, int from, int to) {
        List<Node> nodes() {
            return sequence.subList(from, to);
        }

        boolean isEmpty() {
            return from == to;
        }
    }

    /** A region of one arm. */
    static Region of(Arm arm, int size, int loops, List<Label> handlers) {
        return new Region(List.of(arm), size, loops, handlers);
    }

    /** The block that ends with arm {@code i}, which isn't the last. */
    private Block around(int i) {
        Arm next = arms.get(i + 1);
        return (Block) next.sequence().get(next.from() - 1);
    }

    /** The label whose branches within the region go to the start of arm {@code i}; the first arm has none. */
    Optional<Label> entry(int i) {
        return i == 0 ? Optional.empty() : Optional.of(around(i - 1).label());
    }

    /** Whether the instruction after it can be reached from its end. */
    boolean fallsThrough() {
        Arm last = arms.getLast();
        return last.isEmpty() || !last.sequence().get(last.to() - 1).diverges();
    }

    /** The numbers of the arms with instructions in them: where it is entered. */
    List<Integer> entries() {
        List<Integer> entries = new ArrayList<>();
        for (int i = 0; i < arms.size(); i++) {
            if (!arms.get(i).isEmpty()) {
                entries.add(i);
            }
        }
        return entries;
    }
}
