package dev.kubewasm.scheduler.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.testkit.Scale;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Beside an oracle that works out all groups anew each time, by looking at each pair. */
class GatheringGroupsTest {
    private static final int STEPS = 60;
    private static final int INTERFACES = 12;

    static LongStream seeds() {
        return LongStream.range(0, Scale.cases(5_000));
    }

    /** One that came: it counts for those it came with also when it has gone. */
    private static final class Came {
        final QueueEntry entry;
        final LinkInterfaces links;
        final Instant at;
        boolean gone;

        Came(QueueEntry entry, LinkInterfaces links, Instant at) {
            this.entry = entry;
            this.links = links;
            this.at = at;
        }

        boolean sharesWith(Came other) {
            return links.all().stream().anyMatch(other.links.all()::contains);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void knowsWhichGroupsAreComplete(long seed) {
        Random random = new Random(seed);
        GatheringGroups<QueueEntry> groups = new GatheringGroups<>();
        List<Came> all = new ArrayList<>();
        Instant now = Instant.EPOCH;
        for (int step = 0; step < STEPS; step++) {
            now = now.plusMillis(random.nextInt(3));
            List<Came> there = all.stream().filter(came -> !came.gone).toList();
            if (there.isEmpty() || random.nextInt(3) > 0) {
                QueueEntry entry = new QueueEntry(new PodKey("ns", "pod-" + step), step, 0, true, now);
                Came came = new Came(entry, new LinkInterfaces(some(random), some(random)), now);
                all.add(came);
                groups.add(entry, came.links, now);
            } else {
                Came leaving = there.get(random.nextInt(there.size()));
                leaving.gone = true;
                groups.remove(leaving.entry);
            }
            List<List<Came>> complete =
                    groups(all).stream().filter(GatheringGroupsTest::isComplete).toList();
            // Those of a group that has gone as a whole are forgotten with it.
            groups(all).stream()
                    .filter(group -> group.stream().allMatch(came -> came.gone))
                    .forEach(all::removeAll);

            assertThat(groups.quietest())
                    .isEqualTo(complete.stream()
                            .map(GatheringGroupsTest::joined)
                            .min(Instant::compareTo)
                            .map(Optional::of)
                            .orElse(Optional.empty()));
            groups(all).forEach(group -> {
                List<QueueEntry> members = group.stream()
                        .filter(came -> !came.gone)
                        .map(came -> came.entry)
                        .toList();
                members.forEach(member -> assertThat(groups.with(member)).containsExactlyInAnyOrderElementsOf(members));
            });
            Instant then = now.minusMillis(random.nextInt(6));
            assertThat(groups.quietSince(then))
                    .containsExactlyInAnyOrderElementsOf(complete.stream()
                            .filter(group -> !joined(group).isAfter(then))
                            .flatMap(List::stream)
                            .filter(came -> !came.gone)
                            .map(came -> came.entry)
                            .toList());
        }
    }

    private static Set<String> some(Random random) {
        Set<String> names = new HashSet<>();
        IntStream.range(0, random.nextInt(3)).forEach(_ -> names.add("i" + random.nextInt(INTERFACES)));
        return names;
    }

    private static List<List<Came>> groups(List<Came> all) {
        List<List<Came>> groups = new ArrayList<>();
        Set<Came> seen = new HashSet<>();
        for (Came first : all) {
            if (seen.add(first)) {
                List<Came> group = new ArrayList<>(List.of(first));
                for (int i = 0; i < group.size(); i++) {
                    Came member = group.get(i);
                    all.stream()
                            .filter(other -> member.sharesWith(other) && seen.add(other))
                            .forEach(group::add);
                }
                groups.add(group);
            }
        }
        return groups;
    }

    private static boolean isComplete(List<Came> group) {
        Set<String> imports = new HashSet<>();
        Set<String> exports = new HashSet<>();
        group.forEach(came -> {
            imports.addAll(came.links.imports());
            exports.addAll(came.links.exports());
        });
        return !imports.isEmpty()
                && exports.containsAll(imports)
                && group.stream().anyMatch(came -> !came.gone);
    }

    /** When somebody joined it last. */
    private static Instant joined(List<Came> group) {
        return group.stream().map(came -> came.at).max(Instant::compareTo).orElseThrow();
    }
}
