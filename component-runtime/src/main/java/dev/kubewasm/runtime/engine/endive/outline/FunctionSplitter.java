package dev.kubewasm.runtime.engine.endive.outline;

import dev.kubewasm.runtime.engine.endive.outline.Spine.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/** Splits a function until it, and each of the pieces, is as small as wanted, or can't be made smaller. */
final class FunctionSplitter {
    /** Beyond, in bits, the variables that matter aren't kept for each instruction. */
    private static final long MAX_LIVENESS = 1L << 30;
    /** The part of a function's size that a region may have: what comes with it, variables, exits, results, has to fit, too. */
    private static final double OF_LIMIT = 0.8;
    /** The part of the function it is cut out of that a region may have, so that pieces become smaller each time. */
    private static final double OF_FUNCTION = 0.6;

    /** A region of one large instruction may have more, but moving all of a function is no use. */
    private static final double NEARLY_ALL = 0.9;
    /** Bytes of JVM code that a call has to save. */
    private static final int WORTH = 64;

    private final Additions additions;
    private final Variables variables;
    private final int limit;

    private FunctionSplitter(Additions additions, Variables variables, int limit) {
        this.additions = additions;
        this.variables = variables;
        this.limit = limit;
    }

    /**
     * Splits {@code body}; whether it has become smaller.
     *
     * @param limit bytes of JVM code that a function may have, about
     */
    static boolean split(Body body, Additions additions, int limit) {
        FunctionSplitter splitter = new FunctionSplitter(additions, new Variables(body), limit);
        Deque<Body> left = new ArrayDeque<>(List.of(body));
        boolean split = false;
        while (!left.isEmpty()) {
            Body next = left.pop();
            int before = Sizes.of(next);
            List<Body> pieces = before > limit ? splitter.cut(next, before) : List.of();
            if (!pieces.isEmpty()) {
                split = true;
                // What didn't become smaller won't, however often it is tried.
                Stream.concat(Stream.of(next), pieces.stream())
                        .filter(b -> Sizes.of(b) < before)
                        .forEach(left::push);
            }
        }
        return split;
    }

    /** Cuts pieces out of a function of that size; none if that doesn't make it smaller. */
    private List<Body> cut(Body body, int size) {
        Sizes sizes = new Sizes();
        int wanted = (int) Math.min(limit * OF_LIMIT, size * OF_FUNCTION);
        Spine spine = Spine.of(body, sizes, wanted);
        List<Crossing> chosen = choose(crossings(body, size, spine, RegionFinder.find(spine, sizes, wanted)), size);
        Outliner outliner = new Outliner(additions, variables, body);
        List<Body> pieces = new ArrayList<>();
        // From the end of each sequence: regions of several arms end the sequences that they are in.
        chosen.stream()
                .sorted(Comparator.<Crossing>comparingInt(
                                c -> -c.region().arms().size())
                        .thenComparingInt(c -> -c.region().arms().getFirst().from()))
                .forEach(crossing -> pieces.add(outliner.outline(crossing)));
        return pieces;
    }

    private static List<Crossing> crossings(Body body, int size, Spine spine, List<Region> regions) {
        long variables = (long) body.params().size() + body.locals().size();
        long positions = spine.levels().stream()
                .mapToLong(level -> level.sequence().size() + 1)
                .sum();
        if (variables * positions > MAX_LIVENESS) {
            return List.of();
        }
        return Liveness.of(body, spine.levels().stream().map(Level::sequence).toList()).stream()
                .flatMap(liveness -> regions.stream().flatMap(region -> Crossing.of(region, liveness).stream()))
                .filter(crossing ->
                        crossing.saved() >= WORTH && crossing.region().size() < size * NEARLY_ALL)
                .toList();
    }

    /** The crossings that save most for what they cost, until {@code size} is small enough. */
    private List<Crossing> choose(List<Crossing> crossings, int size) {
        List<Crossing> chosen = new ArrayList<>();
        int left = size;
        for (Crossing crossing : crossings.stream()
                .sorted(Comparator.comparingDouble(c -> -(double) c.saved() / c.cost()))
                .toList()) {
            if (left <= limit) {
                break;
            }
            chosen.add(crossing);
            left -= crossing.saved();
        }
        return chosen;
    }
}
