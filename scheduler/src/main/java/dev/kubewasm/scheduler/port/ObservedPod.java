package dev.kubewasm.scheduler.port;

import dev.kubewasm.placement.facts.PodFacts;
import java.util.List;
import java.util.Optional;

/**
 * A Pod as the cluster has it.
 *
 * @param facts what a placement needs, but for the components: its containers have none yet
 * @param ours whether its {@code schedulerName} is this scheduler's; other Pods only take room
 * @param gated whether it has scheduling gates, and so isn't to be placed yet
 * @param components where the components of its component containers are found; empty for an ordinary Pod
 * @param refusals why it can't be placed whatever nodes there are: annotations that can't be read, features that aren't
 *     supported; each a sentence for its owner
 * @param lastMessage the message of its condition {@code PodScheduled}, when that is {@code False} for reason
 *     {@code Unschedulable}
 */
public record ObservedPod(
        PodFacts facts,
        boolean ours,
        boolean gated,
        List<ComponentReference> components,
        List<String> refusals,
        Optional<String> lastMessage) {
    public ObservedPod {
        components = List.copyOf(components);
        refusals = List.copyOf(refusals);
    }

    /** Whether the scheduler has to find a node for it, now or when its gates are gone. */
    public boolean wantsNode() {
        return ours
                && facts.state().node().isEmpty()
                && !facts.state().terminating()
                && !facts.state().finished();
    }
}
