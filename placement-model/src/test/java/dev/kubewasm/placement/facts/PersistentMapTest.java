package dev.kubewasm.placement.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Against {@link TreeMap}. */
class PersistentMapTest {
    @Test
    void isWhatATreeMapIsAfterAnyChanges() {
        for (long seed = 0; seed < 50; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            PersistentMap<Integer, String> map = PersistentMap.empty();
            TreeMap<Integer, String> oracle = new TreeMap<>();
            for (int step = 0; step < 400; step++) {
                int key = random.nextInt(100);
                if (random.nextInt(3) == 0) {
                    map = map.without(key);
                    oracle.remove(key);
                } else {
                    map = map.with(key, "v" + step);
                    oracle.put(key, "v" + step);
                }
                assertThat(map.get(key)).as("seed %d", seed).isEqualTo(oracle.get(key));
            }
            assertThat(List.copyOf(map.entrySet())).as("seed %d", seed).isEqualTo(List.copyOf(oracle.entrySet()));
            assertThat(map).as("seed %d", seed).hasSameSizeAs(oracle);
        }
    }

    @Test
    void tellsWhatDiffersBetweenAnyTwoVersions() {
        for (long seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            PersistentMap<Integer, Object> before = PersistentMap.of(filled(random));
            PersistentMap<Integer, Object> now = random.nextBoolean() ? before : PersistentMap.of(filled(random));
            for (int step = random.nextInt(30); step > 0; step--) {
                int key = random.nextInt(60);
                now = random.nextBoolean() ? now.with(key, new Object()) : now.without(key);
            }
            TreeMap<Integer, Object> patched = new TreeMap<>(before);
            TreeMap<Integer, Object> old = new TreeMap<>();
            now.differences(before, (key, was, is) -> {
                assertThat(was).isNotSameAs(is);
                if (was != null) {
                    old.put(key, was);
                }
                if (is == null) {
                    patched.remove(key);
                } else {
                    patched.put(key, is);
                }
            });
            assertThat(patched).as("seed %d", seed).isEqualTo(new TreeMap<>(now));
            assertThat(before).as("seed %d", seed).containsAllEntriesOf(old);
        }
    }

    @Test
    void staysShallowInWhateverOrderItGrows() {
        PersistentMap<Integer, Integer> rising = PersistentMap.empty();
        PersistentMap<Integer, Integer> falling = PersistentMap.empty();
        for (int i = 0; i < 10_000; i++) {
            rising = rising.with(i, i);
            falling = falling.with(-i, i);
        }

        assertThat(rising.depth()).isLessThan(34);
        assertThat(falling.depth()).isLessThan(34);
        for (int i = 0; i < 9_900; i++) {
            rising = rising.without(i);
        }
        assertThat(rising.depth()).isLessThan(17);
    }

    private static SortedMap<Integer, Object> filled(SplittableRandom random) {
        TreeMap<Integer, Object> map = new TreeMap<>(Map.of(-1, new Object()));
        for (int i = random.nextInt(60); i > 0; i--) {
            map.put(random.nextInt(60), new Object());
        }
        return map;
    }
}
