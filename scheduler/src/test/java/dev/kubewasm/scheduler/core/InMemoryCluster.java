package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.placement.facts.PodState.Phase;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.PodLife;
import dev.kubewasm.scheduler.port.Binding;
import dev.kubewasm.scheduler.port.ClusterListener;
import dev.kubewasm.scheduler.port.ClusterObject;
import dev.kubewasm.scheduler.port.ClusterPort;
import dev.kubewasm.scheduler.port.ClusterUnavailableException;
import dev.kubewasm.scheduler.port.ObservedPod;
import dev.kubewasm.scheduler.port.PodEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A cluster with an API server's guarantees about Bindings, whose watchers hear of changes when the test says so, and
 * whose calls fail when the test says so.
 */
final class InMemoryCluster implements ClusterPort {
    static final Duration BUSY_FOR = Duration.ofSeconds(3);

    /** What happens to a call. */
    enum Fault {
        NONE,
        /** It never arrives. */
        LOST_REQUEST,
        /** It takes effect, but the answer never arrives. */
        LOST_ANSWER,
        /** It is refused for now: the cluster asks to be left alone for {@link #BUSY_FOR}. */
        BUSY,
        /** A Binding is forbidden. */
        REJECTED,
        /** A Binding meets another write. */
        CONFLICT,
        /** The scheduler's process dies before it is sent. */
        CRASH_BEFORE,
        /** The scheduler's process dies after it took effect. */
        CRASH_AFTER
    }

    /** The scheduler's process dies: no code of it may run on. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final Map<PodKey, ObservedPod> pods = new TreeMap<>();
    private final Map<NodeName, NodeFacts> nodes = new TreeMap<>();
    private final Map<ClusterObject.Id, ClusterObject> objects = new LinkedHashMap<>();
    private final Map<PodKey, Map<String, String>> annotations = new HashMap<>();
    private final Deque<Consumer<ClusterListener>> undelivered = new ArrayDeque<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    final List<Binding> bound = new ArrayList<>();
    final List<PodEvent> events = new ArrayList<>();
    final List<PodKey> preempted = new ArrayList<>();
    private @Nullable ClusterListener listener;
    private boolean syncedLater;
    /** Whether Pods that are made to leave are there, on their way out, until the test deletes them. */
    boolean gracePeriods;
    /** What happens whenever a Pod is made to leave. */
    Runnable meanwhile = () -> {};

    private int lastUid;
    int bindCalls;
    int conditionWrites;

    @Override
    public Watch watch(ClusterListener newListener) {
        undelivered.clear();
        listener = newListener;
        objects.values().forEach(newListener::objectChanged);
        nodes.values().stream().map(Fixtures::observed).forEach(newListener::nodeChanged);
        pods.values().forEach(newListener::podChanged);
        if (syncedLater) {
            undelivered.add(ClusterListener::synced);
        } else {
            newListener.synced();
        }
        return () -> listener = null;
    }

    /** The next watch says that it is synced only when things are delivered. */
    void syncLater() {
        syncedLater = true;
    }

    /** Tells this and nothing else. */
    void tell(ObservedPod pod) {
        if (listener != null) {
            listener.podChanged(pod);
        }
    }

    /** The next calls meet these. */
    void faults(Fault... next) {
        faults.addAll(List.of(next));
    }

    void noFaults() {
        faults.clear();
    }

    void deliver(int atMost) {
        for (int i = 0; i < atMost && !undelivered.isEmpty(); i++) {
            Consumer<ClusterListener> next = undelivered.remove();
            if (listener != null) {
                next.accept(listener);
            }
        }
    }

    void deliverAll() {
        deliver(Integer.MAX_VALUE);
    }

    Uid create(ObservedPod template) {
        Uid uid = new Uid("uid-" + ++lastUid);
        put(withUid(template, uid));
        return uid;
    }

    /** The Pod under another uid; one of a higher number was created later. */
    static ObservedPod withUid(ObservedPod pod, Uid uid) {
        PodFacts f = pod.facts();
        return withFacts(
                pod,
                new PodFacts(
                        f.key(),
                        uid,
                        f.workload(),
                        f.labels(),
                        f.requests(),
                        f.nodes(),
                        f.tolerations(),
                        f.state(),
                        f.containers(),
                        f.links(),
                        f.priority(),
                        Long.parseLong(uid.value().substring("uid-".length()))));
    }

    void put(ObservedPod pod) {
        pods.put(pod.facts().key(), pod);
        undelivered.add(l -> l.podChanged(pod));
    }

    void delete(PodKey key) {
        if (pods.remove(key) != null) {
            annotations.remove(key);
            undelivered.add(l -> l.podRemoved(key));
        }
    }

    void finish(PodKey key) {
        ObservedPod pod = pods.get(key);
        if (pod != null && pod.facts().state().node().isPresent()) {
            put(withState(pod, new PodState(pod.facts().state().node(), Phase.SUCCEEDED, false, false)));
        }
    }

    void put(NodeFacts node) {
        nodes.put(node.name(), node);
        undelivered.add(l -> l.nodeChanged(Fixtures.observed(node)));
    }

    void put(ClusterObject object) {
        objects.put(object.id(), object);
        undelivered.add(to -> to.objectChanged(object));
    }

    /** Removes a node and, as the node controller would, the Pods on it. */
    void removeNode(NodeName name) {
        if (nodes.remove(name) != null) {
            undelivered.add(l -> l.nodeRemoved(name));
            pods.values().stream()
                    .filter(p -> p.facts().state().node().equals(Optional.of(name)))
                    .map(p -> p.facts().key())
                    .toList()
                    .forEach(this::delete);
        }
    }

