package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.PendingGroups;
import dev.kubewasm.placement.annotations.WiringAnnotation;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.scheduler.port.ObservedPod;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * Refuses Pods whose annotations would be too large with their wiring, and those that were to be linked to them. The API server
 * looks at the sum whenever a Pod is written, but not when it is bound: the Pod would run, and its status could never be written.
 */
final class AnnotationLimit implements PlacementStage {
    /** The API server's, in bytes of UTF-8: keys and values of all annotations of an object. */
    static final long MAX_TOTAL = 256 * 1024;

    private final PlacementStage placement;
    private final ToLongFunction<PodKey> bytes;

    /** @param bytes what the annotations of a Pod take without a wiring: {@link ObservedPod#annotationBytes} */
    AnnotationLimit(PlacementStage placement, ToLongFunction<PodKey> bytes) {
        this.placement = placement;
        this.bytes = bytes;
    }

    @Override
    public boolean links(PodFacts pod) {
        return placement.links(pod);
    }

    @Override
    public Optional<Alone> alone(Snapshot snapshot, PodFacts pod) {
        // One that is too large is for plan, which can say why.
        return placement.alone(snapshot, pod).filter(alone -> total(pod.key(), alone.annotations()) <= MAX_TOTAL);
    }

    @Override
    public List<PodKey> consumersLeftBy(Snapshot snapshot, NodeName node, Set<PodKey> leaving) {
        return placement.consumersLeftBy(snapshot, node, leaving);
    }

    @Override
    public Optional<PendingGroups> groups(Snapshot snapshot, Collection<PodKey> pending) {
        return placement.groups(snapshot, pending);
    }

    @Override
    public Plan plan(Snapshot snapshot, Set<PodKey> pending, PlacementSettings settings) {
        Plan plan = placement.plan(snapshot, pending, settings);
        Map<PodKey, Refusal> refused = new LinkedHashMap<>();
        for (PlannedBinding planned : PlannedBinding.providersFirst(plan.bindings())) {
            PodKey pod = planned.binding().pod();
            long total = total(pod, planned.binding().annotations());
            if (total > MAX_TOTAL) {
                refused.put(pod, tooLarge(total));
            } else {
                planned.providers().stream()
                        .filter(refused::containsKey)
                        .sorted()
                        .findFirst()
                        .ifPresent(provider -> refused.put(
                                pod, new Refusal("its provider " + provider + " can't be bound", Rejectors.WIRING)));
            }
        }
        if (refused.isEmpty()) {
            return plan;
        }
        Map<PodKey, Refusal> unplaced = new LinkedHashMap<>(plan.unplaced());
        unplaced.putAll(refused);
        List<PlannedBinding> bindings = new ArrayList<>(plan.bindings());
        bindings.removeIf(planned -> refused.containsKey(planned.binding().pod()));
        return new Plan(bindings, unplaced, plan.broken());
    }

    private long total(PodKey pod, Map<String, String> added) {
        return added.isEmpty() ? 0 : bytes.applyAsLong(pod) + ObservedPod.bytes(added);
    }

    private static Refusal tooLarge(long total) {
        return new Refusal(
                "annotation " + WiringAnnotation.KEY + ": with it the Pod's annotations take " + total
                        + " bytes, at most " + MAX_TOTAL + " are allowed",
                Rejectors.WIRING);
    }
}
