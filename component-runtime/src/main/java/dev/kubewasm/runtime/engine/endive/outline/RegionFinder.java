package dev.kubewasm.runtime.engine.endive.outline;

import dev.kubewasm.runtime.engine.endive.outline.Region.Arm;
import dev.kubewasm.runtime.engine.endive.outline.Spine.Level;
import java.util.ArrayList;
import java.util.List;

/** Proposes parts of a function, none of which overlap, as regions of about the size that is wanted. */
final class RegionFinder {
    private final Sizes sizes;
    private final int wanted;
    private final List<Region> found = new ArrayList<>();

    private RegionFinder(Sizes sizes, int wanted) {
        this.sizes = sizes;
        this.wanted = wanted;
    }

    /**
     * Regions along {@code spine}: what is before and after the block of each level, and all of the last level.
     *
     * @param wanted bytes of JVM code that a region should have at most
     */
    static List<Region> find(Spine spine, Sizes sizes, int wanted) {
        RegionFinder finder = new RegionFinder(sizes, wanted);
        for (Level level : spine.levels()) {
            finder.runs(level, 0, level.child());
        }
        finder.arms(spine.levels());
        return List.copyOf(finder.found);
    }

    /** Cuts the instructions between two positions into runs. */
    private void runs(Level level, int from, int to) {
        int start = level.boundaries().nextSetBit(from);
        int size = 0;
        int end = start;
        while (end >= 0 && end < to) {
            int next = level.boundaries().nextSetBit(end + 1);
            if (next < 0 || next > to) {
                break;
            }
            int statement = sizes.of(level.sequence().subList(end, next));
            if (size > 0 && size + statement > wanted) {
                add(level, start, end, size);
                start = end;
                size = 0;
            }
            size += statement;
            end = next;
        }
        add(level, start, end, size);
    }

    private void add(Level level, int from, int to, int size) {
        if (from >= 0 && from < to) {
            found.add(Region.of(new Arm(level.sequence(), from, to), size, level.loops(), level.handlers()));
        }
    }

    /** Groups what follows the blocks of the levels, from the innermost outward. */
    private void arms(List<Level> levels) {
        Group group = new Group();
        for (int i = levels.size() - 2; i >= 0; i--) {
            Level level = levels.get(i);
            int from = level.child() + 1;
            int to = level.boundaries().length() - 1;
            if (!level.boundaries().get(from)) {
                group.close();
                runs(level, from, level.sequence().size());
                continue;
            }
            int size = sizes.of(level.sequence().subList(from, to));
            if (!group.isEmpty() && (!level.isLink() || group.size + size > wanted)) {
                group.close();
            }
            group.add(level, new Arm(level.sequence(), from, to), size);
            if (size > wanted || to < level.sequence().size()) {
                group.close();
            }
        }
        group.close();
    }

    /** Arms that follow each other. */
    private final class Group {
        private final List<Arm> arms = new ArrayList<>();
        private final List<Level> levels = new ArrayList<>();
        private int size;

        boolean isEmpty() {
            return arms.isEmpty();
        }

        void add(Level level, Arm arm, int armSize) {
            arms.add(arm);
            levels.add(level);
            size += armSize;
        }

        /** Makes a region of the arms, or runs where there is only one; empties the group. */
        void close() {
            while (!arms.isEmpty() && arms.getLast().isEmpty()) {
                arms.removeLast();
                levels.removeLast();
            }
            if (arms.stream().filter(arm -> !arm.isEmpty()).count() == 1) {
                Arm arm = arms.getLast();
                runs(levels.getLast(), arm.from(), arm.sequence().size());
            } else if (!arms.isEmpty()) {
                // As deep as the innermost: exceptions are caught there by all that catches them further out.
                Level innermost = levels.getFirst();
                found.add(new Region(arms, size, innermost.loops(), innermost.handlers()));
            }
            arms.clear();
            levels.clear();
            size = 0;
        }
    }
}
