package dev.kubewasm.scheduler.kubernetes;

import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.scheduler.framework.Amounts;
import dev.kubewasm.scheduler.framework.PodRequest;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a Pod requests in effect, as kube-scheduler adds it up (component-helpers {@code resource.PodRequests}): the
 * larger of all containers together and of each init container in its turn, sidecars (init containers that restart
 * always) counted from their start on; pod-level resources in their place where given; the overhead on top. A limit
 * without a request is a request, as the API server defaults it. A container being resized counts with the larger of
 * what it has and what it shall have.
 */
final class PodRequests {
    private static final String ALWAYS = "Always";
    private static final String CPU = "cpu";
    private static final String MEMORY = "memory";
    private static final Map<String, BigDecimal> SCORED = Map.of(
            CPU, BigDecimal.valueOf(PodRequest.DEFAULT_MILLI_CPU, 3),
            MEMORY, BigDecimal.valueOf(PodRequest.DEFAULT_MEMORY));

    /** One container's requests. */
    private record Part(boolean init, boolean sidecar, Map<String, BigDecimal> requests) {}

    private final List<Part> parts = new ArrayList<>();
    private final Map<String, BigDecimal> podLevel;
    private final Map<String, BigDecimal> podLevelLimits;
    private final Map<String, BigDecimal> overhead;

    private PodRequests(PodSpec spec, @Nullable PodStatus status, List<String> problems) {
        ContainerResizes resizes = ContainerResizes.of(status, problems);
        for (Container container : Maps.list(spec.getContainers())) {
            String where = "container " + container.getName() + ": resources";
            Map<String, BigDecimal> own = requests(container.getResources(), where, problems);
            parts.add(new Part(false, false, resizes.effective(container.getName(), own)));
        }
        for (Container container : Maps.list(spec.getInitContainers())) {
            String where = "init container " + container.getName() + ": resources";
            Map<String, BigDecimal> own = requests(container.getResources(), where, problems);
            boolean sidecar = ALWAYS.equals(container.getRestartPolicy());
            parts.add(new Part(true, sidecar, sidecar ? resizes.effective(container.getName(), own) : own));
        }
        ResourceRequirements resources = spec.getResources();
        podLevel = supported(resources == null ? null : resources.getRequests(), "resources.requests", problems);
        podLevelLimits = supported(resources == null ? null : resources.getLimits(), "resources.limits", problems);
        overhead = Quantities.exact(spec.getOverhead(), "overhead", problems);
    }

    /** The requests of a Pod; quantities that can't be read are named in {@code problems}. */
    static PodRequests of(PodSpec spec, @Nullable PodStatus status, List<String> problems) {
        return new PodRequests(spec, status, problems);
    }

    /** As a placement needs them. */
    Resources resources() {
        return Quantities.rounded(total(Map.of()));
    }

    /** As the profile's plugins need them, with what the Pod counts with in scores. */
    PodRequest forScheduler() {
        Map<String, BigDecimal> effective = total(Map.of());
        Map<String, BigDecimal> defaults = new HashMap<>(SCORED);
        if (!podLevel.isEmpty()) {
            defaults.keySet().removeAll(effective.keySet());
        }
        Amounts placed = SchedulerAmounts.of(total(defaults));
        Map<String, BigDecimal> waiting = containers(SCORED);
        add(waiting, overhead);
        return new PodRequest(
                SchedulerAmounts.of(effective), placed.milliCpu(), placed.memory(), SchedulerAmounts.of(waiting));
    }

    private Map<String, BigDecimal> total(Map<String, BigDecimal> defaults) {
        Map<String, BigDecimal> total = containers(defaults);
        podLevelLimits.forEach((name, limit) -> {
            if (total.getOrDefault(name, BigDecimal.ZERO).signum() == 0) {
                total.put(name, limit);
            }
        });
        total.putAll(podLevel);
        add(total, overhead);
        return total;
    }

    /** @param defaults what a container that requests nothing counts with */
    private Map<String, BigDecimal> containers(Map<String, BigDecimal> defaults) {
        Map<String, BigDecimal> running = new LinkedHashMap<>();
        Map<String, BigDecimal> sidecars = new LinkedHashMap<>();
        Map<String, BigDecimal> starting = new LinkedHashMap<>();
        for (Part part : parts) {
            Map<String, BigDecimal> own = new HashMap<>(defaults);
            own.putAll(part.requests);
            if (!part.init) {
                add(running, own);
                continue;
            }
            if (part.sidecar) {
                add(running, own);
                add(sidecars, own);
                max(starting, sidecars);
            } else {
                add(own, sidecars);
                max(starting, own);
            }
        }
        max(running, starting);
        return running;
    }

    private static Map<String, BigDecimal> requests(
            @Nullable ResourceRequirements resources, String where, List<String> problems) {
        if (resources == null) {
            return Map.of();
        }
        Map<String, Quantity> requested = new HashMap<>();
        if (resources.getLimits() != null) {
            requested.putAll(resources.getLimits());
        }
        if (resources.getRequests() != null) {
            requested.putAll(resources.getRequests());
        }
        return Quantities.exact(requested, where, problems);
    }

    /** Pod-level resources are CPU, memory and huge pages. */
    private static Map<String, BigDecimal> supported(
            @Nullable Map<String, Quantity> quantities, String where, List<String> problems) {
        Map<String, BigDecimal> read = Quantities.exact(quantities, where, problems);
        read.keySet().removeIf(name -> !name.equals(CPU) && !name.equals(MEMORY) && !name.startsWith("hugepages-"));
        return read;
    }

    private static void add(Map<String, BigDecimal> sum, Map<String, BigDecimal> more) {
        more.forEach((name, amount) -> sum.merge(name, amount, BigDecimal::add));
    }

    static void max(Map<String, BigDecimal> max, Map<String, BigDecimal> other) {
        other.forEach((name, amount) -> max.merge(name, amount, BigDecimal::max));
    }
}
