package dev.kubewasm.placement.affinity.solver;

import ai.timefold.solver.core.api.domain.solution.PlanningEntityCollectionProperty;
import ai.timefold.solver.core.api.domain.solution.PlanningScore;
import ai.timefold.solver.core.api.domain.solution.PlanningSolution;
import ai.timefold.solver.core.api.domain.solution.cloner.SolutionCloner;
import ai.timefold.solver.core.api.domain.valuerange.ValueRange;
import ai.timefold.solver.core.api.domain.valuerange.ValueRangeProvider;
import ai.timefold.solver.core.api.score.HardMediumSoftScore;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The planning solution: services, each with its spread. Those that aren't entities stay as they are. */
@PlanningSolution(solutionCloner = AffinitySolution.Cloner.class)
public class AffinitySolution {
    private static final SpreadRange RANGE = new SpreadRange();

    private @Nullable Instance instance;
    private int[] planned = {};
    private Spread[] spreads = {};

    @PlanningEntityCollectionProperty
    private @Nullable List<ServiceSpread> services;

    @PlanningScore
    private @Nullable HardMediumSoftScore score;

    private @Nullable Ledger ledger;

    /** For Timefold. */
    public AffinitySolution() {}

    /**
     * A solution to start from.
     *
     * @param planned the services that are entities
     * @param spreads where each service is, by index
     */
    AffinitySolution(Instance instance, int[] planned, Spread[] spreads) {
        this.instance = instance;
        this.planned = planned;
        this.spreads = spreads;
    }

    Instance instance() {
        return Objects.requireNonNull(instance, "a solution without its instance");
    }

    int[] planned() {
        return planned;
    }

    /** The ledger of this solution, while it is the one that Timefold works on. */
    Ledger ledger() {
        return Objects.requireNonNull(ledger, "not the working solution");
    }

    /** Says which ledger is kept up to date with this solution. The first one is: others only check it. */
    void keptBy(Ledger kept) {
        if (ledger == null) {
            ledger = kept;
        }
    }

    /** The bulk of what should run: all containers of the entities, and what the other services have now. */
    long wanted() {
        long wanted = 0;
        boolean[] entity = new boolean[spreads.length];
        for (int service : planned) {
            entity[service] = true;
            wanted += instance().count[service] * instance().bulk[service];
        }
        for (int s = 0; s < spreads.length; s++) {
            wanted += entity[s] ? 0 : spreads[s].placed() * instance().bulk[s];
        }
        return wanted;
    }

    /** Where each service is, by index. */
    Spread[] spreads() {
        return ledger != null ? ledger.spreads() : entitySpreads();
    }

    /** The same, from the entities themselves. */
    Spread[] entitySpreads() {
        Spread[] current = spreads.clone();
        if (services != null) {
            for (ServiceSpread entity : services) {
                current[entity.getService()] = entity.getSpread();
            }
        }
        return current;
    }

    /** The entities, made when first asked for: most solutions are only kept as the best so far. */
    public List<ServiceSpread> getServices() {
        List<ServiceSpread> made = services;
        if (made == null) {
            made = new ArrayList<>(planned.length);
            for (int service : planned) {
                made.add(new ServiceSpread(service, spreads[service]));
            }
            services = made;
        }
        return made;
    }

    /** Sets the entities. */
    public void setServices(List<ServiceSpread> services) {
        this.services = services;
    }

    /** What Timefold asks a variable to have. */
    @ValueRangeProvider
    public ValueRange<Spread> getSpreadRange() {
        return RANGE;
    }

    /** The score, once calculated. */
    public @Nullable HardMediumSoftScore getScore() {
        return score;
    }

    /** Sets the score. */
    public void setScore(@Nullable HardMediumSoftScore score) {
        this.score = score;
    }

    /** Copies references to spreads, which are immutable; Timefold's own cloner would copy each entity. */
    public static final class Cloner implements SolutionCloner<AffinitySolution> {
        /** For Timefold. */
        public Cloner() {}

        @Override
        public AffinitySolution cloneSolution(AffinitySolution original) {
            AffinitySolution clone = new AffinitySolution(original.instance(), original.planned, original.spreads());
            clone.score = original.score;
            return clone;
        }
    }
}
