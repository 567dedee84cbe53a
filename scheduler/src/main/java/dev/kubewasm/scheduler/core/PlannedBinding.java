package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.plugins.VolumeBinding;
import dev.kubewasm.scheduler.framework.volume.VolumePlan;
import dev.kubewasm.scheduler.port.Binding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A binding decided, to be made after those of the Pods it is linked to.
 *
 * @param binding what to bind where
 * @param providers the Pods chosen to serve its imports, bound before or decided together with it
 * @param warnings what its owner should know all the same: imports that stay unlinked, and why
 * @param volumes what is to be done before, so that the Pod has its volumes on its node
 */
record PlannedBinding(Binding binding, Set<PodKey> providers, List<String> warnings, Optional<VolumePlan> volumes) {
    /** Why a decision is void that {@link #withVolumes} finds no volumes for. */
    static final String VOLUMES_GONE = "its volumes can't be had on its node any more";

    PlannedBinding {
        providers = Set.copyOf(providers);
        warnings = List.copyOf(warnings);
    }

    /** A binding before its volumes are looked at. */
    PlannedBinding(Binding binding, Set<PodKey> providers, List<String> warnings) {
        this(binding, providers, warnings, Optional.empty());
    }

    /** The same without warnings. */
    PlannedBinding(Binding binding, Set<PodKey> providers) {
        this(binding, providers, List.of());
    }

    /**
     * The same with what is to be done about the volumes of {@code pod}, which it binds; empty if it can't have them on that
     * node as things stand.
     */
    Optional<PlannedBinding> withVolumes(PodInfo pod, ClusterState cluster) {
        if (pod.volumes().claims().isEmpty()) {
            return Optional.of(this);
        }
        return cluster.node(binding.node().value())
                .flatMap(node -> VolumeBinding.plan(pod, node.spec(), cluster))
                .map(plan ->
                        plan.isEmpty() ? this : new PlannedBinding(binding, providers, warnings, Optional.of(plan)));
    }

    /** The same bindings, each after its providers; otherwise in the order given. Links are acyclic. */
    static List<PlannedBinding> providersFirst(List<PlannedBinding> planned) {
        Map<PodKey, PlannedBinding> byPod = new LinkedHashMap<>();
        planned.forEach(p -> byPod.put(p.binding().pod(), p));
        Set<PodKey> seen = new LinkedHashSet<>();
        List<PlannedBinding> ordered = new ArrayList<>();
        planned.forEach(p -> visit(p, byPod, seen, ordered));
        return ordered;
    }

    private static void visit(
            PlannedBinding planned, Map<PodKey, PlannedBinding> byPod, Set<PodKey> seen, List<PlannedBinding> ordered) {
        if (!seen.add(planned.binding().pod())) {
            return;
        }
        planned.providers().stream().sorted().forEach(provider -> {
            PlannedBinding before = byPod.get(provider);
            if (before != null) {
                visit(before, byPod, seen, ordered);
            }
        });
        ordered.add(planned);
    }
}
