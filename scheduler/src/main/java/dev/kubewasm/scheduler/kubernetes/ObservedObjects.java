package dev.kubewasm.scheduler.kubernetes;

import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.port.ClusterObject;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Optional;

/**
 * What there is besides nodes and Pods: Namespaces, Services, controllers of Pods, PodDisruptionBudgets, and what {@link
 * ObservedStorage} knows.
 */
public final class ObservedObjects {
    private ObservedObjects() {}

    /**
     * The object as the rules about Pods see it; empty for a kind that they don't look at.
     *
     * @param object as the API server stores it
     * @param problems gets what can't be read, which then selects nothing; one sentence each
     */
    public static Optional<ClusterObject> observe(HasMetadata object, List<String> problems) {
        ObjectMeta meta = object.getMetadata();
        return Optional.ofNullable(
                switch (object) {
                    case Namespace _ -> new ClusterObject.Namespace(meta.getName(), Maps.sorted(meta.getLabels()));
                    case Service service ->
                        new ClusterObject.Service(
                                meta.getNamespace(),
                                meta.getName(),
                                service.getSpec() == null
                                        ? Maps.sorted(null)
                                        : Maps.sorted(service.getSpec().getSelector()));
                    case ReplicaSet set ->
                        workload(
                                object,
                                set.getSpec() == null ? null : set.getSpec().getSelector(),
                                problems);
                    case StatefulSet set ->
                        workload(
                                object,
                                set.getSpec() == null ? null : set.getSpec().getSelector(),
                                problems);
                    case ReplicationController controller ->
                        new ClusterObject.Workload(
                                meta.getNamespace(),
                                workload(object),
                                LabelSelectors.equal(
                                        controller.getSpec() == null
                                                ? Maps.sorted(null)
                                                : Maps.sorted(
                                                        controller.getSpec().getSelector())));
                    case PodDisruptionBudget budget ->
                        new ClusterObject.Budget(meta.getName(), SchedulerObjects.budget(budget, problems));
                    default -> ObservedStorage.observe(object, problems).orElse(null);
                });
    }

    /** The id of an object that {@link #observe} knows the kind of. */
    public static Optional<ClusterObject.Id> id(HasMetadata object) {
        ObjectMeta meta = object.getMetadata();
        return Optional.ofNullable(
                switch (object) {
                    case Namespace _ -> new ClusterObject.Id(ClusterObject.Kind.NAMESPACE, "", meta.getName());
                    case Service _ ->
                        new ClusterObject.Id(ClusterObject.Kind.SERVICE, meta.getNamespace(), meta.getName());
                    case ReplicaSet _, StatefulSet _, ReplicationController _ ->
                        ClusterObject.Workload.idOf(meta.getNamespace(), workload(object));
                    case PodDisruptionBudget _ ->
                        new ClusterObject.Id(ClusterObject.Kind.DISRUPTION_BUDGET, meta.getNamespace(), meta.getName());
                    default -> ObservedStorage.id(object).orElse(null);
                });
    }

    private static ClusterObject workload(
            HasMetadata object,
            io.fabric8.kubernetes.api.model.@org.jspecify.annotations.Nullable LabelSelector selector,
            List<String> problems) {
        return new ClusterObject.Workload(
                object.getMetadata().getNamespace(),
                workload(object),
                LabelSelectors.of(
                        selector, object.getKind() + " " + object.getMetadata().getName() + ": selector", problems));
    }

    private static PodInfo.Workload workload(HasMetadata object) {
        return new PodInfo.Workload(object.getKind(), object.getMetadata().getName());
    }
}
