package dev.kubewasm.runtime.engine.endive;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import run.endive.wasm.types.ActiveDataSegment;
import run.endive.wasm.types.DataSegment;
import run.endive.wasm.types.Instruction;
import run.endive.wasm.types.OpCode;

/**
 * What the active data segments of a module make of one of its memories, all zeros before: made once, so that an instance
 * takes a few copies where the module has thousands of segments. Only of segments at constant offsets, and only for the
 * memories that the module defines: what an imported one holds already isn't known.
 */
final class DataImage {
    /** Fewer segments are as good as an image, which takes memory. */
    private static final int MIN_SEGMENTS = 16;
    /** Zeros between two segments that are copied rather than begin another copy. */
    private static final int MAX_GAP = 64;

    private final List<Run> runs;
    private final long end;

    private DataImage(List<Run> runs, long end) {
        this.runs = List.copyOf(runs);
        this.end = end;
    }

    /** Bytes and where they go. */
    private static final class Run {
        private final int start;
        private final byte[] bytes;

        Run(int start, int end) {
            this.start = start;
            this.bytes = new byte[end - start];
        }
    }

    /** A segment and where it begins, in the module's order. */
    private record Placed(long start, ActiveDataSegment segment) {
        long end() {
            return start + segment.data().length;
        }
    }

    /** The image of the memory of that index; empty if there can't be one, or the segments are few. */
    static Optional<DataImage> of(DataSegment[] segments, int memoryIndex) {
        List<Placed> placed = new ArrayList<>();
        for (DataSegment segment : segments) {
            if (segment instanceof ActiveDataSegment active && active.index() == memoryIndex) {
                List<Instruction> offset = active.offsetInstructions();
                boolean constant = offset.getFirst().opcode() == OpCode.I32_CONST
                        && offset.stream().skip(1).allMatch(i -> i.opcode() == OpCode.END);
                if (!constant) {
                    return Optional.empty();
                }
                placed.add(new Placed(
                        Integer.toUnsignedLong((int) offset.getFirst().operand(0)), active));
            }
        }
        long end = placed.stream().mapToLong(Placed::end).max().orElse(0);
        return placed.size() < MIN_SEGMENTS || end > Integer.MAX_VALUE
                ? Optional.empty()
                : Optional.of(new DataImage(runs(placed), end));
    }

    /** The runs in order of their addresses; where segments overlap, the later one counts. */
    private static List<Run> runs(List<Placed> placed) {
        List<Run> runs = new ArrayList<>();
        List<Placed> together = new ArrayList<>();
        long end = 0;
        for (Placed next :
                placed.stream().sorted(Comparator.comparingLong(Placed::start)).toList()) {
            if (!together.isEmpty() && next.start() > end + MAX_GAP) {
                runs.add(run(together, end));
                together.clear();
            }
            together.add(next);
            end = Math.max(end, next.end());
        }
        runs.add(run(together, end));
        placed.forEach(p -> write(p, runs));
        return runs;
    }

    private static Run run(List<Placed> together, long end) {
        return new Run((int) together.getFirst().start(), (int) end);
    }

    private static void write(Placed placed, List<Run> runs) {
        int low = 0;
        int high = runs.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) / 2;
            if (runs.get(middle).start <= placed.start()) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        byte[] data = placed.segment().data();
        Run run = runs.get(low);
        System.arraycopy(data, 0, run.bytes, (int) placed.start() - run.start, data.length);
    }

    /** Whether it lies within a memory of that size; one where it doesn't is written segment by segment, up to the trap. */
    boolean fits(int size) {
        return end <= size;
    }

    /** Writes it to a memory of zeros that it {@link #fits}. */
    void writeTo(byte[] memory) {
        for (Run run : runs) {
            System.arraycopy(run.bytes, 0, memory, run.start, run.bytes.length);
        }
    }
}
