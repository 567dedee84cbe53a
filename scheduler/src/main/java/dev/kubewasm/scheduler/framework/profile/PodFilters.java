package dev.kubewasm.scheduler.framework.profile;

import dev.kubewasm.scheduler.framework.NodeFilter;
import dev.kubewasm.scheduler.framework.NodeInfo;
import dev.kubewasm.scheduler.framework.NodeSpec;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.Status;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The filters of a profile with what they computed for one Pod. */
public final class PodFilters {
    private final Optional<Status.Rejected> rejection;
    private final List<NodeFilter> filters;
    private final Optional<Set<String>> nodes;
    private final Status notChosen;

    private PodFilters(
            Optional<Status.Rejected> rejection,
            List<NodeFilter> filters,
            Optional<Set<String>> nodes,
            Status notChosen) {
        this.rejection = rejection;
        this.filters = filters;
        this.nodes = nodes;
        this.notChosen = notChosen;
    }

    static PodFilters rejecting(Status.Rejected status) {
        return new PodFilters(Optional.of(status), List.of(), Optional.empty(), status);
    }

    /**
     * @param nodes those that come into question
     * @param choosers the plugins that said so
     */
    static PodFilters asking(List<NodeFilter> filters, Optional<Set<String>> nodes, List<String> choosers) {
        Status notChosen = choosers.isEmpty()
                ? Status.FITS
                : Status.Rejected.unresolvable(
                        choosers.getFirst(), "node(s) didn't satisfy plugin(s) " + choosers.toString());
        return new PodFilters(Optional.empty(), List.copyOf(filters), nodes, notChosen);
    }

    /** What the first filter that rejects {@code node} says, or that it fits. */
    public Status filter(NodeInfo node) {
        if (rejection.isPresent()) {
            return rejection.get();
        }
        if (nodes.isPresent() && !nodes.get().contains(node.name())) {
            return notChosen;
        }
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
        return new PodFilters(rejection, filters.stream().map(NodeFilter::copy).toList(), nodes, notChosen);
    }

    /** As {@link NodeFilter#update}. */
    void update(PodInfo other, NodeSpec node, int delta) {
        for (NodeFilter filter : filters) {
            filter.update(other, node, delta);
        }
    }
}
