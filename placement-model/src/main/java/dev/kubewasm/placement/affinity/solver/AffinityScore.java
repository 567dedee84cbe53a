package dev.kubewasm.placement.affinity.solver;

import ai.timefold.solver.core.api.score.HardMediumSoftScore;
import ai.timefold.solver.core.api.score.calculator.IncrementalScoreCalculator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Timefold's score of a solution. Hard: overload and broken rules. Medium: containers that don't run,
 * each by its bulk. Soft: gained
 * affinity in units of 1 / {@link Instance#WHOLE}.
 */
public final class AffinityScore implements IncrementalScoreCalculator<AffinitySolution, HardMediumSoftScore> {
    private @Nullable Ledger ledger;
    private long wanted;

    /** For Timefold. */
    public AffinityScore() {}

    @Override
    public void resetWorkingSolution(AffinitySolution solution) {
        Ledger fresh = Ledger.of(solution.instance(), solution.entitySpreads());
        ledger = fresh;
        wanted = solution.wanted();
        solution.keptBy(fresh);
    }

    @Override
    public void beforeVariableChanged(Object entity, String variable) {
        // The ledger knows the spread that is replaced.
    }

    @Override
    public void afterVariableChanged(Object entity, String variable) {
        ServiceSpread changed = (ServiceSpread) entity;
        ledger().replace(changed.getService(), changed.getSpread());
    }

    @Override
    public HardMediumSoftScore calculateScore() {
        return ledger().score(wanted);
    }

    private Ledger ledger() {
        return Objects.requireNonNull(ledger, "no working solution");
    }
}
