package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.scheduler.port.Binding;
import dev.kubewasm.scheduler.port.ClusterPort;
import dev.kubewasm.scheduler.port.ClusterPort.BindAnswer;
import dev.kubewasm.scheduler.port.ClusterUnavailableException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Assume, bind, confirm or forget. All decisions of a cycle are assumed before the first is bound; each is bound after
 * its providers. Where one can't be bound, those that depend on it are taken back and placed anew, while providers that
 * are bound already stay: the next decision finds them there (a group is rolled forward, never torn down).
 */
final class BindingStage {
    private final ClusterPort cluster;
    private final SchedulingState state;

    BindingStage(ClusterPort cluster, SchedulingState state) {
        this.cluster = cluster;
        this.state = state;
    }

    /** Makes these decisions true; one outcome each. */
    List<SchedulingOutcome> bind(List<PlannedBinding> planned) {
        List<SchedulingOutcome> outcomes = new ArrayList<>();
        Set<PodKey> notBound = new HashSet<>();
        Set<PlannedBinding> assumed = new LinkedHashSet<>();
        for (PlannedBinding p : PlannedBinding.providersFirst(planned)) {
            Optional<String> overtaken = missingProvider(p, notBound).or(() -> state.assume(p.binding()));
            if (overtaken.isPresent()) {
                notBound.add(p.binding().pod());
                outcomes.add(new SchedulingOutcome.Overtaken(p.binding().pod(), overtaken.get()));
            } else {
                assumed.add(p);
            }
        }
        for (PlannedBinding p : assumed) {
            Optional<String> missing = missingProvider(p, notBound);
            SchedulingOutcome outcome;
            if (missing.isPresent()) {
                state.forget(p.binding());
                outcome = new SchedulingOutcome.Overtaken(p.binding().pod(), missing.get());
            } else {
                outcome = bind(p.binding(), p.warnings());
            }
            if (!(outcome instanceof SchedulingOutcome.Bound)) {
                notBound.add(p.binding().pod());
            }
            outcomes.add(outcome);
        }
        return outcomes;
    }

    private static Optional<String> missingProvider(PlannedBinding planned, Set<PodKey> notBound) {
        return planned.providers().stream()
                .filter(notBound::contains)
                .sorted()
                .findFirst()
                .map(provider -> "its provider " + provider + " was not bound");
    }

    private SchedulingOutcome bind(Binding binding, List<String> warnings) {
        try {
            return switch (cluster.bind(binding)) {
                case BindAnswer.Bound() -> new SchedulingOutcome.Bound(binding.pod(), binding.node(), warnings);
                case BindAnswer.Conflict(String why) -> {
                    state.forget(binding);
                    yield new SchedulingOutcome.Overtaken(binding.pod(), why);
                }
                case BindAnswer.Rejected(String why) -> {
                    state.forget(binding);
                    yield new SchedulingOutcome.Failed(binding.pod(), "the binding was rejected: " + why);
                }
            };
        } catch (ClusterUnavailableException e) {
            state.doubt(binding);
            return new SchedulingOutcome.Failed(binding.pod(), "no answer to the binding: " + e.getMessage());
        }
    }

    /**
     * Asks again for a binding that wasn't answered: the room it takes stays counted until it is known what became of it.
     * Empty if the decision is void because its node is gone.
     */
    Optional<SchedulingOutcome> settle(Binding binding) {
        if (!state.has(binding.node())) {
            state.forget(binding);
            return Optional.empty();
        }
        try {
            return Optional.of(
                    switch (cluster.bind(binding)) {
                        case BindAnswer.Bound() -> {
                            state.confirm(binding);
                            yield new SchedulingOutcome.Bound(binding.pod(), binding.node());
                        }
                        // Most likely bound the first time; the watch will tell, and until then it takes room.
                        case BindAnswer.Conflict(String why) -> new SchedulingOutcome.Overtaken(binding.pod(), why);
                        case BindAnswer.Rejected(String why) -> {
                            state.forget(binding);
                            yield new SchedulingOutcome.Failed(binding.pod(), "the binding was rejected: " + why);
                        }
                    });
        } catch (ClusterUnavailableException e) {
            return Optional.of(
                    new SchedulingOutcome.Failed(binding.pod(), "no answer to the binding: " + e.getMessage()));
        }
    }
}
