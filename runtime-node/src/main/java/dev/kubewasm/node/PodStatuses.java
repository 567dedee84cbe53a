package dev.kubewasm.node;

import dev.kubewasm.node.PodRun.ContainerRun;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The status of a Pod as its containers' states make it: kubernetes.io, concepts/workloads/pods/pod-lifecycle. */
final class PodStatuses {
    private PodStatuses() {}

    /** The status of {@code run}; conditions that other parties own are kept. */
    static PodStatus of(PodRun run, Instant now) {
        PodStatus before = run.status();
        PodStatusBuilder status = new PodStatusBuilder(before)
                .withPhase(phase(run))
                .withStartTime(time(run.startedAt()))
                .withContainerStatuses(
                        run.containers().stream().map(PodStatuses::container).toList());
        if (!run.refusals().isEmpty()) {
            status.withReason(run.refusals().getFirst().reason())
                    .withMessage(
                            run.refusals().stream().map(PodRun.Refusal::message).collect(Collectors.joining("; ")));
        }
        for (String type : List.of("Ready", "ContainersReady")) {
            status.removeMatchingFromConditions(c -> type.equals(c.getType()))
                    .addToConditions(condition(before, type, run, now));
        }
        return status.build();
    }

    private static PodCondition condition(PodStatus before, String type, PodRun run, Instant now) {
        boolean value = run.ready();
        String text = value ? "True" : "False";
        String since = before.getConditions().stream()
                .filter(c -> type.equals(c.getType()) && text.equals(c.getStatus()))
                .map(PodCondition::getLastTransitionTime)
                .findFirst()
                .orElse(time(now));
        return new PodConditionBuilder()
                .withType(type)
                .withStatus(text)
                .withReason(value ? null : "ContainersNotReady")
                .withMessage(waits(run))
                .withLastTransitionTime(since)
                .build();
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
        if (!run.refusals().isEmpty()) {
            return "Failed";
        }
        List<ContainerState> states =
                run.containers().stream().map(ContainerRun::state).toList();
        if (states.stream().anyMatch(ContainerState.Waiting.class::isInstance)) {
            return "Pending";
        }
        List<ContainerState.Terminated> ended = states.stream()
                .filter(ContainerState.Terminated.class::isInstance)
                .map(ContainerState.Terminated.class::cast)
                .toList();
        boolean failed = ended.stream().anyMatch(e -> e.exitCode() != 0);
        if (ended.size() < states.size() || run.restarts(failed)) {
            return "Running";
        }
        return failed ? "Failed" : "Succeeded";
    }

    private static ContainerStatus container(ContainerRun run) {
        ContainerStateBuilder state = new ContainerStateBuilder();
        switch (run.state()) {
            case ContainerState.Waiting(String reason, String message, boolean retry) ->
                state.withNewWaiting(message, reason);
            case ContainerState.Running running -> state.withNewRunning(time(run.since()));
            case ContainerState.Terminated(int exitCode, String reason, String message) ->
                state.withNewTerminated()
                        .withExitCode(exitCode)
                        .withReason(reason)
                        .withMessage(message.isEmpty() ? null : message)
                        .withFinishedAt(time(run.since()))
                        .endTerminated();
        }
        return new ContainerStatusBuilder()
                .withName(run.container().getName())
                .withImage(run.container().getImage())
                .withRestartCount(run.restarts())
                .withReady(run.ready())
                .withStarted(run.running().isPresent())
                .withState(state.build())
                .build();
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
