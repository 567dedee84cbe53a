package dev.kubewasm.scheduler.app.kubernetes;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.framework.volume.VolumePlan;
import dev.kubewasm.scheduler.port.Binding;
import dev.kubewasm.scheduler.port.ClusterListener;
import dev.kubewasm.scheduler.port.ClusterPort;
import dev.kubewasm.scheduler.port.ClusterUnavailableException;
import dev.kubewasm.scheduler.port.PodEvent;
import dev.kubewasm.scheduler.port.VolumePort;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A cluster that only the leader changes: each write asks first whether this replica still leads. A decision made before a
 * pause is so never carried out after it.
 */
public final class FencedCluster implements ClusterPort, VolumePort {
    private final ClusterPort cluster;
    private final VolumePort volumes;
    private final BooleanSupplier leads;

    /**
     * @param cluster what is changed
     * @param leads whether this replica leads now
     */
    public FencedCluster(KubernetesCluster cluster, BooleanSupplier leads) {
        this.cluster = cluster;
        this.volumes = cluster;
        this.leads = leads;
    }

    @Override
    public Watch watch(ClusterListener listener) {
        return cluster.watch(listener);
    }

    @Override
    public BindAnswer bind(Binding binding) {
        return leads.getAsBoolean()
                ? cluster.bind(binding)
                : new BindAnswer.Conflict("this replica's time as the leader has run out");
    }

    @Override
    public VolumeAnswer provide(VolumePlan plan, Duration atMost) {
        requireLead();
        return volumes.provide(plan, atMost);
    }

    @Override
    public void record(PodEvent event) {
        requireLead();
        cluster.record(event);
    }

    @Override
    public void markUnschedulable(PodKey pod, Uid uid, String message) {
        requireLead();
        cluster.markUnschedulable(pod, uid, message);
    }

    @Override
    public void nominate(PodKey pod, Uid uid, Optional<NodeName> node) {
        requireLead();
        cluster.nominate(pod, uid, node);
    }

    @Override
    public void preempt(PodKey victim, Uid uid, String message) {
        requireLead();
        cluster.preempt(victim, uid, message);
    }

    private void requireLead() {
        if (!leads.getAsBoolean()) {
            throw new ClusterUnavailableException("this replica's time as the leader has run out", null);
        }
    }
}
