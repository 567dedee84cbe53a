package dev.kubewasm.scheduler.framework.profile;

import dev.kubewasm.scheduler.framework.NodeInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The scores of the nodes that take a Pod. */
public final class Scores {
    private final List<NodeInfo> nodes;
    private final Map<String, long[]> byPlugin;
    private final long[] totals;

    Scores(List<NodeInfo> nodes, Map<String, long[]> byPlugin, long[] totals) {
        this.nodes = nodes;
        this.byPlugin = byPlugin;
        this.totals = totals;
    }

    /** The nodes, in the order of the indexes used here. */
    public List<NodeInfo> nodes() {
        return nodes;
    }

    /** The plugins that had something to say of the Pod, in their order. */
    public List<String> plugins() {
        return List.copyOf(byPlugin.keySet());
    }

    /**
     * The normalized score of a node by one of {@link #plugins}, times the plugin's weight.
     *
     * @param index of the node in {@link #nodes}
     */
    public long of(String plugin, int index) {
        long[] scores = byPlugin.get(plugin);
        if (scores == null) {
            throw new IllegalArgumentException(plugin + " has not scored: " + byPlugin.keySet() + " have");
        }
        return scores[index];
    }

    /** The sum over all plugins of a node. */
    public long total(int index) {
        return totals[index];
    }

    /** The nodes with the best total. */
    public List<NodeInfo> best() {
        long max = Long.MIN_VALUE;
        List<NodeInfo> best = new ArrayList<>();
        for (int i = 0; i < totals.length; i++) {
            if (totals[i] > max) {
                max = totals[i];
                best.clear();
            }
            if (totals[i] == max) {
                best.add(nodes.get(i));
            }
        }
        return best;
    }
}
