package dev.kubewasm.simulations.timeline;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.scheduler.framework.NodeSpec;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.simulations.situation.KubeSchedulerView;
import dev.kubewasm.simulations.situation.Resident;
import dev.kubewasm.simulations.situation.Situation;
import dev.kubewasm.simulations.strategy.Placement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The cluster as it is at one time, to be changed. Every Pod of a workload is like its first. One owner. */
final class Fleet {
    private KubeSchedulerView described;
    private final SortedMap<PodKey, String> refused;
    private final Map<WorkloadRef, Template> templates = new HashMap<>();
    private final Map<WorkloadRef, LinkedHashSet<PodKey>> pods = new HashMap<>();
    private final Map<PodKey, PodInfo> infos = new HashMap<>();
    private final TreeMap<NodeName, NodeSpec> specs = new TreeMap<>();
    private final Map<NodeName, Machine> gone = new HashMap<>();
    private final Set<NodeName> goneForGood = new HashSet<>();
    private Snapshot snapshot;
    private @Nullable KubeSchedulerView view;
    private long made;
    private long versions;

    private record Machine(NodeFacts facts, NodeSpec spec, List<Resident> residents) {}

    /** The cluster of {@code situation}, its refused Pods left out. */
    Fleet(Situation situation) {
        this.described = situation.view();
        this.refused = situation.refused();
        Snapshot picture = situation.snapshot();
        for (PodKey pod : refused.keySet()) {
            picture = picture.without(pod);
        }
        this.snapshot = picture;
        for (NodeSpec spec : described.nodes()) {
            specs.put(new NodeName(spec.name()), spec);
        }
        for (PodFacts pod : picture.pods().values()) {
            @Nullable PodInfo info = described.pods().get(pod.key());
            if (info != null && !pod.state().finished()) {
                infos.put(pod.key(), info);
                templates.putIfAbsent(pod.workload(), Template.of(pod, info));
                podsOf(pod.workload()).add(pod.key());
            }
        }
    }

    Snapshot snapshot() {
        return snapshot;
    }

    /** The cluster with Pods to place. */
    Situation situation(Set<PodKey> pending) {
        if (view == null) {
            view = described.with(List.copyOf(specs.values()), infos);
        }
        return new Situation(snapshot, pending, view, refused);
    }

    boolean has(WorkloadRef workload) {
        return templates.containsKey(workload);
    }

    boolean has(NodeName node) {
        return snapshot.node(node).isPresent();
    }

    /** Whether the node is there or was. */
    boolean knows(NodeName node) {
        return has(node) || gone.containsKey(node);
    }

    boolean has(PodKey pod) {
        return snapshot.pod(pod).isPresent();
    }

    List<NodeName> nodes() {
        return List.copyOf(specs.keySet());
    }

    /** Its Pods, the oldest first. */
    Set<PodKey> podsOf(WorkloadRef workload) {
        return pods.computeIfAbsent(workload, w -> new LinkedHashSet<>());
    }

    Collection<PodFacts> podsOn(NodeName node) {
        return new ArrayList<>(snapshot.podsOn(node));
    }

    Optional<PodFacts> pod(PodKey key) {
        return snapshot.pod(key);
    }

    /** A new pending Pod of {@code workload}; {@code now} orders it. */
    PodKey create(WorkloadRef workload, long now) {
        return create(Objects.requireNonNull(templates.get(workload), "a workload of the cluster"), now);
    }

    /** A new pending Pod like {@code key}, which may be for a node of its own. */
    PodKey createLike(PodKey key, long now) {
        PodFacts pod = snapshot.pod(key).orElseThrow();
        return create(Template.of(pod, Objects.requireNonNull(infos.get(key))), now);
    }

    private PodKey create(Template like, long now) {
        PodFacts f = like.facts();
        String name = f.workload().name() + "-sim-" + made++;
        PodKey key = new PodKey(f.workload().namespace(), name);
        Uid uid = new Uid(key.toString());
        snapshot = snapshot.with(new PodFacts(
                key,
                uid,
                f.workload(),
                f.labels(),
                f.requests(),
                f.nodes(),
                f.tolerations(),
                PodState.PENDING,
                f.containers(),
                f.links(),
                f.priority(),
                now));
        infos.put(key, like.info().named(key, uid));
        podsOf(f.workload()).add(key);
        return key;
    }

