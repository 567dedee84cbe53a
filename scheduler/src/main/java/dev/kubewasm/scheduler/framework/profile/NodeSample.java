package dev.kubewasm.scheduler.framework.profile;

import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.NodeInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * kube-scheduler's {@code percentageOfNodesToScore}: in a large cluster filtering ends once enough nodes have taken the Pod,
 * and begins with the next Pod where it ended, so that every node has its turn. Nodes come from each zone one in turn. One
 * owner.
 */
public final class NodeSample {
    /** Fewer nodes are all looked at, and so many that take the Pod are looked for at least. */
    private static final int LEAST = 100;

    private static final int LEAST_PERCENT = 5;

    private final int percentage;
    private int next;

    /** @param percentage {@link ProfileSettings#percentageOfNodesToScore} */
    public NodeSample(int percentage) {
        this.percentage = percentage;
    }

    /**
     * The nodes that take a Pod, or as many of them as are enough; none only if no node does.
     *
     * @param takes whether a node does; asked once of each node until it is enough
     */
    public List<NodeInfo> feasible(ClusterState cluster, Predicate<NodeInfo> takes) {
        int nodes = cluster.nodes().size();
        int enough = enough(nodes);
        List<NodeInfo> feasible = new ArrayList<>();
        int looked = 0;
        while (looked < nodes && feasible.size() < enough) {
            NodeInfo node = cluster.inTurn((next + looked++) % nodes);
            if (takes.test(node)) {
                feasible.add(node);
            }
        }
        next = nodes == 0 ? 0 : (next + looked) % nodes;
        return feasible;
    }

    /** How many of {@code nodes} nodes are enough: by default a smaller share of more nodes. */
    private int enough(int nodes) {
        if (nodes < LEAST) {
            return nodes;
        }
        int percent = percentage == 0 ? Math.max(LEAST_PERCENT, 50 - nodes / 125) : percentage;
        return Math.max(LEAST, (int) ((long) nodes * percent / 100));
    }
}
