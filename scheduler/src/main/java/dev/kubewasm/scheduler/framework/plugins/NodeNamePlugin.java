package dev.kubewasm.scheduler.framework.plugins;

import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.FilterPlugin;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.PreFilter;
import dev.kubewasm.scheduler.framework.Status;

/** A Pod that names its node goes there or nowhere. */
public final class NodeNamePlugin implements FilterPlugin {
    private static final String NAME = "NodeName";
    private static final Status OTHER =
            Status.Rejected.unresolvable(NAME, "node(s) didn't match the requested node name");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public PreFilter preFilter(PodInfo pod, ClusterState cluster) {
        if (pod.node().isEmpty()) {
            return PreFilter.SKIP;
        }
        String wanted = pod.node().get();
        return PreFilter.ask(node -> node.name().equals(wanted) ? Status.FITS : OTHER);
    }
}
