package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.Steps;
import dev.kubewasm.placement.Steps.Step;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.scheduler.core.CachedPod.Decision;
import dev.kubewasm.scheduler.core.PlacementStage.Alone;
import dev.kubewasm.scheduler.core.SinglePodStage.Decision.Chosen;
import dev.kubewasm.scheduler.core.SinglePodStage.Decision.NoNode;
import dev.kubewasm.scheduler.port.Binding;
import dev.kubewasm.scheduler.port.ClusterPort;
import dev.kubewasm.scheduler.port.ComponentSource;
import dev.kubewasm.scheduler.port.VolumePort;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The scheduler. It watches a cluster and, each time {@link #runCycle} is called, decides about all Pods that are due:
 * snapshot → components → wiring → filter → placement → audit → assume → bind. Pods without links are decided about one by
 * one as in kube-scheduler, those with links together ({@link LinkedPodsStage}); the more important first, and of one
 * priority those with links first, so that a group isn't kept waiting by a stream of single Pods. All state is rebuilt from
 * the cluster: a scheduler that is killed at any point is replaced by a new one, and no Pod is lost or bound twice.
 *
 * <p>Cycles run one at a time; everything else may be called from any thread.
 */
public final class Scheduler implements AutoCloseable {
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);

    private final SchedulingState state;
    private final ComponentReading componentReading;
    private final ReadingBackoff readingBackoff;
    private final PlacementStage placement;
    private final Profiles profiles;
    private final LinkedPodsStage linked;
    private final GroupPreemption groupPreemption;
    private final RoomHolding holding;
    private final BindingStage binding;
    private final OutcomeReporter reporter;
    private final SchedulerObserver observer;
    private final Steps steps;
    private final QueueOrder order;
    private final InstantSource clock;
    private final ProfileView view = new ProfileView();
    private final ClusterPort.Watch watch;

    /**
     * A scheduler that watches {@code cluster} from now on.
     *
     * @param cluster the cluster to place Pods in
     * @param volumes provides volumes for Pods that have a node
     * @param components finds out what components import and export
     * @param settings how to decide, to bind and to retry
     * @param clock for backoff
     * @param observer sees every outcome; from several threads if bindings are made by several
     */
    public Scheduler(
            ClusterPort cluster,
            VolumePort volumes,
            ComponentSource components,
            SchedulerSettings settings,
            InstantSource clock,
            SchedulerObserver observer) {
        this(cluster, volumes, components, new PlacerStage(observer.steps()), settings, clock, observer);
    }

    /** One for a cluster without volumes. */
    public Scheduler(
            ClusterPort cluster,
            ComponentSource components,
            SchedulerSettings settings,
            InstantSource clock,
            SchedulerObserver observer) {
        this(cluster, VolumePort.NONE, components, settings, clock, observer);
    }

    Scheduler(
            ClusterPort cluster,
            VolumePort volumes,
            ComponentSource components,
            PlacementStage placement,
            SchedulerSettings settings,
            InstantSource clock,
            SchedulerObserver observer) {
        this.steps = observer.steps();
        this.state = new SchedulingState(clock, settings, new QueueObserver() {
            @Override
            public void came(String queue, String event) {
                observer.queued(queue, event);
            }

            @Override
            public void rejected(String profile, String by, int pods) {
                observer.rejected(profile, by, pods);
            }
        });
        this.componentReading = new ComponentReading(components, state, observer);
        this.placement = new IsolatingPlacement(new AnnotationLimit(placement, state::annotationBytes));
        this.readingBackoff = new ReadingBackoff(clock, settings.queue());
        RoomMaking room =
                new RoomMaking(placement, state, cluster, settings.bindings().executor(), observer);
        this.profiles = new Profiles(settings.profiles(), state, room);
        this.linked = new LinkedPodsStage(this.placement, profiles, state, steps);
        this.binding = new BindingStage(cluster, volumes, state, settings.bindings(), steps);
        this.groupPreemption = new GroupPreemption(profiles, this.placement, state, room);
        this.holding = new RoomHolding(state, clock, settings.queue().holdRoomAfter());
        this.reporter = new OutcomeReporter(cluster, observer);
        this.observer = observer;
        this.order = settings.order();
        this.clock = clock;
        this.watch = cluster.watch(state);
    }

    /**
     * Calls {@code listener} whenever there may be something to try sooner than {@link #nextAttempt} or {@link #hasWork} said
     * last, or to {@linkplain #readAhead read ahead}; it must return at once and not call back.
     */
    public void onWork(Runnable listener) {
        state.onWork(listener);
    }

    /** Whether everything there was in the cluster when the watch began is known; before, nothing is decided. */
    public boolean synced() {
        return state.isSynced();
    }

    /** Whether a cycle would try a Pod now. */
    public boolean hasWork() {
        return state.hasWork();
    }

    /** When the next Pod is due as things are, now or earlier if one is already; empty if none waits. */
    public Optional<Instant> nextAttempt() {
        return state.nextAttempt();
    }

    /** How many Pods wait. */
    public QueueSizes queueSizes() {
        return state.queueSizes();
    }

    /** How much of the cluster is known; takes time in proportion to its Pods. */
    public CacheSizes cacheSizes() {
        return state.cacheSizes();
    }

    /**
     * Reads the components of Pods that came since the last call, so that those that need nobody, and groups that are
     * complete, wait no longer for others than they must.
     */
    public synchronized void readAhead() {
        for (CachedPod pod : state.arrived()) {
            if (componentReading.read(pod) instanceof ComponentReading.Result.Known && standsAlone(pod.key())) {
                state.standsAlone(pod.key());
            }
        }
    }

    private boolean standsAlone(PodKey key) {
        Optional<CachedPod> pod = state.pod(key);
        try {
            return pod.filter(read -> !placement.links(read.facts()))
                    .flatMap(this::alone)
                    .isPresent();
        } catch (RuntimeException e) {
            observer.broke("looking whom Pod " + key + " belongs to", e);
            return false;
        }
    }

    /**
     * Tries all Pods that are due, and those that wait and may be linked to them. What goes wrong is an outcome of the
     * Pods concerned, which are tried again.
     *
     * @return what was answered while it ran; bindings that others make may be answered later, to the observer alone
     */
    public synchronized CycleReport runCycle() {
        List<CachedPod> batch = state.begin();
        if (batch.isEmpty()) {
            return CycleReport.NOTHING;
        }
        Attempts attempts = new Attempts(batch, reporter, state, observer, clock);
        try (Step _ = steps.begin("cycle").note("pods", batch.size())) {
            attempt(attempts);
        } catch (RuntimeException e) {
            observer.broke("a scheduling cycle for " + batch.size() + " Pods", e);
            attempts.failRest(String.valueOf(e.getMessage()));
        } finally {
            // Also when an Error passes through: a Pod must not stay in flight.
            attempts.failRest("the cycle was broken off");
        }
        return new CycleReport(attempts.outcomes());
    }

    private void attempt(Attempts attempts) {
        try (Step _ = steps.begin("components")) {
            readComponents(attempts);
        }
        for (PriorityLevel level : PriorityLevel.of(attempts.open(), state.snapshot(), placement, order)) {
            level.linked().forEach(groups -> decideTogether(groups, attempts));
            byProfile(decideOneByOne(level.single(), attempts)).forEach(pods -> decideTogether(pods, attempts));
        }
        attempts.open()
                .forEach(pod -> attempts.answer(
                        pod, new SchedulingOutcome.Overtaken(pod.key(), "the Pod was deleted meanwhile")));
    }

    private static Collection<List<CachedPod>> byProfile(List<CachedPod> pods) {
        return pods.stream()
                .collect(Collectors.groupingBy(CachedPod::profile, LinkedHashMap::new, Collectors.toList()))
                .values();
    }

    private void readComponents(Attempts attempts) {
        ReadingStage reading = new ReadingStage(componentReading, readingBackoff, placement, state, observer);
        reading.readBound();
        if (attempts.open().stream()
                .anyMatch(pod -> !pod.observed().components().isEmpty())) {
            reading.readGathering();
        }
        // Only once the components of the Pods that are due are read is it known who may be linked to them.
        for (List<CachedPod> next = attempts.open(); !next.isEmpty(); next = attempts.join()) {
            next.forEach(pod -> prepare(pod, attempts, reading));
        }
        attempts.reload();
        reading.holdBack(attempts);
    }

    /** @param pods one at least */
    private void decideTogether(List<CachedPod> pods, Attempts attempts) {
        try (Step _ = steps.begin("linked Pods").note("pods", pods.size())) {
            decideLinked(pods, attempts);
        }
    }

    private void decideLinked(List<CachedPod> pods, Attempts attempts) {
        Map<PodKey, CachedPod> byKey = new LinkedHashMap<>();
        pods.forEach(pod -> byKey.put(pod.key(), pod));
        Instant begin = attempts.begin(pods);
        LinkedPodsStage.Decision decision = linked.decide(byKey, view);
        Duration placed = attempts.since(begin);
        decision.groups().forEach(group -> group.forEach(_ -> observer.decided(placed)));
        decision.broken().forEach((key, cause) -> {
            observer.broke("deciding about Pod " + key, cause);
            attempts.answer(key, new SchedulingOutcome.Failed(key, String.valueOf(cause.getMessage())));
        });
        decision.overtaken().forEach((key, why) -> attempts.answer(key, new SchedulingOutcome.Overtaken(key, why)));
        for (List<PlannedBinding> group : decision.groups()) {
            group.forEach(planned -> holding.placed(planned.binding().pod()));
            binding.submit(group, attempts.handOver(group));
        }
        if (decision.refused().isEmpty()) {
            return;
        }
        Map<PodKey, String> roomMade =
                steps.within("preemption", () -> groupPreemption.makeRoom(decision.refused(), view));
        Duration refused = attempts.since(begin);
        decision.refused().forEach((key, refusal) -> {
            observer.decided(refused);
            Optional<String> made = Optional.ofNullable(roomMade.get(key));
            refusal.lacksRoom()
                    .filter(_ -> made.isEmpty())
                    .ifPresentOrElse(hold -> holding.lacks(key, hold), () -> holding.refused(key));
            String message = refusal.message() + made.map(more -> "; " + more).orElse("");
            attempts.refuse(key, message, Set.of(refusal.rejector()));
        });
    }

    /** Returns those that only placement can decide about, or tell why no node takes them. */
    private List<CachedPod> decideOneByOne(List<CachedPod> pods, Attempts attempts) {
        if (pods.isEmpty()) {
            return List.of();
        }
        List<CachedPod> unexplained = new ArrayList<>();
        try (Step _ = steps.begin("single Pods").note("pods", pods.size())) {
            pods.forEach(pod -> decideAlone(pod, attempts, unexplained));
        }
        return unexplained;
    }

    /** @param unexplained gets a Pod with components that no node takes: placement knows better why */
    private void decideAlone(CachedPod pod, Attempts attempts, List<CachedPod> unexplained) {
        Instant begin = attempts.begin(List.of(pod));
        Optional<Alone> alone = alone(pod);
        if (alone.isEmpty()) {
            unexplained.add(pod);
            return;
        }
        state.refresh(view);
        Profiles.Stages profile = profiles.of(pod);
        switch (profile.single().decide(pod.info(), view.cluster(), alone.get().takes())) {
            case Chosen(var node) -> {
                observer.decided(attempts.since(begin));
                PlannedBinding planned = new PlannedBinding(
                        Binding.of(pod.key(), pod.uid(), node, alone.get().annotations()), Set.of());
                Optional<PlannedBinding> complete = planned.withVolumes(pod.info(), view.cluster());
                Optional<String> overtaken =
                        complete.isEmpty() ? Optional.of(PlannedBinding.VOLUMES_GONE) : state.assume(complete.get());
                if (overtaken.isPresent()) {
                    attempts.answer(pod, new SchedulingOutcome.Overtaken(pod.key(), overtaken.get()));
                } else {
                    binding.submit(List.of(complete.orElseThrow()), attempts.handOver(List.of(planned)));
                }
            }
            case NoNode noNode -> {
                if (noNode.byComponents()) {
                    unexplained.add(pod);
                    return;
                }
                String message =
                        profile.room().makeRoom(pod, noNode, view, alone.get().takes());
                observer.decided(attempts.since(begin));
                attempts.refuse(pod.key(), message, noNode.plugins());
            }
        }
    }

    /** What the Pod's components ask of nodes; empty where only placement can tell. */
    private Optional<Alone> alone(CachedPod pod) {
        PodFacts facts = pod.facts();
        if (!facts.hasComponents()) {
            return Optional.of(Alone.WITHOUT_COMPONENTS);
        }
        Snapshot snapshot = state.snapshot();
        boolean still = snapshot.pod(pod.key())
                .filter(now -> now.uid().equals(pod.uid()) && now.state().node().isEmpty())
                .isPresent();
        return still ? placement.alone(snapshot, facts) : Optional.empty();
    }

    /** Settles what is in doubt about a Pod and reads its components; answers it where there is no more to decide. */
    private void prepare(CachedPod pod, Attempts attempts, ReadingStage reading) {
        attempts.begin(List.of(pod));
        if (pod.decision().orElse(null) instanceof Decision.InDoubt doubtful) {
            Optional<SchedulingOutcome> settled = binding.settle(doubtful, clock.instant());
            if (settled.isPresent()) {
                attempts.answer(pod, settled.get());
                return;
            }
        }
        if (!pod.observed().refusals().isEmpty()) {
            attempts.refuse(pod.key(), String.join("; ", pod.observed().refusals()), Set.of(Rejectors.ITSELF));
        } else {
            reading.read(pod, attempts);
        }
    }

    /**
     * Stops watching, makes no more requests and waits a little for those under way. What was asked of the cluster stands;
     * what was only assumed is forgotten with this scheduler.
     */
    @Override
    public void close() {
        watch.close();
        try {
            if (!binding.close(ENDS_WITHIN)) {
                observer.warning("bindings are still under way after " + ENDS_WITHIN + ": they are left behind");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
