package dev.kubewasm.simulations.whatif;

import dev.kubewasm.placement.facts.ComponentFacts;
import dev.kubewasm.placement.facts.ContainerFacts;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeRequirement;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.Taint;
import dev.kubewasm.placement.facts.Toleration;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.simulations.situation.Situation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes the Pods of a workload components, with what RuntimeClass {@code wasm-linked} asks of their nodes. */
final class Components {
    private static final Taint TAINT =
            new Taint(NodeFacts.RUNTIME_LABEL, NodeFacts.LINKING_RUNTIME, Taint.Effect.NO_SCHEDULE);
    private static final Toleration TOLERATION =
            new Toleration(TAINT.key(), Toleration.Operator.EQUAL, TAINT.value(), Optional.of(TAINT.effect()));

    private Components() {}

    /** @throws IllegalArgumentException if a Pod of the workload has more containers than one */
    static Situation apply(WorkloadRef workload, ComponentFacts component, Situation situation) {
        return Changes.pods(
                situation,
                pod -> pod.workload().equals(workload),
                pod -> changed(pod, component),
                info -> info.withNodes(linking(info.nodes()), tolerating(info.tolerations())));
    }

    private static PodFacts changed(PodFacts pod, ComponentFacts component) {
        if (pod.containers().size() != 1) {
            throw new IllegalArgumentException(
                    "Pod " + pod.key() + " has " + pod.containers().size() + " containers; one with WIT has one");
        }
        ContainerFacts container = pod.containers().getFirst();
        return new PodFacts(
                pod.key(),
                pod.uid(),
                pod.workload(),
                pod.labels(),
                pod.requests(),
                linking(pod.nodes()),
                tolerating(pod.tolerations()),
                pod.state(),
                List.of(new ContainerFacts(container.name(), container.image(), Optional.of(component))),
                pod.links(),
                pod.priority(),
                pod.order());
    }

    private static NodeRequirement linking(NodeRequirement nodes) {
        return nodes.andLabel(NodeFacts.RUNTIME_LABEL, NodeFacts.LINKING_RUNTIME);
    }

    private static List<Toleration> tolerating(List<Toleration> tolerations) {
        return tolerations.stream().anyMatch(toleration -> toleration.tolerates(TAINT))
                ? tolerations
                : Stream.concat(tolerations.stream(), Stream.of(TOLERATION)).toList();
    }
}
