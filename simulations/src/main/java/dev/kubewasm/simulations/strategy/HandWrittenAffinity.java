package dev.kubewasm.simulations.strategy;

import dev.kubewasm.placement.facts.LabelSelector;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.wiring.PodWiring;
import dev.kubewasm.placement.wiring.WiringGraph;
import dev.kubewasm.placement.wiring.WiringIndex;
import dev.kubewasm.scheduler.framework.AffinityTerm;
import dev.kubewasm.scheduler.framework.PodAffinity;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.simulations.situation.Situation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * kube-scheduler with what a careful team writes into its manifests where a scheduler doesn't read WIT: each consumer prefers,
 * by {@code podAffinity} with the greatest weight, the nodes where Pods with its providers' labels are.
 */
final class HandWrittenAffinity implements BatchStrategy {
    private static final int GREATEST_WEIGHT = 100;
    private static final String NODE = "kubernetes.io/hostname";
    /** Of each replica alone, not of the workload. */
    private static final Set<String> OF_ONE = Set.of(
            "pod-template-hash",
            "controller-revision-hash",
            "statefulset.kubernetes.io/pod-name",
            "apps.kubernetes.io/pod-index");

    private final BatchStrategy scheduler;
    private final WiringIndex wiring = new WiringIndex();
    private Snapshot shown = Snapshot.EMPTY;

    HandWrittenAffinity(BatchStrategy scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public Placement place(Situation situation, Progress progress) {
        wiring.apply(situation.snapshot().changesSince(shown));
        shown = situation.snapshot();
        WiringGraph links = wiring.graph(situation.pending());
        Map<PodKey, PodInfo> written = new HashMap<>(situation.view().pods());
        for (PodKey key : situation.pending()) {
            List<AffinityTerm.Weighted> terms = terms(links.of(key).links());
            written.computeIfPresent(key, (_, pod) -> terms.isEmpty() ? pod : preferring(pod, terms));
        }
        return scheduler.place(
                new Situation(
                        situation.snapshot(),
                        situation.pending(),
                        situation.view().withPods(written),
                        situation.refused()),
                progress);
    }

    private List<AffinityTerm.Weighted> terms(List<PodWiring.Link> links) {
        List<AffinityTerm.Weighted> terms = new ArrayList<>();
        for (PodWiring.Link link : links) {
            link.provider().pods().stream()
                    .findFirst()
                    .flatMap(shown::pod)
                    .map(provider -> new AffinityTerm(
                            Set.of(provider.key().namespace()), Optional.empty(), labelled(provider), NODE))
                    .ifPresent(term -> terms.add(new AffinityTerm.Weighted(term, GREATEST_WEIGHT)));
        }
        return terms;
    }

    private static LabelSelector labelled(PodFacts provider) {
        return new LabelSelector(provider.labels().entrySet().stream()
                .filter(label -> !OF_ONE.contains(label.getKey()))
                .map(label -> new LabelSelector.Requirement(
                        label.getKey(), LabelSelector.Operator.IN, List.of(label.getValue())))
                .toList());
    }

    private static PodInfo preferring(PodInfo pod, List<AffinityTerm.Weighted> terms) {
        List<AffinityTerm.Weighted> preferred = new ArrayList<>(pod.affinity().preferred());
        preferred.addAll(terms);
        return pod.withAffinity(new PodAffinity(
                pod.affinity().required(),
                pod.affinity().requiredAnti(),
                preferred,
                pod.affinity().preferredAnti()));
    }
}
