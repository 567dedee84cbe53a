package dev.kubewasm.node;

import dev.kubewasm.node.NodeEvent.Severity;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What happened between two statuses of a Pod. Events follow from statuses that were reported, so they are said once: not again
 * by an agent that was restarted, and later where the cluster took the status later.
 */
final class StatusEvents {
    /** Reasons to wait that are as they should be. */
    private static final Set<String> EXPECTED = Set.of("ContainerCreating", "PodInitializing", "WaitingForContainer");

    private static final Set<String> BACK_OFFS = Set.of("ImagePullBackOff", "CrashLoopBackOff");
    private static final String WAITS_FOR_PROVIDER = "WaitingForProvider";

    private final PodKey pod;
    private final Uid uid;
    private final List<NodeEvent> events = new ArrayList<>();

    private StatusEvents(PodKey pod, Uid uid) {
        this.pod = pod;
        this.uid = uid;
    }

    /** What happened to {@code pod} between {@code before} and {@code now}, in that order. */
    static List<NodeEvent> between(PodKey pod, Uid uid, PodStatus before, PodStatus now) {
        StatusEvents found = new StatusEvents(pod, uid);
        containers(now).forEach(status -> found.container(status, earlier(before, status.getName())));
        found.links(linked(before), linked(now));
        if (now.getReason() != null && !now.getReason().equals(before.getReason())) {
            found.add(Optional.empty(), Severity.WARNING, now.getReason(), String.valueOf(now.getMessage()));
        }
        return found.events;
    }

    private static Stream<ContainerStatus> containers(PodStatus status) {
        return Stream.concat(status.getInitContainerStatuses().stream(), status.getContainerStatuses().stream());
    }

    private static Optional<ContainerStatus> earlier(PodStatus before, String container) {
        return containers(before)
                .filter(status -> container.equals(status.getName()))
                .findFirst();
    }

    private static Optional<PodCondition> linked(PodStatus status) {
        return status.getConditions().stream()
                .filter(c -> PodStatuses.LINKED.equals(c.getType()))
                .findFirst();
    }

    private void container(ContainerStatus status, Optional<ContainerStatus> before) {
        Optional<String> name = Optional.of(status.getName());
        // Each run of a container has an id of its own, which stays while it waits for the next: a short run is seen as
        // well.
        String run = status.getContainerID();
        if (run != null
                && before.map(ContainerStatus::getContainerID)
                        .filter(run::equals)
                        .isEmpty()) {
            add(
                    name,
                    Severity.NORMAL,
                    "Pulled",
                    "Container image \"%s\" is ready on this node".formatted(status.getImageID()));
            add(name, Severity.NORMAL, "Created", "Created container: " + status.getName());
            add(name, Severity.NORMAL, "Started", "Started container " + status.getName());
        }
        Optional<ContainerStateWaiting> waited =
                before.map(ContainerStatus::getState).map(ContainerState::getWaiting);
        Optional.ofNullable(status.getState().getWaiting())
                .filter(waiting -> waited.filter(waiting::equals).isEmpty())
                .ifPresent(waiting -> waits(name, status, waiting));
    }

    private void waits(Optional<String> name, ContainerStatus status, ContainerStateWaiting waiting) {
        String reason = waiting.getReason();
        String message = String.valueOf(waiting.getMessage());
        if (EXPECTED.contains(reason)) {
            return;
        }
        if (reason.equals(WAITS_FOR_PROVIDER)) {
            add(name, Severity.NORMAL, reason, message);
        } else if (BACK_OFFS.contains(reason)) {
            String what = reason.equals("ImagePullBackOff")
                    ? "Back-off pulling image \"%s\": ".formatted(status.getImage())
                    : "Back-off restarting failed container %s: ".formatted(status.getName());
            add(name, Severity.WARNING, "BackOff", what + message);
        } else {
            String what = reason.equals("ErrImagePull")
                    ? "Failed to pull image \"%s\": ".formatted(status.getImage())
                    : "Error: " + reason + ": ";
            add(name, Severity.WARNING, "Failed", what + message);
        }
    }

    /** A Pod that lost a provider, and one that has all again. */
    private void links(Optional<PodCondition> before, Optional<PodCondition> now) {
        boolean was = before.filter(c -> "True".equals(c.getStatus())).isPresent();
        boolean is = now.filter(c -> "True".equals(c.getStatus())).isPresent();
        if (is && !was) {
            add(Optional.empty(), Severity.NORMAL, "Linked", "All imports of the Pod's components are served");
        } else if (was && !is) {
            now.filter(c -> WAITS_FOR_PROVIDER.equals(c.getReason()))
                    .ifPresent(c -> add(
                            Optional.empty(), Severity.WARNING, WAITS_FOR_PROVIDER, String.valueOf(c.getMessage())));
        }
    }

    private void add(Optional<String> container, Severity severity, String reason, String message) {
        events.add(new NodeEvent(pod, uid, container, severity, reason, message));
    }
}
