package dev.kubewasm.cli.explain;

import dev.kubewasm.cli.cluster.ClusterPicture;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.scheduler.core.PodExplanation;
import dev.kubewasm.scheduler.core.SchedulingProfile;
import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.profile.DisruptionBudget;
import dev.kubewasm.scheduler.port.ClusterObject;
import dev.kubewasm.simulations.situation.KubeSchedulerView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Explains a Pod of a cluster; one that has a node as if it had none yet, everything else being where it is. */
final class PodExplainer {
    private PodExplainer() {}

    /**
     * What there is to say of the Pod.
     *
     * @param pod its name and namespace
     * @param profiles by their names; a Pod of another one is explained by the default
     * @throws UnexplainableException if the cluster has no such Pod, or it is over
     */
    static PodAnswer explain(ClusterPicture picture, PodKey pod, Map<String, SchedulingProfile> profiles)
            throws UnexplainableException {
        Snapshot snapshot = picture.snapshot();
        PodFacts facts = snapshot.pod(pod).orElseThrow(() -> new UnexplainableException(missing(pod, snapshot)));
        if (facts.state().finished()) {
            throw new UnexplainableException("Pod " + pod + " is over: it needs no node");
        }
        Optional<NodeName> node = facts.state().node();
        String refusal = picture.refused().get(pod);
        if (refusal != null) {
            return PodAnswer.refused(pod, refusal);
        }
        Snapshot waiting = node.isPresent() ? snapshot.with(facts.withState(PodState.PENDING)) : snapshot;
        PodExplanation explanation = PodExplanation.of(pod, cluster(waiting, picture, pod), key -> Optional.ofNullable(
                        picture.profiles().get(key))
                .map(profiles::get)
                .orElse(SchedulingProfile.DEFAULT));
        return new PodAnswers(waiting).of(pod, node, explanation);
    }

    private static String missing(PodKey pod, Snapshot snapshot) {
        List<String> others = snapshot.pods().keySet().stream()
                .filter(other -> other.name().equals(pod.name()))
                .map(PodKey::namespace)
                .toList();
        return "there is no Pod " + pod
                + (others.isEmpty() ? "" : ", but one of that name in namespace " + String.join(", ", others));
    }

    private static PodExplanation.Cluster cluster(Snapshot snapshot, ClusterPicture picture, PodKey pod) {
        KubeSchedulerView view = picture.view();
        Map<PodKey, PodInfo> pods = new HashMap<>(view.pods());
        pods.computeIfPresent(pod, (_, info) -> info.withoutNode());
        ClusterState state = view.withPods(pods).cluster();
        pods.values().stream()
                .filter(info -> info.node().isEmpty()
                        && info.importance().nominatedNode().isPresent()
                        && !info.key().equals(pod))
                .forEach(state::putWaiting);
        List<DisruptionBudget> budgets = view.objects().stream()
                .filter(ClusterObject.Budget.class::isInstance)
                .map(budget -> ((ClusterObject.Budget) budget).budget())
                .toList();
        return new PodExplanation.Cluster(snapshot, state, pods, picture.pending(), budgets);
    }
}
