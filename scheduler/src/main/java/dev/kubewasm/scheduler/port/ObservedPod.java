package dev.kubewasm.scheduler.port;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.scheduler.framework.PodInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Pod as the cluster has it.
 *
 * @param facts what a placement needs, but for the components: its containers have none yet
 * @param info the same Pod as the profile's plugins need it
 * @param profile its {@code schedulerName} if this scheduler has a profile of that name; empty for a Pod of others, which only
 *     takes room
 * @param gated whether it has scheduling gates, and so isn't to be placed yet
 * @param components where the components of its component containers are found; empty for an ordinary Pod
 * @param refusals why it can't be placed whatever nodes there are: annotations that can't be read, features that aren't
 *     supported; each a sentence for its owner
 * @param lastMessage the message of its condition {@code PodScheduled}, when that is {@code False} for reason
 *     {@code Unschedulable}
 * @param annotationBytes what keys and values of its annotations take in UTF-8, {@code kube-wasm/wiring} left out; 0 for one
 *     without components, which gets none
 */
public record ObservedPod(
        PodFacts facts,
        PodInfo info,
        Optional<String> profile,
        boolean gated,
        List<ComponentReference> components,
        List<String> refusals,
        Optional<String> lastMessage,
        int annotationBytes) {
    /** One without annotations. */
    public ObservedPod(
            PodFacts facts,
            PodInfo info,
            Optional<String> profile,
            boolean gated,
            List<ComponentReference> components,
            List<String> refusals,
            Optional<String> lastMessage) {
        this(facts, info, profile, gated, components, refusals, lastMessage, 0);
    }

    /** @throws IllegalArgumentException if facts and info aren't of one Pod */
    public ObservedPod {
        components = List.copyOf(components);
        refusals = List.copyOf(refusals);
        if (!facts.uid().equals(info.uid()) || !facts.key().equals(info.key())) {
            throw new IllegalArgumentException("facts of Pod " + facts.key() + " beside an info of " + info.key());
        }
    }

    /** What keys and values of {@code annotations} take in UTF-8. */
    public static int bytes(Map<String, String> annotations) {
        int bytes = 0;
        for (Map.Entry<String, String> annotation : annotations.entrySet()) {
            bytes += annotation.getKey().getBytes(UTF_8).length
                    + annotation.getValue().getBytes(UTF_8).length;
        }
        return bytes;
    }

    /** Whether it is this scheduler's to place. */
    public boolean ours() {
        return profile.isPresent();
    }

    /** Whether the scheduler has to find a node for it, now or when its gates are gone. */
    public boolean wantsNode() {
        return ours()
                && facts.state().node().isEmpty()
                && !facts.state().terminating()
                && !facts.state().finished();
    }
}
