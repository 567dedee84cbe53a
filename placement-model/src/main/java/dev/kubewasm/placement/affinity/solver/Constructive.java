package dev.kubewasm.placement.affinity.solver;

import ai.timefold.solver.core.api.solver.phase.PhaseCommand;
import ai.timefold.solver.core.api.solver.phase.PhaseCommandContext;
import java.util.ArrayList;
import java.util.List;

/** A phase of Timefold that computes spreads from those there are, and takes them over in one move. */
final class Constructive implements PhaseCommand<AffinitySolution> {
    /** Spreads, by service, from a ledger of those there are. It may change the ledger. */
    interface Step {
        Spread[] from(Ledger ledger);
    }

    private final Step step;

    Constructive(Step step) {
        this.step = step;
    }

    @Override
    public void changeWorkingSolution(PhaseCommandContext<AffinitySolution> context) {
        AffinitySolution solution = context.getWorkingSolution();
        Spread[] before = solution.spreads();
        Spread[] after = step.from(Ledger.of(solution.instance(), before));
        List<ServiceSpread> services = new ArrayList<>();
        List<Spread> spreads = new ArrayList<>();
        for (ServiceSpread entity : solution.getServices()) {
            if (!after[entity.getService()].equals(before[entity.getService()])) {
                services.add(entity);
                spreads.add(after[entity.getService()]);
            }
        }
        context.executeAndCalculateScore(new Exchange(
                new Exchange.Variable(), services.toArray(ServiceSpread[]::new), spreads.toArray(Spread[]::new)));
    }
}
