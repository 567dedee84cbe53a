package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.result.RebalancePlan;
import dev.kubewasm.placement.result.RebalancePlan.Move;
import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.Status;
import dev.kubewasm.scheduler.framework.profile.Profile;
import dev.kubewasm.scheduler.framework.profile.ProfileSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Whether the filters of their profiles let the Pods that a rebalancing evicts come to the nodes it plans, step by step. */
public final class MoveRules {
    private final Function<PodKey, ProfileSettings> rules;
    private final Map<ProfileSettings, Profile> profiles = new HashMap<>();

    /** @param rules of each Pod of a plan */
    public MoveRules(Function<PodKey, ProfileSettings> rules) {
        this.rules = rules;
    }

    /**
     * What the filters have against a plan, a line for each move that one refuses; empty if nothing. Each is asked in the
     * state at its step: the Pods of the step are gone, those of the steps before it run on their new nodes.
     *
     * @param pods by name, those of the plan among them
     * @param cluster as it is before the first step; as it is after the last one when this returns
     */
    public List<String> refusals(RebalancePlan plan, Map<PodKey, PodInfo> pods, ClusterState cluster) {
        List<String> refusals = new ArrayList<>();
        for (RebalancePlan.Step step : plan.steps()) {
            step.moves().forEach(move -> cluster.removePod(info(move, pods).uid()));
            for (Move move : step.moves()) {
                PodInfo pod = info(move, pods).withoutNode();
                Profile profile = profiles.computeIfAbsent(rules.apply(move.pod()), Profile::of);
                Status status = cluster.node(move.to().value())
                        .map(profile.preFilter(pod, cluster)::filter)
                        .orElseThrow(() -> new IllegalArgumentException("the cluster has no node " + move.to()));
                if (status instanceof Status.Rejected rejected) {
                    refusals.add(move.pod() + " to " + move.to() + ": " + String.join(", ", rejected.reasons()));
                }
                cluster.putPod(pod.on(move.to().value()));
            }
        }
        return refusals;
    }

    private static PodInfo info(Move move, Map<PodKey, PodInfo> pods) {
        return Objects.requireNonNull(pods.get(move.pod()), () -> "the cluster has no Pod " + move.pod());
    }
}
