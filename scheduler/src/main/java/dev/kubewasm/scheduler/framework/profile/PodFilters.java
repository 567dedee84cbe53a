package dev.kubewasm.scheduler.framework.profile;

import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.NodeFilter;
import dev.kubewasm.scheduler.framework.NodeInfo;
import dev.kubewasm.scheduler.framework.NodeSpec;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.Status;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The filters of a profile with what they computed for one Pod. A node must take the Pod as it is and, as in kube-scheduler,
 * as if the Pods that are nominated to it and at least as important were there already.
 */
public final class PodFilters {
    private final PodInfo pod;
    private final ClusterState cluster;
    private final Optional<Status.Rejected> rejection;
    private final List<NodeFilter> filters;
    private final Optional<Set<String>> nodes;
    private final Status notChosen;

    private PodFilters(
            PodInfo pod,
            ClusterState cluster,
            Optional<Status.Rejected> rejection,
            List<NodeFilter> filters,
            Optional<Set<String>> nodes,
            Status notChosen) {
        this.pod = pod;
        this.cluster = cluster;
        this.rejection = rejection;
        this.filters = filters;
        this.nodes = nodes;
        this.notChosen = notChosen;
    }

    static PodFilters rejecting(PodInfo pod, ClusterState cluster, Status.Rejected status) {
        return new PodFilters(pod, cluster, Optional.of(status), List.of(), Optional.empty(), status);
    }

    /**
     * @param nodes those that come into question
     * @param choosers the plugins that said so
     */
    static PodFilters asking(
            PodInfo pod,
            ClusterState cluster,
            List<NodeFilter> filters,
            Optional<Set<String>> nodes,
            List<String> choosers) {
        Status notChosen = choosers.isEmpty()
                ? Status.FITS
                : Status.Rejected.unresolvable(
                        choosers.getFirst(), "node(s) didn't satisfy plugin(s) " + choosers.toString());
        return new PodFilters(pod, cluster, Optional.empty(), List.copyOf(filters), nodes, notChosen);
    }

    /** What was said before any node was asked, if that settles it. */
    public Optional<Status.Rejected> rejection() {
        return rejection;
    }

    /** Whether no filter has anything to say about the Pod: every node takes it. */
    public boolean isFree() {
        return rejection.isEmpty() && filters.isEmpty() && nodes.isEmpty();
    }

    /** What the first filter that rejects {@code node} says, or that it fits. */
    public Status filter(NodeInfo node) {
        if (rejection.isPresent()) {
            return rejection.get();
        }
        if (nodes.isPresent() && !nodes.get().contains(node.name())) {
            return notChosen;
        }
        List<PodInfo> ahead = ahead(cluster.nominatedOn(node.name()));
        if (!ahead.isEmpty() && askWith(ahead, node) instanceof Status.Rejected status) {
            return status;
        }
        return ask(node);
    }

    /** Those of {@code nominated} to whom the Pod must leave their place. */
    private List<PodInfo> ahead(Collection<PodInfo> nominated) {
        if (nominated.isEmpty()) {
            return List.of();
        }
        return nominated.stream()
                .filter(other ->
                        other.importance().priority() >= pod.importance().priority()
                                && !other.uid().equals(pod.uid()))
                .toList();
    }

    private Status askWith(List<PodInfo> more, NodeInfo node) {
        NodeInfo fuller = node;
        PodFilters then = copy();
        for (PodInfo other : more) {
            fuller = fuller.with(other);
            then.update(other, node.spec(), 1);
        }
        return then.ask(fuller);
    }

    private Status ask(NodeInfo node) {
        for (NodeFilter filter : filters) {
            Status status = filter.filter(node);
            if (status instanceof Status.Rejected) {
                return status;
            }
        }
        return Status.FITS;
    }

    /** Filters that {@link #update} changes without changing these. */
    PodFilters copy() {
        return new PodFilters(
                pod, cluster, rejection, filters.stream().map(NodeFilter::copy).toList(), nodes, notChosen);
    }

    /** As {@link NodeFilter#update}. */
    void update(PodInfo other, NodeSpec node, int delta) {
        for (NodeFilter filter : filters) {
            filter.update(other, node, delta);
        }
    }
}