    @Override
    public BindAnswer bind(Binding binding) {
        bindCalls++;
        if (faults.peek() == Fault.REJECTED) {
            faults.remove();
            return new BindAnswer.Rejected("a webhook forbids it");
        }
        if (faults.peek() == Fault.CONFLICT) {
            faults.remove();
            return new BindAnswer.Conflict("the object has been modified");
        }
        return call(() -> {
            ObservedPod pod = pods.get(binding.pod());
            if (pod == null) {
                return new BindAnswer.Conflict("not found");
            }
            if (!pod.facts().uid().equals(binding.uid())) {
                return new BindAnswer.Conflict("uid is another");
            }
            if (pod.facts().state().node().isPresent() || pod.facts().state().terminating()) {
                return new BindAnswer.Conflict("already bound or on its way out");
            }
            bound.add(binding);
            annotations.put(binding.pod(), binding.annotations());
            put(withState(pod, new PodState(Optional.of(binding.node()), Phase.PENDING, false, false)));
            return new BindAnswer.Bound();
        });
    }

    @Override
    public void record(PodEvent event) {
        call(() -> events.add(event));
    }

    @Override
    public void markUnschedulable(PodKey key, Uid uid, String message) {
        call(() -> {
            ObservedPod pod = pods.get(key);
            if (pod != null && pod.facts().uid().equals(uid)) {
                conditionWrites++;
                put(new ObservedPod(
                        pod.facts(),
                        pod.info(),
                        pod.profile(),
                        pod.gated(),
                        pod.components(),
                        pod.refusals(),
                        Optional.of(message),
                        pod.annotationBytes()));
            }
            return key;
        });
    }

    @Override
    public void nominate(PodKey key, Uid uid, Optional<NodeName> node) {
        call(() -> {
            pod(key).filter(pod -> pod.facts().uid().equals(uid))
                    .ifPresent(pod -> put(withNomination(pod, node.map(NodeName::value))));
            return key;
        });
    }

    @Override
    public void preempt(PodKey victim, Uid uid, String message) {
        call(() -> {
            pod(victim).filter(pod -> pod.facts().uid().equals(uid)).ifPresent(pod -> {
                preempted.add(victim);
                if (gracePeriods) {
                    put(leaving(pod));
                } else {
                    delete(victim);
                }
            });
            meanwhile.run();
            return victim;
        });
    }

    private static ObservedPod leaving(ObservedPod pod) {
        PodState state = pod.facts().state();
        ObservedPod leaving = withState(pod, new PodState(state.node(), state.phase(), true, state.ready()));
        return Fixtures.with(
                leaving,
                Fixtures.info(leaving.info(), leaving.info().importance(), new PodLife(true, true, Optional.empty())));
    }

    private <T> T call(Supplier<T> effect) {
        Fault fault = faults.isEmpty() ? Fault.NONE : faults.remove();
        switch (fault) {
            case LOST_REQUEST -> throw new ClusterUnavailableException("connection refused", null);
            case BUSY -> throw new ClusterUnavailableException("too many requests", null, BUSY_FOR);
            case CRASH_BEFORE -> throw new Crash();
            default -> {}
        }
        T answer = effect.get();
        switch (fault) {
            case LOST_ANSWER -> throw new ClusterUnavailableException("connection reset", null);
            case CRASH_AFTER -> throw new Crash();
            default -> {
                return answer;
            }
        }
    }

    List<ObservedPod> pods() {
        return List.copyOf(pods.values());
    }

    Optional<ObservedPod> pod(PodKey key) {
        return Optional.ofNullable(pods.get(key));
    }

    Optional<NodeName> nodeOf(PodKey key) {
        return pod(key).flatMap(p -> p.facts().state().node());
    }

    Map<NodeName, NodeFacts> nodes() {
        return Map.copyOf(nodes);
    }

    /** What is left of a node's allocatable; negative where it was overcommitted. */
    Resources free(NodeName name) {
        Resources free = Objects.requireNonNull(nodes.get(name)).allocatable();
        for (ObservedPod pod : pods.values()) {
            if (pod.facts().occupies() && pod.facts().state().node().equals(Optional.of(name))) {
                free = free.minus(pod.facts().demand());
            }
        }
        return free;
    }

    static ObservedPod withState(ObservedPod pod, PodState state) {
        PodFacts f = pod.facts();
        return withFacts(
                pod,
                new PodFacts(
                        f.key(),
                        f.uid(),
                        f.workload(),
                        f.labels(),
                        f.requests(),
                        f.nodes(),
                        f.tolerations(),
                        state,
                        f.containers(),
                        f.links(),
                        f.priority(),
                        f.order()));
    }

    private static ObservedPod withNomination(ObservedPod pod, Optional<String> node) {
        PodInfo info = pod.info();
        return new ObservedPod(
                pod.facts(),
                Fixtures.info(pod.facts(), info.affinity(), info.ports(), info.spread(), node),
                pod.profile(),
                pod.gated(),
                pod.components(),
                pod.refusals(),
                pod.lastMessage(),
                pod.annotationBytes());
    }

    static ObservedPod withFacts(ObservedPod pod, PodFacts facts) {
        return new ObservedPod(
                facts,
                Fixtures.info(facts, pod.info()),
                pod.profile(),
                pod.gated(),
                pod.components(),
                pod.refusals(),
                pod.lastMessage(),
                pod.annotationBytes());
    }
}
