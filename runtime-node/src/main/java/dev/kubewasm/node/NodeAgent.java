package dev.kubewasm.node;

import dev.kubewasm.node.PodRun.ContainerRun;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.runtime.ComponentInstance;
import dev.kubewasm.scheduler.port.ObservedPod;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Runs the Pods bound to one node. {@link #reconcile()} compares what is bound with what runs and does what is missing:
 * takes on new Pods, starts containers whose providers are there, starts again what trapped, stops what is gone, and
 * reports the status. It is called whenever something may have changed; calling it once too often does no harm.
 */
public final class NodeAgent implements AutoCloseable {
    private final NodeName name;
    private final NodeCluster cluster;
    private final Function<Pod, ObservedPod> observe;
    private final ContainerStarter starter;
    private final NodeSettings settings;
    private final Map<Uid, PodRun> runs = new LinkedHashMap<>();

    /**
     * An agent without Pods.
     *
     * @param name its node
     * @param cluster where its Pods come from and their status goes
     * @param observe reads a Pod as the scheduler does
     * @param starter starts containers; shared by the nodes of a process
     * @param settings how it runs its components
     */
    public NodeAgent(
            NodeName name,
            NodeCluster cluster,
            Function<Pod, ObservedPod> observe,
            ContainerStarter starter,
            NodeSettings settings) {
        this.name = name;
        this.cluster = cluster;
        this.observe = observe;
        this.starter = starter;
        this.settings = settings;
    }

    /** The node it runs Pods of. */
    public NodeName name() {
        return name;
    }

    /** Brings what runs in line with what is bound; returns whether anything changed. */
    public synchronized boolean reconcile() {
        List<Pod> bound = cluster.pods(name);
        boolean changed = stopAllBut(bound);
        for (Pod pod : bound) {
            Uid uid = new Uid(pod.getMetadata().getUid());
            if (!runs.containsKey(uid)) {
                runs.put(uid, new PodRun(pod, observe.apply(pod), now()));
                changed = true;
            }
        }
        // A container that starts may be what another waits for, in any order of the Pods.
        boolean progress = true;
        while (progress) {
            progress = false;
            for (PodRun run : runs.values()) {
                for (ContainerRun container : run.containers()) {
                    progress |= run.refusals().isEmpty() ? advance(run, container) : giveUp(container);
                }
            }
            changed |= progress;
        }
        if (changed) {
            runs.values().forEach(this::report);
        }
        return changed;
    }

    private boolean stopAllBut(List<Pod> bound) {
        Set<Uid> still =
                bound.stream().map(pod -> new Uid(pod.getMetadata().getUid())).collect(Collectors.toSet());
        List<PodRun> gone = runs.values().stream()
                .filter(run -> !still.contains(run.observed().facts().uid()))
                .toList();
        for (PodRun run : gone) {
            stop(run);
            runs.remove(run.observed().facts().uid());
        }
        return !gone.isEmpty();
    }

    /** Does the next thing to be done about a container; returns whether its state is another one now. */
    private boolean advance(PodRun run, ContainerRun container) {
        return switch (container.state()) {
            case ContainerState.Waiting waiting -> waiting.retry() && start(run, container);
            case ContainerState.Running running -> {
                Optional<ContainerState.Terminated> ended = ended(running);
                ended.ifPresent(state -> end(run, container, running, state));
                yield ended.isPresent() || relink(run, container, running);
            }
            case ContainerState.Terminated _ -> false;
        };
    }

    /** Stops a container of a Pod that has failed; returns whether it ran. */
    private boolean giveUp(ContainerRun container) {
        Optional<ContainerState.Running> running = container.running();
        running.ifPresent(r -> {
            r.stop();
            container.become(new ContainerState.Terminated(1, "Error", "its Pod failed"), now());
        });
        return running.isPresent();
    }

    private boolean start(PodRun run, ContainerRun container) {
        ContainerState before = container.state();
        ContainerState after = starter.start(run, container, this::provider);
        if (after.equals(before)) {
            return false;
        }
        container.become(after instanceof ContainerState.Terminated ended ? afterEnd(run, ended, "") : after, now());
        return true;
    }

    /** Links what lost its provider to another, where there is one; returns whether anything is different now. */
    private boolean relink(PodRun run, ContainerRun container, ContainerState.Running running) {
        if (running.ready()) {
            return false;
        }
        ContainerState after = starter.relink(run, container, running, this::provider);
        switch (after) {
            case ContainerState.Running now -> container.relinked(now);
            case ContainerState.Terminated ended -> end(run, container, running, ended);
            case ContainerState.Waiting waiting -> throw new IllegalStateException("relinking stopped it: " + waiting);
        }
        return !after.equals(running);
    }

    /** Why a running container has to end: it trapped, or its command did. */
    private static Optional<ContainerState.Terminated> ended(ContainerState.Running running) {
        if (running.command().isPresent()) {
            return running.command()
                    .map(ContainerState.Command::end)
                    .filter(CompletableFuture::isDone)
                    .map(CompletableFuture::join);
        }
        Optional<ComponentInstance> gone = running.gone();
        if (gone.isPresent()) {
            String message = gone.get().endedBy().map(Throwable::getMessage).orElse("the instance was closed");
            return Optional.of(new ContainerState.Terminated(1, "Error", String.valueOf(message)));
        }
        return Optional.empty();
    }

    private void end(
            PodRun run, ContainerRun container, ContainerState.Running running, ContainerState.Terminated state) {
        running.stop();
        if (running.command().isEmpty() && run.restarts(state.exitCode() != 0)) {
            container.countRestart();
            container.become(new ContainerState.Waiting(state.reason(), state.message(), true), now());
        } else {
            container.become(afterEnd(run, state, ": a command that ends wants Never or OnFailure"), now());
        }
    }

    /**
     * The state after an end that another start would only repeat.
     *
     * @param advice what to do if the restartPolicy wants that start
     */
    private static ContainerState afterEnd(PodRun run, ContainerState.Terminated state, String advice) {
        if (!run.restarts(state.exitCode() != 0)) {
            return state;
        }
        String ending = state.exitCode() == 0 ? "it completed" : "it ended with exit code " + state.exitCode();
        return new ContainerState.Waiting(
                "CrashLoopBackOff",
                ending + (state.message().isEmpty() ? "" : ", " + state.message())
                        + ", and its restartPolicy wants it started again, which this node leaves be" + advice,
                false);
    }

    /**
     * The instance that serves links to {@code workload} on this node: that of the Pod chosen if it is ready, else of any
     * other ready Pod of the workload.
     */
    private Optional<ContainerStarter.Provider> provider(
            WorkloadRef workload, Optional<PodKey> chosen, Predicate<ComponentInstance> serves) {
        List<PodRun> ready = runs.values().stream()
                .filter(PodRun::ready)
                .filter(run -> run.containers().stream()
                        .flatMap(c -> c.running().stream())
                        .allMatch(running -> running.command().isEmpty()))
                .filter(run -> run.observed().facts().workload().equals(workload))
                .toList();
        Optional<PodRun> found = ready.stream()
                .filter(run -> chosen.equals(Optional.of(run.observed().facts().key())))
                .findFirst()
                .or(() -> ready.stream().findFirst());
        return found.flatMap(run -> run.containers().stream()
                .flatMap(c -> c.running().stream())
                .filter(running -> running.gone().isEmpty() && serves.test(running.instance()))
                .findFirst()
                .map(running ->
                        new ContainerStarter.Provider(run.observed().facts().key(), running.instances())));
    }

    private void report(PodRun run) {
        PodStatus status = PodStatuses.of(run, now());
        if (!status.equals(run.status())) {
            cluster.updateStatus(
                    run.observed().facts().key(), run.observed().facts().uid(), status);
            run.reported(status);
        }
    }

    /** The commands under way: each is complete when another {@link #reconcile()} has something to do. */
    public synchronized List<CompletableFuture<?>> commands() {
        return runs.values().stream()
                .flatMap(run -> run.containers().stream())
                .flatMap(container -> container.running().stream())
                .flatMap(running -> running.command().stream())
                .<CompletableFuture<?>>map(ContainerState.Command::end)
                .toList();
    }

    /** The running instances of a ready Pod by container; empty if the Pod isn't ready or not on this node. */
    public synchronized Map<String, ComponentInstance> instances(PodKey pod) {
        return runs.values().stream()
                .filter(run -> run.observed().facts().key().equals(pod) && run.ready())
                .flatMap(run -> run.containers().stream())
                .collect(Collectors.toMap(
                        c -> c.container().getName(),
                        c -> c.running().orElseThrow().instance(),
                        (a, b) -> a,
                        LinkedHashMap::new));
    }

    /** The links of the running containers of a Pod, by container. */
    public synchronized Map<String, List<NodeLink>> links(PodKey pod) {
        Map<String, List<NodeLink>> links = new LinkedHashMap<>();
        runs.values().stream()
                .filter(run -> run.observed().facts().key().equals(pod))
                .flatMap(run -> run.containers().stream())
                .forEach(c ->
                        c.running().ifPresent(running -> links.put(c.container().getName(), running.links())));
        return links;
    }

    private void stop(PodRun run) {
        run.containers().forEach(c -> c.running().ifPresent(ContainerState.Running::stop));
    }

    private Instant now() {
        return settings.clock().instant();
    }

    /** Stops every container, consumers before their providers. */
    @Override
    public synchronized void close() {
        runs.values().stream().toList().reversed().forEach(this::stop);
        runs.clear();
    }
}
