package dev.kubewasm.simulations.situation;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.framework.PodInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Pod that belongs to its node, of a DaemonSet or a static one: a drain leaves it there, it goes with the node, is there again
 * when that is back, and another node of the kind has one too.
 *
 * @param facts bound to the node
 * @param info the same Pod
 */
public record Resident(PodFacts facts, PodInfo info) {
    /** Those on a node, by name. */
    public static List<Resident> on(NodeName node, Snapshot snapshot, Map<PodKey, PodInfo> infos) {
        List<Resident> residents = new ArrayList<>();
        for (PodFacts pod : snapshot.podsOn(node)) {
            @Nullable PodInfo info = infos.get(pod.key());
            if (info != null && pod.workload().tiesPodsToNodes()) {
                residents.add(new Resident(pod, info));
            }
        }
        return residents;
    }

    /** One like this on another node. */
    public Resident like(NodeName node) {
        PodKey key = new PodKey(facts.key().namespace(), facts.key().name() + "-" + node.value());
        Uid uid = new Uid(key.toString());
        PodState state = facts.state();
        return new Resident(
                new PodFacts(
                        key,
                        uid,
                        facts.workload(),
                        facts.labels(),
                        facts.requests(),
                        facts.nodes(),
                        facts.tolerations(),
                        new PodState(Optional.of(node), state.phase(), state.terminating(), state.ready()),
                        facts.containers(),
                        facts.links(),
                        facts.priority(),
                        facts.order()),
                info.named(key, uid).on(node.value()));
    }
}
