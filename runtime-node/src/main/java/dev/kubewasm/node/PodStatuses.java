package dev.kubewasm.node;

import dev.kubewasm.node.ContainerRun.Role;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateTerminatedBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The status of a Pod as its containers' states make it: kubernetes.io, concepts/workloads/pods/pod-lifecycle. */
final class PodStatuses {
    private PodStatuses() {}

    /** The condition that says whether all imports of the Pod's components are served. */
    static final String LINKED = "kube-wasm/Linked";

    /** Said of Pods that have ports, and so may be waited for there. */
    private static final Condition NO_ADDRESS = new Condition(
            "kube-wasm/Network",
            false,
            "NoPodIP",
            "its ports are for people to read: components have no Pod IP yet, and no Service leads to them");

    /** The status of {@code run}; conditions that other parties own are kept. */
    static PodStatus of(PodRun run, Instant now) {
        PodStatus before = run.status();
        PodStatusBuilder status = new PodStatusBuilder(before)
                .withPhase(phase(run))
                .withStartTime(time(run.startedAt()))
                .withObservedGeneration(run.pod().getMetadata().getGeneration())
                .withInitContainerStatuses(containers(run, false))
                .withContainerStatuses(containers(run, true));
        if (!run.failures().isEmpty()) {
            status.withReason(run.failures().getFirst().reason())
                    .withMessage(
                            run.failures().stream().map(PodRun.Failure::message).collect(Collectors.joining("; ")));
        }
        String waits = waits(run);
        String notReady = run.over() ? "PodCompleted" : "ContainersNotReady";
        List.of(
                        new Condition("Initialized", run.initialized(), "ContainersNotInitialized", null),
                        new Condition("ContainersReady", run.ready(), notReady, waits),
                        new Condition("Ready", run.ready(), notReady, waits),
                        linked(run, waits))
                .forEach(condition -> status.removeMatchingFromConditions(c -> condition.type.equals(c.getType()))
                        .addToConditions(condition.since(before, now)));
        if (run.containers().stream().anyMatch(c -> !c.container().getPorts().isEmpty())) {
            status.removeMatchingFromConditions(c -> NO_ADDRESS.type.equals(c.getType()))
                    .addToConditions(NO_ADDRESS.since(before, now));
        }
        return status.build();
    }

    private static Condition linked(PodRun run, @Nullable String waits) {
        boolean linked = run.containers().stream()
                .filter(c -> c.role() != Role.INIT)
                .allMatch(c -> c.running().filter(ContainerState.Running::ready).isPresent());
        String reason = run.containers().stream()
                .flatMap(c -> waiting(c).stream())
                .map(ContainerState.Waiting::reason)
                .findFirst()
                .orElse("NotRunning");
        return new Condition(LINKED, linked, reason, waits);
    }

    private record Condition(
            String type,
            boolean value,
            String reasonIfNot,
            @Nullable String message) {
        /** With the time since when it has been so. */
        PodCondition since(PodStatus before, Instant now) {
            String text = value ? "True" : "False";
            String since = before.getConditions().stream()
                    .filter(c -> type.equals(c.getType()) && text.equals(c.getStatus()))
                    .map(PodCondition::getLastTransitionTime)
                    .findFirst()
                    .orElse(time(now));
            return new PodConditionBuilder()
                    .withType(type)
                    .withStatus(text)
                    .withReason(value ? null : reasonIfNot)
                    .withMessage(value ? null : message)
                    .withLastTransitionTime(since)
                    .build();
        }
    }

    /** What a container waits for: to start, or, running, for a provider. */
    private static Optional<ContainerState.Waiting> waiting(ContainerRun container) {
        return switch (container.state()) {
            case ContainerState.Waiting waiting -> Optional.of(waiting);
            case ContainerState.Running running -> running.waits();
            case ContainerState.Terminated _ -> Optional.empty();
        };
    }

    /** What running containers wait for; null if they wait for nothing. */
    private static @Nullable String waits(PodRun run) {
        String text = run.containers().stream()
                .flatMap(c -> c.running().stream())
                .flatMap(running -> running.waits().stream())
                .map(waiting -> waiting.reason() + ": " + waiting.message())
                .collect(Collectors.joining("; "));
        return text.isEmpty() ? null : text;
    }

    private static String phase(PodRun run) {
        List<ContainerRun> mains = run.mains();
        if (run.over()) {
            boolean succeeded = run.failures().isEmpty()
                    && mains.stream().allMatch(c -> c.terminated()
                            .filter(end -> end.exitCode() == 0)
                            .isPresent());
            return succeeded ? "Succeeded" : "Failed";
        }
        boolean begun = run.initialized()
                && mains.stream()
                        .allMatch(c -> !(c.state() instanceof ContainerState.Waiting)
                                || c.lastEnd().isPresent());
        return begun ? "Running" : "Pending";
    }

    private static List<ContainerStatus> containers(PodRun run, boolean mains) {
        return run.containers().stream()
                .filter(c -> mains == (c.role() == Role.MAIN))
                .map(c -> container(run, c))
                .toList();
    }

    private static ContainerStatus container(PodRun pod, ContainerRun run) {
        ContainerStateBuilder state = new ContainerStateBuilder();
        // One that waits to be started again still names the run that ended, as a kubelet's does.
        String id = run.latestRun().isEmpty()
                ? null
                : "kube-wasm://%s/%s/%d"
                        .formatted(
                                pod.observed().facts().uid(),
                                run.container().getName(),
                                run.latestRun().getAsInt());
        boolean begun = !(run.state() instanceof ContainerState.Waiting);
        switch (run.state()) {
            case ContainerState.Waiting(String reason, String message, boolean _) ->
                state.withNewWaiting(message, reason);
            case ContainerState.Running _ -> state.withNewRunning(time(run.since()));
            case ContainerState.Terminated _ ->
                state.withTerminated(run.lastEnd().map(PodStatuses::terminated).orElseThrow());
        }
        var last = run.lastEnd().filter(_ -> run.terminated().isEmpty()).map(end -> new ContainerStateBuilder()
                .withTerminated(terminated(end))
                .build());
        return new ContainerStatusBuilder()
                .withName(run.container().getName())
                .withImage(run.container().getImage())
                .withImageID(run.image()
                        .map(digest -> run.container().getImage() + "@" + digest)
                        .orElse(""))
                .withContainerID(id)
                .withRestartCount(run.restarts())
                .withReady(run.role() == Role.INIT ? run.terminated().isPresent() && begun : run.ready())
                .withStarted(run.hasStarted())
                .withState(state.build())
                .withLastState(last.orElse(null))
                .build();
    }

    private static ContainerStateTerminated terminated(ContainerRun.End end) {
        return new ContainerStateTerminatedBuilder()
                .withExitCode(end.how().exitCode())
                .withReason(end.how().reason())
                .withMessage(end.how().message().isEmpty() ? null : end.how().message())
                .withStartedAt(time(end.startedAt()))
                .withFinishedAt(time(end.finishedAt()))
                .build();
    }

    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
