package dev.kubewasm.placement.affinity.solver;

import ai.timefold.solver.core.api.domain.valuerange.ValueRange;
import java.util.Iterator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The value range that Timefold asks a variable to have. All spreads are in it; they are too many to be listed, and no
 * move draws from it, so it only lists the empty one, and says that there are many: Timefold passes over a local search
 * that has fewer than two values.
 */
public final class SpreadRange implements ValueRange<Spread> {
    private static final long MANY = 1_000_000;

    /** The range. */
    public SpreadRange() {}

    @Override
    public boolean isEmpty() {
        return false;
    }

    @Override
    public boolean contains(@Nullable Spread spread) {
        return spread != null;
    }

    @Override
    public long getSize() {
        return MANY;
    }

    @Override
    public Spread get(long index) {
        return Spread.NONE;
    }

    @Override
    public Iterator<Spread> createOriginalIterator() {
        return List.of(Spread.NONE).iterator();
    }

    @Override
    public Iterator<Spread> createRandomIterator(RandomGenerator random) {
        return createOriginalIterator();
    }
}
