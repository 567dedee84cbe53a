package dev.kubewasm.simulations.strategy;

import dev.kubewasm.placement.facts.ComponentFacts;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.scheduler.port.ComponentReference;
import dev.kubewasm.scheduler.port.ComponentReference.WitLocation;
import dev.kubewasm.scheduler.port.ComponentSource;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Components that were read when the situation was: the scheduler gets numbers to ask for them by. The replicas of a workload
 * share one.
 */
final class KnownComponents implements ComponentSource {
    private final IdentityHashMap<ComponentFacts, String> numbers = new IdentityHashMap<>();
    private final Map<String, ComponentFacts> byNumber = new HashMap<>();

    /** How to ask for the components of {@code pod}. */
    List<ComponentReference> references(PodFacts pod) {
        return pod.containers().stream()
                .flatMap(container -> container.component().stream()
                        .map(component -> new ComponentReference(
                                pod.key().namespace(),
                                container.name(),
                                container.image(),
                                Optional.of(new WitLocation.Inline("simulation", number(component))),
                                Optional.empty())))
                .toList();
    }

    private String number(ComponentFacts component) {
        return numbers.computeIfAbsent(component, _ -> {
            String number = String.valueOf(byNumber.size());
            byNumber.put(number, component);
            return number;
        });
    }

    @Override
    public Answer resolve(ComponentReference reference) {
        if (reference.wit().orElseThrow() instanceof WitLocation.Inline(String _, String number)) {
            return new Answer.Component(Objects.requireNonNull(byNumber.get(number), "a number given before"));
        }
        throw new IllegalArgumentException("no reference of this simulation: " + reference);
    }
}
