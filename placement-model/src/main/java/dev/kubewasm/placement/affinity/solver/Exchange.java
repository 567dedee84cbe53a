package dev.kubewasm.placement.affinity.solver;

import ai.timefold.solver.core.preview.api.domain.metamodel.PlanningVariableMetaModel;
import ai.timefold.solver.core.preview.api.move.Move;
import ai.timefold.solver.core.preview.api.move.MutableSolutionView;
import java.util.Arrays;
import java.util.List;
import java.util.SequencedCollection;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The move: some services get other spreads, all at once. */
public final class Exchange implements Move<AffinitySolution> {
    /** Looks the planning variable up once: it is needed for every move. */
    static final class Variable {
        private @Nullable PlanningVariableMetaModel<AffinitySolution, ServiceSpread, Spread> model;

        private PlanningVariableMetaModel<AffinitySolution, ServiceSpread, Spread> of(
                MutableSolutionView<AffinitySolution> view) {
            PlanningVariableMetaModel<AffinitySolution, ServiceSpread, Spread> known = model;
            if (known == null) {
                known = view.getSolutionMetaModel()
                        .genuineEntity(ServiceSpread.class)
                        .basicVariable("spread", Spread.class);
                model = known;
            }
            return known;
        }
    }

    private final Variable variable;
    private final ServiceSpread[] services;
    private final Spread[] spreads;

    Exchange(Variable variable, ServiceSpread[] services, Spread[] spreads) {
        this.variable = variable;
        this.services = services;
        this.spreads = spreads;
    }

    @Override
    public void execute(MutableSolutionView<AffinitySolution> view) {
        PlanningVariableMetaModel<AffinitySolution, ServiceSpread, Spread> model = variable.of(view);
        forEach((service, spread) -> view.changeVariable(model, service, spread));
    }

    /** Each service that changes, and its new spread. */
    void forEach(BiConsumer<ServiceSpread, Spread> action) {
        for (int i = 0; i < services.length; i++) {
            action.accept(services[i], spreads[i]);
        }
    }

    @Override
    public SequencedCollection<Object> getPlanningEntities() {
        return List.of((Object[]) services);
    }

    @Override
    public SequencedCollection<Object> getPlanningValues() {
        return List.of((Object[]) spreads);
    }

    @Override
    public String toString() {
        return Arrays.toString(services) + " -> " + Arrays.toString(spreads);
    }
}
