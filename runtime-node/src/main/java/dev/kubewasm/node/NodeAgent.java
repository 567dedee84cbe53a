package dev.kubewasm.node;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.runtime.ComponentInstance;
import dev.kubewasm.scheduler.port.ClusterUnavailableException;
import dev.kubewasm.scheduler.port.ObservedPod;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs the Pods bound to one node. {@link #reconcile()} compares what is bound with what runs and does what is missing:
 * takes on new Pods, starts containers whose providers are there, starts again what trapped, stops what is gone, and
 * reports the status. It is called whenever something may have changed; calling it once too often does no harm.
 */
public final class NodeAgent implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(NodeAgent.class.getName());

    /** Reasons for which an attempt to start counts as failed, so that the next one waits. */
    private static final Set<String> FAILED_ATTEMPTS =
            Set.of("ErrImagePull", "ErrImageNeverPull", "CreateContainerConfigError", "CreateContainerError");

    private final NodeName name;
    private final NodeCluster cluster;
    private final Function<Pod, ObservedPod> observe;
    private final ContainerStarter starter;
    private final NodeSettings settings;
    private final PodFiles files;
    private final KeptWirings wirings;
    private final Requests requests;
    private final StatusReports reports;
    /** Held for one turn of the agent; this object's own lock isn't while statuses are reported. */
    private final ReentrantLock turns = new ReentrantLock();

    private final Map<Uid, PodRun> runs = new LinkedHashMap<>();
    private boolean swept;

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
        this.files = new PodFiles(settings.logs(), starter);
        this.requests = new Requests(settings.clock());
        this.reports = new StatusReports(this, cluster, files, requests, settings);
        this.wirings = new KeptWirings(settings.volumes().map(VolumeSettings::folder));
    }

    /** The node it runs Pods of. */
    public NodeName name() {
        return name;
    }

    /**
     * Brings what runs in line with what is bound, and then tells the cluster; returns whether anything changed. While the cluster
     * is told, and may take its time, what runs can be asked for and called.
     */
    public boolean reconcile() {
        turns.lock();
        try {
            boolean changed = advance();
            if (changed || reports.incomplete()) {
                reports.report(taken());
            }
            return changed;
        } finally {
            turns.unlock();
        }
    }

    private synchronized List<PodRun> taken() {
        return List.copyOf(runs.values());
    }

    private synchronized boolean advance() {
        List<Pod> bound = cluster.pods(name);
        if (!swept) {
            swept = true;
            files.forgetAllBut(uids(bound));
        }
        boolean changed = forgetAllBut(bound);
        for (Pod pod : bound) {
            changed |= alone(pod, () -> take(pod));
        }
        // A container that starts may be what another waits for, in any order of the Pods.
        boolean progress = true;
        while (progress) {
            progress = false;
            for (PodRun run : runs.values()) {
                progress |= alone(run.pod(), () -> advance(run));
            }
            changed |= progress;
        }
        return changed;
    }

    /** One Pod that is like no other must not take the rest with it. */
    private static boolean alone(Pod pod, BooleanSupplier work) {
        try {
            return work.getAsBoolean();
        } catch (RuntimeException | Error e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "Pod " + pod.getMetadata().getNamespace() + "/"
                            + pod.getMetadata().getName() + " can't be brought on, and is tried again",
                    e);
            return false;
        }
    }

    /** When there is something to do again though nothing has happened; empty if nothing waits for its time. */
    public synchronized Optional<Instant> nextAttempt() {
        return runs.values().stream()
                .flatMap(run -> Stream.of(
                                run.containers().stream()
                                        .filter(c ->
                                                c.state() instanceof ContainerState.Waiting waiting && waiting.retry())
                                        .map(ContainerRun::notBefore),
                                run.containers().stream()
                                        .filter(c -> c.running().isPresent())
                                        .flatMap(c -> c.probes().next()),
                                run.stopping().map(PodRun.Stopping::killAt).stream(),
                                run.deadline().stream())
                        .flatMap(times -> times))
                .filter(now()::isBefore)
                .min(Comparator.naturalOrder());
    }

    private static Set<Uid> uids(List<Pod> pods) {
        return pods.stream().map(pod -> new Uid(pod.getMetadata().getUid())).collect(Collectors.toSet());
    }

    /** Lets go of Pods that are no longer bound here; what still runs of them is stopped. */
    private boolean forgetAllBut(List<Pod> bound) {
        Set<Uid> still = uids(bound);
        List<PodRun> gone = runs.values().stream()
                .filter(run -> !still.contains(run.observed().facts().uid()))
                .toList();
        for (PodRun run : gone) {
            // One that was being stopped and is gone was deleted by force.
            run.stopping().ifPresent(_ -> settings.background().execute(run.kill()));
            CompletableFuture<Void> stopped = run.stopping()
                    .map(PodRun.Stopping::done)
                    .orElseGet(() -> CompletableFuture.runAsync(run.stop(run.grace()), settings.background()));
            if (!run.removed()) {
                CompletableFuture<Void> _ = stopped.whenComplete((_, _) -> forgetFiles(run));
            }
            runs.remove(run.observed().facts().uid());
        }
        return gone.stream().anyMatch(run -> !run.removed());
    }

    private void forgetFiles(PodRun run) {
        files.forget(run.observed().facts().key(), run.observed().facts().uid());
    }

    /**
     * Takes on a Pod that is new, and notes of a known one that it is being deleted; returns whether either is new. The time
     * that it has to end may be shortened later.
     */
    private boolean take(Pod pod) {
        Uid uid = new Uid(pod.getMetadata().getUid());
        boolean deleted = pod.getMetadata().getDeletionTimestamp() != null;
        PodRun run = runs.get(uid);
        boolean known = run != null && (run.deleting() || !deleted);
        if (run == null) {
            if (finished(pod) && !deleted) {
                return false;
            }
            Optional<ObservedPod> observed = observe(pod);
            if (observed.isEmpty()) {
                return false;
            }
            run = new PodRun(
                    pod, observed.get(), wirings.of(pod), settings.volumes().isPresent(), now());
            runs.put(uid, run);
        }
        if (deleted) {
            run.markDeleted();
            Long grace = pod.getMetadata().getDeletionGracePeriodSeconds();
            stop(run, grace == null ? run.grace() : Duration.ofSeconds(grace));
        }
        return !known;
    }

    /** The Pod as it is read; empty if what it takes can't be had now: it is taken on later. */
    private Optional<ObservedPod> observe(Pod pod) {
        try {
            return Optional.of(requests.ask("read the owners of a Pod", () -> observe.apply(pod)));
        } catch (ClusterUnavailableException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Pod " + pod.getMetadata().getNamespace() + "/"
                            + pod.getMetadata().getName() + " is taken on later: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static boolean finished(Pod pod) {
        String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
        return "Succeeded".equals(phase) || "Failed".equals(phase);
    }

    /** Does the next thing to be done about a Pod; returns whether anything is different now. */
    private boolean advance(PodRun run) {
        if (run.stopping().isPresent()) {
            if (run.isOverdue(now()) && !run.allStopped()) {
                settings.background().execute(run.kill());
            }
            return run.ended(now());
        }
        if (run.deadline().filter(end -> !now().isBefore(end)).isPresent() && !run.over()) {
            run.fail(new PodRun.Failure(
                    "DeadlineExceeded", "Pod was active on the node longer than the specified deadline"));
        }
        if (run.over()) {
            boolean busy = run.busy();
            if (busy) {
                stop(run, run.grace());
            }
            return busy;
        }
        boolean progress = false;
        for (ContainerRun container : run.containers()) {
            progress |= advance(run, container);
        }
        return progress;
    }

    /** Begins to stop what runs of a Pod; a stop that is under way has no more time than that from now on. */
    private void stop(PodRun run, Duration grace) {
        if (run.stopping().isPresent()) {
            run.hurry(now().plus(grace));
        } else {
            run.containers().stream()
                    .filter(c -> c.running().isPresent())
                    .forEach(c -> tell(
                            run,
                            c,
                            NodeEvent.Severity.NORMAL,
                            "Killing",
                            "Stopping container " + c.container().getName()));
            CompletableFuture<Void> done = CompletableFuture.runAsync(run.stop(grace), settings.background());
            run.stopping(new PodRun.Stopping(now().plus(grace), done));
            CompletableFuture<Void> _ =
                    done.whenComplete((_, _) -> settings.news().run());
        }
    }

    /** Does the next thing to be done about a container; returns whether its state is another one now. */
    private boolean advance(PodRun run, ContainerRun container) {
        return switch (container.state()) {
            case ContainerState.Waiting waiting ->
                waiting.retry()
                        && !now().isBefore(container.notBefore())
                        && run.mayStart(container)
                        && start(run, container);
            case ContainerState.Running running -> {
                Optional<ContainerState.Terminated> ended = ended(running);
                ended.ifPresent(state -> end(run, container, running, state));
                yield ended.isPresent() || probe(run, container, running) || relink(run, container, running);
            }
            case ContainerState.Terminated _ -> false;
        };
    }

    private boolean start(PodRun run, ContainerRun container) {
        ContainerState before = container.state();
        switch (attempt(run, container)) {
            case ContainerState.Running running -> {
                container.started(now());
                container.become(running, now());
            }
            case ContainerState.Terminated ended -> afterEnd(run, container, ended, false);
            case ContainerState.Waiting waiting -> {
                boolean failed = waiting.retry() && FAILED_ATTEMPTS.contains(waiting.reason());
                int failures = failed ? container.attemptFailed(now()) : 0;
                container.become(
                        failures > 1 && waiting.reason().equals("ErrImagePull")
                                ? new ContainerState.Waiting("ImagePullBackOff", waiting.message(), true)
                                : waiting,
                        now());
            }
        }
        return !container.state().equals(before);
    }

    private ContainerState attempt(PodRun run, ContainerRun container) {
        try {
            return starter.start(run, container, this::providers);
        } catch (ClusterUnavailableException e) {
            return new ContainerState.Waiting("CreateContainerConfigError", String.valueOf(e.getMessage()), true);
        }
    }

    /** Lets the probes of a container go on; returns whether they say something else now. One that says so ends it. */
    private boolean probe(PodRun run, ContainerRun container, ContainerState.Running running) {
        boolean changed = container.probes().advance(running.instance(), now(), settings.background(), settings.news());
        Optional<String> deadly = container.probes().deadly();
        deadly.ifPresent(why -> {
            tell(run, container, NodeEvent.Severity.WARNING, "Unhealthy", "Container is restarted: " + why);
            stop(run, running);
            afterEnd(run, container, new ContainerState.Terminated(ContainerRun.KILLED, "Error", why), true);
        });
        return changed || deadly.isPresent();
    }

    /** Links what lost its provider to another, where there is one; returns whether anything is different now. */
    private boolean relink(PodRun run, ContainerRun container, ContainerState.Running running) {
        if (running.ready()) {
            return false;
        }
        ContainerState after = starter.relink(run, container, running, this::providers);
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
        stop(run, running);
        afterEnd(run, container, state, running.command().isEmpty());
    }

    /** Stops what has ended or has to, and is waited for by nobody: it may be in a call that takes its time. */
    private void stop(PodRun run, ContainerState.Running running) {
        settings.background().execute(() -> running.stop(run.grace()));
    }

    /**
     * What follows on the end of a container.
     *
     * @param served whether it served others until then: they wait, and its first restart doesn't
     */
    private void afterEnd(PodRun run, ContainerRun container, ContainerState.Terminated state, boolean served) {
        if (run.policy().restarts(container.role(), state.exitCode() != 0)) {
            container.endedToRestart(state, served, now());
        } else {
            container.become(state, now());
        }
    }

    /** The Pods that serve links to {@code workload} on this node: the Pod chosen if it is ready, then any other ready one. */
    private List<ImportSuppliers.Provider> providers(
            WorkloadRef workload, Optional<PodKey> chosen, Predicate<ComponentInstance> serves) {
        return runs.values().stream()
                .filter(PodRun::ready)
                .filter(run -> run.containers().stream()
                        .flatMap(c -> c.running().stream())
                        .allMatch(running -> running.command().isEmpty()))
                .filter(run -> run.observed().facts().workload().equals(workload))
                .sorted(Comparator.comparing(
                        run -> !chosen.equals(Optional.of(run.observed().facts().key()))))
                .flatMap(run -> run.containers().stream()
                        .flatMap(c -> c.running().stream())
                        .filter(running -> running.gone().isEmpty() && serves.test(running.instance()))
                        .limit(1)
                        .map(running ->
                                new ImportSuppliers.Provider(run.observed().facts(), running.instances())))
                .toList();
    }

    private void tell(PodRun run, ContainerRun container, NodeEvent.Severity severity, String reason, String message) {
        settings.events()
                .accept(new NodeEvent(
                        run.observed().facts().key(),
                        run.observed().facts().uid(),
                        Optional.of(container.container().getName()),
                        severity,
                        reason,
                        message));
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
                .filter(c -> c.running().isPresent())
                .collect(Collectors.toMap(
                        c -> c.container().getName(),
                        c -> c.running().orElseThrow().instance(),
                        (a, b) -> a,
                        LinkedHashMap::new));
    }

    /** What the running containers of each Pod use. */
    public synchronized List<PodUsage> usage() {
        return runs.values().stream().map(PodUsage::of).toList();
    }

    /** What was called through the links of all Pods, those that wait for a provider included. */
    public synchronized List<LinkUsage> linkUsage() {
        return runs.values().stream().flatMap(LinkUsage::of).toList();
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

    private Instant now() {
        return settings.clock().instant();
    }

    /** Stops every container, consumers before their providers. */
    @Override
    public synchronized void close() {
        runs.values().stream().toList().reversed().forEach(run -> run.stop(run.grace())
                .run());
        runs.clear();
    }
}
