package dev.kubewasm.scheduler.kubernetes;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.profile.DisruptionBudget;
import dev.kubewasm.scheduler.framework.profile.Explanation;
import dev.kubewasm.scheduler.framework.profile.ProfileSettings;
import dev.kubewasm.scheduler.port.ClusterObject;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cluster written down with one Pod that waits, as JSON.
 *
 * @param id names the case
 * @param nodes all nodes
 * @param namespaces all namespaces
 * @param services services, which spread Pods by default
 * @param replicasets by whose Pods others are spread, too
 * @param pdbs disruption budgets
 * @param pods the Pods that have nodes, and those that are nominated to one
 * @param pod the Pod that waits
 * @param storage volumes, claims and what belongs to them
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SchedulingCase(
        String id,
        List<Node> nodes,
        List<Namespace> namespaces,
        List<Service> services,
        List<ReplicaSet> replicasets,
        List<PodDisruptionBudget> pdbs,
        List<Pod> pods,
        Pod pod,
        @JsonUnwrapped StorageCase storage) {
    private static final String DEFAULT_SCHEDULER = "default-scheduler";

    public SchedulingCase {
        if (isNull(id) || isNull(nodes) || isNull(pod)) {
            throw new IllegalArgumentException("`id`, `nodes` and `pod` must be given");
        }
        nodes = List.copyOf(nodes);
        namespaces = List.copyOf(Maps.list(namespaces));
        services = List.copyOf(Maps.list(services));
        replicasets = List.copyOf(Maps.list(replicasets));
        pdbs = List.copyOf(Maps.list(pdbs));
        pods = List.copyOf(Maps.list(pods));
    }

    /** JSON may leave out what the types here promise. */
    private static boolean isNull(@Nullable Object value) {
        return value == null;
    }

    /** What is in a case, as the plugins need it. */
    public record Reading(PodInfo pod, ClusterState cluster, List<DisruptionBudget> budgets) {
        /** What kube-scheduler's default profile says of the Pod. */
        public Explanation explain(ProfileSettings settings) {
            return Explanation.of(settings, pod, cluster, budgets);
        }
    }

    /**
     * Reads the objects.
     *
     * @throws IllegalArgumentException naming everything in the case that can't be read
     */
    public Reading read() {
        List<String> problems = new ArrayList<>();
        PodInfo waiting = SchedulerObjects.pod(pod, problems);
        ClusterState cluster = cluster(problems);
        List<DisruptionBudget> budgets = pdbs.stream()
                .map(budget -> SchedulerObjects.budget(budget, problems))
                .toList();
        UnsupportedFeatures.check(pod.getSpec(), problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        return new Reading(waiting, cluster, budgets);
    }

    private ClusterState cluster(List<String> problems) {
        ClusterState cluster = new ClusterState();
        storage.addTo(cluster.volumes(), problems);
        for (Namespace namespace : namespaces) {
            ObjectMeta meta = named(namespace);
            cluster.putNamespace(meta.getName(), Maps.sorted(meta.getLabels()));
        }
        for (Service service : services) {
            ObjectMeta meta = named(service);
            if (service.getSpec() != null && service.getSpec().getSelector() != null) {
                cluster.putService(
                        meta.getNamespace() == null ? "default" : meta.getNamespace(),
                        meta.getName(),
                        Maps.sorted(service.getSpec().getSelector()));
            }
        }
        for (ReplicaSet set : replicasets) {
            if (ObservedObjects.observe(set, problems).orElse(null) instanceof ClusterObject.Workload owner) {
                cluster.putWorkload(owner.namespace(), owner.workload(), owner.selector());
            }
        }
        for (Node node : nodes) {
            cluster.putNode(SchedulerObjects.node(node, problems));
        }
        for (Pod placed : pods) {
            if (!SchedulerObjects.finished(placed)) {
                PodInfo info = SchedulerObjects.pod(placed, problems);
                if (info.node().isPresent()) {
                    cluster.putPod(info);
                } else if (schedulerName(placed).equals(schedulerName(pod))) {
                    cluster.putWaiting(info);
                }
            }
        }
        return cluster;
    }

    /** A scheduler knows of the nominations of the Pods that are its own. */
    private static String schedulerName(Pod pod) {
        @Nullable String name = pod.getSpec().getSchedulerName();
        return name == null || name.isEmpty() ? DEFAULT_SCHEDULER : name;
    }

    private static ObjectMeta named(HasMetadata object) {
        ObjectMeta meta = object.getMetadata();
        if (meta == null || meta.getName() == null) {
            throw new IllegalArgumentException("a " + object.getKind() + " without a name");
        }
        return meta;
    }
}
