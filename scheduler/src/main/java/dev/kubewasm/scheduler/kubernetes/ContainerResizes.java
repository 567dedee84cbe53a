package dev.kubewasm.scheduler.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * In-place resizes of a Pod's containers, as its status tells them: what each has is counted until it has what it shall
 * have; what its node can't give it is not counted at all.
 */
record ContainerResizes(boolean infeasible, Map<String, Map<String, BigDecimal>> actual) {
    static ContainerResizes of(@Nullable PodStatus status, List<String> problems) {
        Map<String, Map<String, BigDecimal>> actual = new HashMap<>();
        if (status == null) {
            return new ContainerResizes(false, actual);
        }
        Stream.concat(
                        Maps.list(status.getContainerStatuses()).stream(),
                        Maps.list(status.getInitContainerStatuses()).stream())
                .filter(container -> container.getResources() != null)
                .forEach(container -> actual.put(container.getName(), actual(container, problems)));
        boolean infeasible = Maps.list(status.getConditions()).stream()
                .filter(condition -> "PodResizePending".equals(condition.getType()))
                .findFirst()
                .filter(condition -> "Infeasible".equals(condition.getReason()))
                .isPresent();
        return new ContainerResizes(infeasible, actual);
    }

    private static Map<String, BigDecimal> actual(ContainerStatus container, List<String> problems) {
        String where = "status of container " + container.getName() + ": ";
        Map<String, BigDecimal> actual =
                Quantities.exact(container.getResources().getRequests(), where + "resources.requests", problems);
        PodRequests.max(
                actual, Quantities.exact(container.getAllocatedResources(), where + "allocatedResources", problems));
        return actual;
    }

    /** What the container of this name requests in effect, if its spec says {@code requests}. */
    Map<String, BigDecimal> effective(String container, Map<String, BigDecimal> requests) {
        @Nullable Map<String, BigDecimal> now = actual.get(container);
        if (now == null) {
            return requests;
        }
        Map<String, BigDecimal> larger = new HashMap<>(now);
        if (!infeasible) {
            PodRequests.max(larger, requests);
        }
        return larger;
    }
}
