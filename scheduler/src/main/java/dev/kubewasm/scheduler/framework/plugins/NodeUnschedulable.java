package dev.kubewasm.scheduler.framework.plugins;

import dev.kubewasm.placement.facts.Taint;
import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.FilterPlugin;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.PreFilter;
import dev.kubewasm.scheduler.framework.Status;

/** Cordoned nodes take only Pods that tolerate it. */
public final class NodeUnschedulable implements FilterPlugin {
    private static final String NAME = "NodeUnschedulable";
    private static final Taint CORDON = new Taint("node.kubernetes.io/unschedulable", "", Taint.Effect.NO_SCHEDULE);
    private static final Status CORDONED = Status.Rejected.unresolvable(NAME, "node(s) were unschedulable");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public PreFilter preFilter(PodInfo pod, ClusterState cluster) {
        return pod.tolerates(CORDON)
                ? PreFilter.SKIP
                : PreFilter.ask(node -> node.spec().unschedulable() ? CORDONED : Status.FITS);
    }
}
