package dev.kubewasm.runtime.engine.endive.outline;

import dev.kubewasm.runtime.engine.endive.outline.Node.Access;
import dev.kubewasm.runtime.engine.endive.outline.Node.Block;
import dev.kubewasm.runtime.engine.endive.outline.Node.Catch;
import dev.kubewasm.runtime.engine.endive.outline.Node.Joined;
import dev.kubewasm.runtime.engine.endive.outline.Node.Jump;
import dev.kubewasm.runtime.engine.endive.outline.Node.Plain;
import dev.kubewasm.runtime.engine.endive.outline.Node.Use;
import dev.kubewasm.runtime.engine.endive.outline.Region.Arm;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What passes between a region and the code around it when it is called as a function.
 *
 * @param region the region
 * @param params the variables whose values it needs
 * @param results the variables that it sets for others
 * @param exits the labels around it that it branches to
 * @param fallsThrough whether it also goes on to what follows it
 */
record Crossing(Region region, List<Local> params, List<Local> results, List<Label> exits, boolean fallsThrough) {
    /** The JVM allows 255 slots, and what passes has to be worth it. */
    private static final int MAX_SLOTS = 120;

    private static final int CALL_SIZE = 11;
    private static final int PARAM_SIZE = 2;
    private static final int RESULT_SIZE = 11;
    private static final int EXIT_SIZE = 4;
    private static final int EXIT_VALUE_SIZE = 16;
    private static final int ENTRY_SIZE = 8;

    /** The crossing of {@code region}; empty if it can't be called as a function. */
    static Optional<Crossing> of(Region region, Liveness liveness) {
        return new Scan(region).crossing(liveness);
    }

    /** Where control can go on afterwards: what a call has to tell apart. */
    int ways() {
        return exits.size() + (fallsThrough ? 1 : 0);
    }

    /** Bytes of JVM code, about, of the call that stands for the region. */
    int callSize() {
        int values = exits.stream()
                .mapToInt(exit -> exit.types().orElseThrow().size())
                .sum();
        int entries = region.arms().size() > 1 ? ENTRY_SIZE * region.entries().size() : 0;
        return CALL_SIZE
                + PARAM_SIZE * params.size()
                + RESULT_SIZE * results.size()
                + (ways() > 1 ? EXIT_SIZE * (ways() + 4) : 0)
                + EXIT_VALUE_SIZE * values
                + entries;
    }

    /** How many bytes of JVM code the function has less, about. */
    int saved() {
        return region.size() - callSize();
    }

    /** What a call costs when it runs, about, in loads and stores; more in loops. */
    int cost() {
        return (5 + params.size() + 4 * results.size() + ways()) << (2 * Math.min(region.loops(), 4));
    }

    /** Looks through a region's instructions. */
    private static final class Scan {
        private final Region region;
        private final SortedMap<Integer, Local> mentioned = new TreeMap<>();
        private final BitSet written = new BitSet();
        private final Set<Label> targets = new LinkedHashSet<>();
        private final Set<Label> own = new HashSet<>();
        private boolean movable = true;

        private Scan(Region region) {
            this.region = region;
            for (int i = 0; i < region.arms().size(); i++) {
                region.entry(i).ifPresent(own::add);
            }
            region.arms().forEach(arm -> arm.nodes().forEach(this::scan));
        }

        private void scan(Node node) {
            switch (node) {
                case Plain plain -> movable &= plain.flow() != Node.Flow.TAIL_CALL;
                case Access access -> {
                    mentioned.put(access.local().id(), access.local());
                    if (access.use() != Use.GET) {
                        written.set(access.local().id());
                    }
                }
                case Jump jump -> targets.addAll(jump.targets());
                case Joined joined -> joined.nodes().forEach(this::scan);
                case Block block -> {
                    own.add(block.label());
                    block.catches().stream().map(Catch::target).forEach(targets::add);
                    block.body().forEach(this::scan);
                    block.otherwise().forEach(this::scan);
                }
            }
        }

        private Optional<Crossing> crossing(Liveness liveness) {
            List<Label> exits =
                    targets.stream().filter(label -> !own.contains(label)).toList();
            BitSet needed = new BitSet();
            for (int entry : region.entries()) {
                Arm arm = region.arms().get(entry);
                needed.or(liveness.before(arm.sequence(), arm.from()));
            }
            BitSet wanted = new BitSet();
            exits.forEach(exit -> wanted.or(liveness.at(exit)));
            if (region.fallsThrough()) {
                Arm last = region.arms().getLast();
                wanted.or(liveness.before(last.sequence(), last.to()));
            }
            wanted.and(written);
            Crossing crossing = new Crossing(region, locals(needed), locals(wanted), exits, region.fallsThrough());
            return allowed(crossing, liveness) ? Optional.of(crossing) : Optional.empty();
        }

        private boolean allowed(Crossing crossing, Liveness liveness) {
            // What an exception leaves behind in a function that was called is lost.
            boolean unseen = region.handlers().stream()
                    .noneMatch(handler -> liveness.at(handler).intersects(written));
            int slots =
                    crossing.params().stream().mapToInt(p -> p.type().slots()).sum();
            return movable
                    && unseen
                    && slots <= MAX_SLOTS
                    && crossing.exits().stream().allMatch(exit -> exit.types().isPresent());
        }

        /** Those of {@code ids} that the region mentions, by type, so that few signatures are needed. */
        private List<Local> locals(BitSet ids) {
            return mentioned.values().stream()
                    .filter(local -> ids.get(local.id()))
                    .sorted(Comparator.comparing(Local::type))
                    .toList();
        }
    }
}
