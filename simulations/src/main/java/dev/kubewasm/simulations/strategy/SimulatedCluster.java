package dev.kubewasm.simulations.strategy;

import dev.kubewasm.placement.facts.ContainerFacts;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.core.SchedulerSettings;
import dev.kubewasm.scheduler.framework.NodeSpec;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.port.Binding;
import dev.kubewasm.scheduler.port.ClusterListener;
import dev.kubewasm.scheduler.port.ClusterPort;
import dev.kubewasm.scheduler.port.ObservedNode;
import dev.kubewasm.scheduler.port.ObservedPod;
import dev.kubewasm.scheduler.port.PodEvent;
import dev.kubewasm.simulations.situation.Situation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The API server of a simulation: its watcher hears how a situation differs from the one before, and what the scheduler asks
 * of it is kept until it is taken. Pods come in the order of their age, as they came to a scheduler that was there all the
 * time; of one age by name. For one thread.
 */
final class SimulatedCluster implements ClusterPort {
    private static final Comparator<PodFacts> BOUND_THEN_BY_AGE = Comparator.comparing(
                    (PodFacts pod) -> !pod.occupies())
            .thenComparingLong(PodFacts::order)
            .thenComparing(PodFacts::key);

    private final KnownComponents components;
    private @Nullable ClusterListener listener;
    private Snapshot told = Snapshot.EMPTY;
    private int objectsTold;
    private boolean synced;
    private final TreeMap<PodKey, NodeName> bound = new TreeMap<>();
    private final TreeSet<PodKey> preempted = new TreeSet<>();

    SimulatedCluster(KnownComponents components) {
        this.components = components;
    }

    /** What was asked for since it was last asked. */
    record Asked(TreeMap<PodKey, NodeName> bound, TreeSet<PodKey> preempted) {}

    /** Tells the watcher what is otherwise in {@code situation}. */
    void show(Situation situation) {
        ClusterListener watcher = Objects.requireNonNull(listener, "nobody watches");
        situation.view().objects().stream().skip(objectsTold).forEach(watcher::objectChanged);
        objectsTold = situation.view().objects().size();
        Snapshot.Changes changes = situation.snapshot().changesSince(told);
        told = situation.snapshot();
        showNodes(changes.nodes(), situation, watcher);
        showPods(changes.pods(), situation, watcher);
        if (!synced) {
            synced = true;
            watcher.synced();
        }
    }

    private static void showNodes(
            List<Snapshot.Change<NodeFacts>> changes, Situation situation, ClusterListener watcher) {
        if (changes.isEmpty()) {
            return;
        }
        Map<String, NodeSpec> specs = new HashMap<>();
        situation.view().nodes().forEach(spec -> specs.put(spec.name(), spec));
        for (Snapshot.Change<NodeFacts> change : changes) {
            if (change.now().isPresent()) {
                NodeFacts facts = change.now().get();
                NodeSpec spec = Objects.requireNonNull(specs.get(facts.name().value()), "the view has the same nodes");
                watcher.nodeChanged(new ObservedNode(facts, spec, List.of()));
            } else {
                watcher.nodeRemoved(change.before().orElseThrow().name());
            }
        }
    }

    private void showPods(List<Snapshot.Change<PodFacts>> changes, Situation situation, ClusterListener watcher) {
        List<PodFacts> there = new ArrayList<>();
        for (Snapshot.Change<PodFacts> change : changes) {
            boolean lostItsNode = change.before().filter(PodFacts::occupies).isPresent()
                    && change.now().filter(pod -> !pod.occupies()).isPresent();
            if (change.now().isEmpty() || lostItsNode) {
                watcher.podRemoved(change.before().orElseThrow().key());
            }
            change.now().ifPresent(there::add);
        }
        there.sort(BOUND_THEN_BY_AGE);
        for (PodFacts pod : there) {
            @Nullable PodInfo info = situation.view().pods().get(pod.key());
            if (info != null) {
                watcher.podChanged(observed(pod, info, situation));
            }
        }
    }

    /** Pods that are bound or to be placed are the scheduler's; of others it only knows that they are there. */
    private ObservedPod observed(PodFacts pod, PodInfo info, Situation situation) {
        boolean ours = situation.pending().contains(pod.key()) || (pod.occupies() && pod.hasComponents());
        List<ContainerFacts> unread = pod.containers().stream()
                .map(container -> new ContainerFacts(container.name(), container.image(), Optional.empty()))
                .toList();
        return new ObservedPod(
                pod.withContainers(unread),
                info,
                ours ? Optional.of(SchedulerSettings.DEFAULT_PROFILE) : Optional.empty(),
                false,
                ours ? components.references(pod) : List.of(),
                List.of(),
                Optional.empty());
    }

    /** What was asked for since the last time; it has come true when the next situation shows it. */
    Asked take() {
        Asked asked = new Asked(new TreeMap<>(bound), new TreeSet<>(preempted));
        bound.clear();
        preempted.clear();
        return asked;
    }

    @Override
    public Watch watch(ClusterListener watcher) {
        listener = watcher;
        return () -> listener = null;
    }

    @Override
    public BindAnswer bind(Binding binding) {
        bound.put(binding.pod(), binding.node());
        return new BindAnswer.Bound();
    }

    @Override
    public void preempt(PodKey victim, Uid uid, String message) {
        // It may have come in the same cycle, with a group.
        bound.remove(victim);
        preempted.add(victim);
    }

    /** Events are nobody's input. */
    @Override
    public void record(PodEvent event) {}

    /** The outcome says the same. */
    @Override
    public void markUnschedulable(PodKey pod, Uid uid, String message) {}

    /** The scheduler knows what it has nominated. */
    @Override
    public void nominate(PodKey pod, Uid uid, Optional<NodeName> node) {}
}
