package dev.kubewasm.simulations.timeline;

import dev.kubewasm.placement.facts.LabelSelector;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.scheduler.framework.AffinityTerm;
import dev.kubewasm.scheduler.framework.PodAffinity;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.port.ClusterObject;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the Pods of a workload are made from.
 *
 * @param facts a Pod of it, pending
 * @param info the same Pod, without a node
 */
record Template(PodFacts facts, PodInfo info) {
    /** Controllers label Pods with a hash of their template; the first of Deployments, the other of StatefulSets. */
    private static final String DEPLOYMENT_HASH = "pod-template-hash";

    private static final String REVISION_HASH = "controller-revision-hash";

    static Template of(PodFacts pod, PodInfo info) {
        return new Template(pod.withState(PodState.PENDING), info.withoutNode());
    }

    /**
     * The next version: with another hash, also where the Pods of its own version are meant ({@code matchLabelKeys}), and of
     * another ReplicaSet.
     *
     * @param hash new for this workload
     */
    Template next(String hash) {
        TreeMap<String, String> labels = new TreeMap<>(facts.labels());
        labels.put(hashLabel(), hash);
        UnaryOperator<LabelSelector> own = selector -> ofVersion(hash, selector);
        PodAffinity wishes = info.affinity();
        return new Template(
                facts.withLabels(labels),
                info.of(
                        labels,
                        new PodAffinity(
                                terms(wishes.required(), own),
                                terms(wishes.requiredAnti(), own),
                                weighted(wishes.preferred(), own),
                                weighted(wishes.preferredAnti(), own)),
                        info.spread().stream()
                                .map(spread -> spread.counting(own.apply(spread.pods())))
                                .toList(),
                        info.workload()
                                .map(owner -> owner.kind().equals("ReplicaSet")
                                        ? new PodInfo.Workload(owner.kind(), owner.name() + "-" + hash)
                                        : owner)));
    }

    /** The ReplicaSet of the {@code next} version, if this one's is among {@code objects}. */
    Optional<ClusterObject> replicaSet(Template next, List<ClusterObject> objects) {
        for (ClusterObject object : objects) {
            if (object instanceof ClusterObject.Workload(String namespace, var owner, LabelSelector selector)
                    && namespace.equals(facts.key().namespace())
                    && info.workload().equals(Optional.of(owner))
                    && !next.info.workload().equals(info.workload())) {
                return Optional.of(new ClusterObject.Workload(
                        namespace, next.info.workload().orElseThrow(), ofVersion(next.facts.revision(), selector)));
            }
        }
        return Optional.empty();
    }

    private String hashLabel() {
        return facts.labels().containsKey(REVISION_HASH) ? REVISION_HASH : DEPLOYMENT_HASH;
    }

    private LabelSelector ofVersion(String hash, LabelSelector selector) {
        @Nullable String before = facts.labels().get(hashLabel());
        return before == null ? selector : selector.replacing(hashLabel(), before, hash);
    }

    private static List<AffinityTerm> terms(List<AffinityTerm> terms, UnaryOperator<LabelSelector> own) {
        return terms.stream().map(term -> term(term, own)).toList();
    }

    private static List<AffinityTerm.Weighted> weighted(
            List<AffinityTerm.Weighted> terms, UnaryOperator<LabelSelector> own) {
        return terms.stream()
                .map(term -> new AffinityTerm.Weighted(term(term.term(), own), term.weight()))
                .toList();
    }

    private static AffinityTerm term(AffinityTerm term, UnaryOperator<LabelSelector> own) {
        return new AffinityTerm(
                term.namespaces(), term.namespaceSelector(), own.apply(term.pods()), term.topologyKey());
    }
}
