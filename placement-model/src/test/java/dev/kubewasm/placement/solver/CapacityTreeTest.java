package dev.kubewasm.placement.solver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.NodeName;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Against a plain scan. */
class CapacityTreeTest {
    @Test
    void findsTheNodesThatAScanFinds() {
        for (long seed = 0; seed < 100; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int count = random.nextInt(1, 70);
            List<NodeSlot> nodes = new ArrayList<>();
            List<long[]> left = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                long[] free = {random.nextInt(100), random.nextInt(100)};
                left.add(free.clone());
                nodes.add(new NodeSlot(
                        i,
                        new NodeName("n" + i),
                        free.clone(),
                        free,
                        new int[] {0, 1},
                        new NodeSlot.Standing(true, Map.of(), Optional.empty(), 0)));
            }
            CapacityTree tree = new CapacityTree(nodes, 2);
            for (int step = 0; step < 100; step++) {
                Demand demand = new Demand(new long[] {random.nextInt(50), random.nextInt(50)});
                BitSet candidates = new BitSet();
                for (int i = 0; i < count; i++) {
                    candidates.set(i, random.nextInt(3) > 0);
                }
                int from = random.nextInt(count);

                int found = tree.next(from, demand, candidates);

                assertThat(found).as("seed %d", seed).isEqualTo(scan(from, demand, candidates, left));
                if (found >= 0) {
                    tree.take(found, demand);
                    demand.takeFrom(left.get(found));
                    assertThat(tree.left(found)).as("seed %d", seed).isEqualTo(left.get(found));
                }
            }
        }
    }

    private static int scan(int from, Demand demand, BitSet candidates, List<long[]> left) {
        for (int i = from; i < left.size(); i++) {
            boolean fits = true;
            for (int r = 0; r < 2; r++) {
                fits &= demand.of(r) == 0 || demand.of(r) <= left.get(i)[r];
            }
            if (fits && candidates.get(i)) {
                return i;
            }
        }
        return -1;
    }
}
