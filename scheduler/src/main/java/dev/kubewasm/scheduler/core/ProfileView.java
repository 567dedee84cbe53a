package dev.kubewasm.scheduler.core;

import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.profile.DisruptionBudget;
import dev.kubewasm.scheduler.port.ClusterObject;
import dev.kubewasm.scheduler.port.StorageObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The cluster as the profile's plugins look at it, with what was decided. It belongs to the cycle, and changes only when
 * the cycle {@link SchedulingState#refresh brings it up to date}: in time that depends on what has changed.
 */
final class ProfileView {
    private final Map<ClusterObject.Id, DisruptionBudget> budgets = new LinkedHashMap<>();
    private ClusterState cluster = new ClusterState();

    ClusterState cluster() {
        return cluster;
    }

    List<DisruptionBudget> budgets() {
        return List.copyOf(budgets.values());
    }

    /** Forgets everything. */
    void clear() {
        budgets.clear();
        cluster = new ClusterState();
    }

    void apply(ClusterChanges changes) {
        changes.objects().forEach((id, now) -> now.ifPresentOrElse(object -> put(id, object), () -> remove(id)));
        changes.nodes().forEach((name, now) -> now.ifPresentOrElse(cluster::putNode, () -> cluster.removeNode(name)));
        changes.pods().forEach((uid, now) -> now.ifPresentOrElse(cluster::putPod, () -> cluster.removePod(uid)));
        changes.nominated()
                .forEach((uid, now) -> now.ifPresentOrElse(cluster::putWaiting, () -> cluster.removeWaiting(uid)));
        // On top of what the API server has.
        changes.volumes().values().forEach(this::apply);
    }

    private void apply(ClusterChanges.Volumes decided) {
        if (decided.assumed()) {
            cluster.volumes().assume(decided.plan());
        } else {
            cluster.volumes().forget(decided.plan());
        }
    }

    private void put(ClusterObject.Id id, ClusterObject object) {
        switch (object) {
            case ClusterObject.Namespace(String name, Map<String, String> labels) -> cluster.putNamespace(name, labels);
            case ClusterObject.Service(String namespace, String name, Map<String, String> selector) -> {
                if (selector.isEmpty()) {
                    cluster.removeService(namespace, name);
                } else {
                    cluster.putService(namespace, name, selector);
                }
            }
            case ClusterObject.Workload(var namespace, var workload, var selector) ->
                cluster.putWorkload(namespace, workload, selector);
            case ClusterObject.Budget(String _, DisruptionBudget budget) -> budgets.put(id, budget);
            case StorageObject storage -> storage.putInto(cluster.volumes());
        }
    }

    private void remove(ClusterObject.Id id) {
        switch (id.kind()) {
            case NAMESPACE -> cluster.removeNamespace(id.name());
            case SERVICE -> cluster.removeService(id.namespace(), id.name());
            case WORKLOAD -> cluster.removeWorkload(id.namespace(), ClusterObject.Workload.of(id));
            case DISRUPTION_BUDGET -> budgets.remove(id);
            case PERSISTENT_VOLUME,
                    PERSISTENT_VOLUME_CLAIM,
                    STORAGE_CLASS,
                    CSI_NODE,
                    CSI_DRIVER,
                    CSI_STORAGE_CAPACITY,
                    VOLUME_ATTACHMENT -> StorageObject.remove(id, cluster.volumes());
        }
    }
}
