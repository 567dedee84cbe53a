package dev.kubewasm.scheduler.kubernetes;

import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Resources;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a Pod requests in effect, as kube-scheduler adds it up (component-helpers {@code resource.PodRequests}): the
 * larger of all containers together and of each init container in its turn, sidecars (init containers that restart
 * always) counted from their start on; pod-level resources in their place where given; the overhead on top. A limit
 * without a request is a request, as the API server defaults it.
 */
final class PodRequests {
    private static final String ALWAYS = "Always";

    private PodRequests() {}

    /** The request of a Pod; quantities that can't be read are named in {@code problems}. */
    static Resources of(PodSpec spec, List<String> problems) {
        Resources running = Resources.NONE;
        for (Container container : spec.getContainers()) {
            running = running.plus(
                    requests(container.getResources(), "container " + container.getName() + ": resources", problems));
        }
        Resources sidecars = Resources.NONE;
        Resources starting = Resources.NONE;
        for (Container container : spec.getInitContainers()) {
            Resources own = requests(
                    container.getResources(), "init container " + container.getName() + ": resources", problems);
            if (ALWAYS.equals(container.getRestartPolicy())) {
                sidecars = sidecars.plus(own);
                starting = max(starting, sidecars);
            } else {
                starting = max(starting, sidecars.plus(own));
            }
        }
        Resources effective = max(running.plus(sidecars), starting);
        effective = withPodLevel(effective, spec.getResources(), problems);
        return effective.plus(Quantities.read(spec.getOverhead(), "overhead", problems));
    }

    /** A pod-level limit without a request is a request only where no container requests anything. */
    private static Resources withPodLevel(
            Resources containers, @Nullable ResourceRequirements podLevel, List<String> problems) {
        if (podLevel == null) {
            return containers;
        }
        Resources effective = containers;
        for (Map.Entry<ResourceName, Long> limit : Quantities.read(podLevel.getLimits(), "resources.limits", problems)
                .amounts()
                .entrySet()) {
            if (containers.get(limit.getKey()) == 0) {
                effective = effective.with(limit.getKey(), limit.getValue());
            }
        }
        for (Map.Entry<ResourceName, Long> request : Quantities.read(
                        podLevel.getRequests(), "resources.requests", problems)
                .amounts()
                .entrySet()) {
            effective = effective.with(request.getKey(), request.getValue());
        }
        return effective;
    }

    private static Resources requests(@Nullable ResourceRequirements resources, String where, List<String> problems) {
        if (resources == null) {
            return Resources.NONE;
        }
        Map<String, Quantity> requested = new HashMap<>();
        if (resources.getLimits() != null) {
            requested.putAll(resources.getLimits());
        }
        if (resources.getRequests() != null) {
            requested.putAll(resources.getRequests());
        }
        return Quantities.read(requested, where, problems);
    }

    private static Resources max(Resources a, Resources b) {
        Map<ResourceName, Long> max = new HashMap<>(a.amounts());
        b.amounts().forEach((name, amount) -> max.merge(name, amount, Math::max));
        return Resources.of(max);
    }
}
