package dev.kubewasm.scheduler.framework.plugins;

import dev.kubewasm.placement.facts.NodeRequirement;
import dev.kubewasm.placement.facts.NodeRequirement.PreferredTerm;
import dev.kubewasm.placement.facts.NodeSelectorTerm;
import dev.kubewasm.placement.facts.NodeSelectorTerm.Operator;
import dev.kubewasm.placement.facts.NodeSelectorTerm.Requirement;
import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.FilterPlugin;
import dev.kubewasm.scheduler.framework.NodeFilter;
import dev.kubewasm.scheduler.framework.NodeInfo;
import dev.kubewasm.scheduler.framework.NodeScorer;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.PreFilter;
import dev.kubewasm.scheduler.framework.ScorePlugin;
import dev.kubewasm.scheduler.framework.Status;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Node selector and node affinity. */
public final class NodeAffinityPlugin implements FilterPlugin, ScorePlugin {
    private static final String NAME = "NodeAffinity";
    private static final Status.Rejected CONFLICT = Status.Rejected.unresolvable(NAME, "pod affinity terms conflict");
    private static final Status POD =
            Status.Rejected.unresolvable(NAME, "node(s) didn't match Pod's node affinity/selector");
    private static final Status ENFORCED =
            Status.Rejected.unresolvable(NAME, "node(s) didn't match scheduler-enforced node affinity");

    private final NodeRequirement added;

    /** @param added what holds for every Pod besides its own affinity, from the configuration */
    public NodeAffinityPlugin(NodeRequirement added) {
        this.added = added;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean hasRulesOfItsOwn() {
        return !isFree(added);
    }

    @Override
    public PreFilter preFilter(PodInfo pod, ClusterState cluster) {
        NodeRequirement own = pod.nodes();
        if (isFree(own) && isFree(added)) {
            return PreFilter.SKIP;
        }
        Optional<Set<String>> names = own.required().flatMap(NodeAffinityPlugin::namedNodes);
        if (names.isPresent() && names.get().isEmpty()) {
            return new PreFilter.Reject(CONFLICT);
        }
        return new PreFilter.Ask(filter(own), names);
    }

    private static boolean isFree(NodeRequirement requirement) {
        return requirement.nodeSelector().isEmpty() && requirement.required().isEmpty();
    }

    private NodeFilter filter(NodeRequirement own) {
        return node -> {
            if (!added.accepts(node.name(), node.spec().labels())) {
                return ENFORCED;
            }
            return own.accepts(node.name(), node.spec().labels()) ? Status.FITS : POD;
        };
    }

    /** The nodes that the terms name; empty if one of them names none, which leaves all. */
    private static Optional<Set<String>> namedNodes(List<NodeSelectorTerm> terms) {
        if (terms.isEmpty()) {
            return Optional.empty();
        }
        Set<String> union = new HashSet<>();
        for (NodeSelectorTerm term : terms) {
            Optional<Set<String>> named = Optional.empty();
            for (Requirement field : term.matchFields()) {
                if (field.key().equals(NodeSelectorTerm.METADATA_NAME) && field.operator() == Operator.IN) {
                    Set<String> both = new HashSet<>(field.values());
                    named.ifPresent(both::retainAll);
                    named = Optional.of(both);
                }
            }
            if (named.isEmpty()) {
                return Optional.empty();
            }
            union.addAll(named.get());
        }
        return Optional.of(union);
    }

    @Override
    public Optional<NodeScorer> preScore(PodInfo pod, ClusterState cluster, List<NodeInfo> feasible) {
        List<PreferredTerm> preferred = new ArrayList<>(added.preferred());
        preferred.addAll(pod.nodes().preferred());
        return preferred.isEmpty() ? Optional.empty() : Optional.of(new Scorer(preferred));
    }

    private record Scorer(List<PreferredTerm> preferred) implements NodeScorer {
        @Override
        public long score(NodeInfo node) {
            long score = 0;
            for (PreferredTerm term : preferred) {
                if (term.term().matches(node.name(), node.spec().labels())) {
                    score += term.weight();
                }
            }
            return score;
        }

        @Override
        public void normalize(List<NodeInfo> nodes, long[] scores) {
            NodeScorer.proportional(scores, false);
        }
    }
}
