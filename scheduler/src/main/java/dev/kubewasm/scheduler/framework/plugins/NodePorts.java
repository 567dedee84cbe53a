package dev.kubewasm.scheduler.framework.plugins;

import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.FilterPlugin;
import dev.kubewasm.scheduler.framework.HostPort;
import dev.kubewasm.scheduler.framework.NodeInfo;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.PreFilter;
import dev.kubewasm.scheduler.framework.Status;

/** Ports on the node must be free. */
public final class NodePorts implements FilterPlugin {
    private static final String NAME = "NodePorts";
    private static final Status TAKEN =
            Status.Rejected.unschedulable(NAME, "node(s) didn't have free ports for the requested pod ports");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public PreFilter preFilter(PodInfo pod, ClusterState cluster) {
        return pod.ports().isEmpty()
                ? PreFilter.SKIP
                : PreFilter.ask(node -> conflicts(pod, node) ? TAKEN : Status.FITS);
    }

    private static boolean conflicts(PodInfo pod, NodeInfo node) {
        for (HostPort taken : node.ports()) {
            for (HostPort wanted : pod.ports()) {
                if (wanted.conflictsWith(taken)) {
                    return true;
                }
            }
        }
        return false;
    }
}