    /** What is made of {@code workload} from now on is of another version. */
    void newVersion(WorkloadRef workload) {
        @Nullable Template before = templates.get(workload);
        if (before != null) {
            Template next = before.next("sim-" + versions++);
            templates.put(workload, next);
            described = described.and(before.replicaSet(next, described.objects()));
            view = null;
        }
    }

    void bind(PodKey key, NodeName node) {
        PodFacts pod = snapshot.pod(key).orElseThrow();
        snapshot = snapshot.with(pod.withState(Placement.on(node)));
        infos.computeIfPresent(key, (k, info) -> info.on(node.value()));
    }

    void delete(PodKey key) {
        snapshot.pod(key).ifPresent(pod -> podsOf(pod.workload()).remove(key));
        snapshot = snapshot.without(key);
        infos.remove(key);
    }

    /** Whether the node takes new Pods. */
    void cordon(NodeName node, boolean cordoned) {
        NodeFacts f = snapshot.node(node).orElseThrow();
        NodeSpec s = Objects.requireNonNull(specs.get(node));
        put(
                new NodeFacts(node, f.labels(), f.taints(), cordoned, f.allocatable(), f.host(), f.cost(), f.images()),
                new NodeSpec(s.name(), s.labels(), s.taints(), cordoned, s.allocatable(), s.allowedPods(), s.images()));
    }

    /** Takes the node away, with its residents: it has no other Pods any more. */
    void remove(NodeName node) {
        gone.put(node, machine(node));
        podsOn(node).forEach(pod -> delete(pod.key()));
        specs.remove(node);
        snapshot = snapshot.without(node);
        view = null;
    }

    /** The node, which isn't there, doesn't come back. */
    void forget(NodeName node) {
        goneForGood.add(node);
    }

    /**
     * A node that was taken away is back, uncordoned, unless it is gone for good.
     *
     * @return its residents; nothing if it isn't back
     */
    Optional<List<PodFacts>> bringBack(NodeName node) {
        @Nullable Machine machine = goneForGood.contains(node) ? null : gone.remove(node);
        if (machine == null) {
            return Optional.empty();
        }
        put(machine.facts(), machine.spec());
        cordon(node, false);
        return Optional.of(settle(machine.residents()));
    }

    /**
     * New nodes like {@code like}, which may be gone; their hostname label is their name.
     *
     * @return their residents
     */
    List<PodFacts> add(NodeName like, int count) {
        Machine machine = has(like) ? machine(like) : Objects.requireNonNull(gone.get(like));
        NodeFacts f = machine.facts();
        NodeSpec s = machine.spec();
        List<PodFacts> settled = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            NodeName name = new NodeName(like.value() + "-sim-" + made++);
            TreeMap<String, String> labels = new TreeMap<>(f.labels());
            labels.computeIfPresent("kubernetes.io/hostname", (k, old) -> name.value());
            put(
                    new NodeFacts(name, labels, f.taints(), false, f.allocatable(), f.host(), f.cost(), f.images()),
                    new NodeSpec(
                            name.value(), labels, s.taints(), false, s.allocatable(), s.allowedPods(), s.images()));
            settled.addAll(settle(machine.residents().stream()
                    .map(resident -> resident.like(name))
                    .toList()));
        }
        return settled;
    }

    private Machine machine(NodeName node) {
        return new Machine(
                snapshot.node(node).orElseThrow(),
                Objects.requireNonNull(specs.get(node)),
                Resident.on(node, snapshot, infos));
    }

    private List<PodFacts> settle(List<Resident> residents) {
        for (Resident resident : residents) {
            PodFacts pod = resident.facts();
            snapshot = snapshot.with(pod);
            infos.put(pod.key(), resident.info());
            podsOf(pod.workload()).add(pod.key());
        }
        return residents.stream().map(Resident::facts).toList();
    }

    private void put(NodeFacts facts, NodeSpec spec) {
        snapshot = snapshot.with(facts);
        specs.put(facts.name(), spec);
        view = null;
    }
}
