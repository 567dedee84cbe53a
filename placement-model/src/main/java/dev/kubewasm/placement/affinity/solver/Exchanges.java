package dev.kubewasm.placement.affinity.solver;

import ai.timefold.solver.core.impl.heuristic.selector.move.factory.MoveIteratorFactory;
import ai.timefold.solver.core.impl.score.director.ScoreDirector;
import java.util.Iterator;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The moves of local search, drawn at random by {@link ExchangeDrawer}. */
public final class Exchanges implements MoveIteratorFactory<AffinitySolution, Exchange> {
    private @Nullable ExchangeDrawer drawer;

    /** For Timefold. */
    public Exchanges() {}

    @Override
    public void phaseStarted(ScoreDirector<AffinitySolution> director) {
        drawer = new ExchangeDrawer(director.getWorkingSolution());
    }

    @Override
    public void phaseEnded(ScoreDirector<AffinitySolution> director) {
        drawer = null;
    }

    @Override
    public long getSize(ScoreDirector<AffinitySolution> director) {
        return director.getWorkingSolution().instance().machines
                * (long) director.getWorkingSolution().planned().length;
    }

    @Override
    public Iterator<Exchange> createOriginalMoveIterator(ScoreDirector<AffinitySolution> director) {
        throw new UnsupportedOperationException("exchanges are drawn at random only");
    }

    @Override
    public Iterator<Exchange> createRandomMoveIterator(
            ScoreDirector<AffinitySolution> director, RandomGenerator random) {
        ExchangeDrawer current = Objects.requireNonNull(drawer, "no phase has started");
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return current.canDraw();
            }

            @Override
            public Exchange next() {
                return current.next(random);
            }
        };
    }
}
