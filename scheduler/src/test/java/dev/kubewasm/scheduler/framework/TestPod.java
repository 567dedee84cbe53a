package dev.kubewasm.scheduler.framework;

import dev.kubewasm.placement.facts.LabelSelector;
import dev.kubewasm.placement.facts.LabelSelector.Operator;
import dev.kubewasm.placement.facts.LabelSelector.Requirement;
import dev.kubewasm.placement.facts.NodeRequirement;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Taint;
import dev.kubewasm.placement.facts.Toleration;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.framework.volume.PodVolumes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Pods and nodes for tests, a wish at a time. */
public final class TestPod {
    private final String name;
    private final Map<String, String> labels = new HashMap<>();
    private final List<Toleration> tolerations = new ArrayList<>();
    private final List<HostPort> ports = new ArrayList<>();
    private final List<SpreadConstraint> spread = new ArrayList<>();
    private final List<String> images = new ArrayList<>();
    private int priority;
    private boolean preempts = true;
    private Optional<String> nominated = Optional.empty();
    private Amounts request = Amounts.NONE;
    private NodeRequirement nodes = NodeRequirement.ANY;
    private PodAffinity affinity = PodAffinity.NONE;
    private PodLife life = PodLife.NEW;
    private Optional<PodInfo.Workload> workload = Optional.empty();
    private PodVolumes volumes = PodVolumes.NONE;
    private Optional<String> node = Optional.empty();

    private TestPod(String name) {
        this.name = name;
    }

    /** A Pod of namespace {@code shop} without any wish. */
    public static TestPod pod(String name) {
        return new TestPod(name);
    }

    /** A node of 4 CPUs, 4 GiB and 10 Pods, whose host label is its name. */
    public static NodeSpec node(String name, Map<String, String> labels, Taint... taints) {
        Map<String, String> all = new HashMap<>(labels);
        all.put(SpreadConstraint.HOSTNAME, name);
        return new NodeSpec(
                name,
                all,
                List.of(taints),
                false,
                new Amounts(4000, 4L << 30, 0, Collections.emptySortedMap()),
                10,
                Map.of());
    }

    /** Pods with {@code app=value}. */
    public static LabelSelector app(String value) {
        return new LabelSelector(List.of(new Requirement("app", Operator.IN, List.of(value))));
    }

    /** Pods of namespace {@code shop} with {@code app=value}. */
    public static AffinityTerm term(String app, String topologyKey) {
        return new AffinityTerm(Set.of("shop"), Optional.empty(), app(app), topologyKey);
    }

    public TestPod label(String key, String value) {
        labels.put(key, value);
        return this;
    }

    public TestPod priority(int value) {
        priority = value;
        return this;
    }

    public TestPod neverPreempts() {
        preempts = false;
        return this;
    }

    public TestPod nominated(String value) {
        nominated = Optional.of(value);
        return this;
    }

    public TestPod cpu(long milli) {
        request = new Amounts(milli, request.memory(), 0, Collections.emptySortedMap());
        return this;
    }

    public TestPod memory(long bytes) {
        request = new Amounts(request.milliCpu(), bytes, 0, Collections.emptySortedMap());
        return this;
    }

    public TestPod port(String ip, String protocol, int port) {
        ports.add(new HostPort(ip, protocol, port));
        return this;
    }

    public TestPod image(String value) {
        images.add(value);
        return this;
    }

    public TestPod tolerates(Toleration value) {
        tolerations.add(value);
        return this;
    }

    public TestPod nodes(NodeRequirement value) {
        nodes = value;
        return this;
    }

    public TestPod affinity(PodAffinity value) {
        affinity = value;
        return this;
    }

    public TestPod spread(SpreadConstraint value) {
        spread.add(value);
        return this;
    }

    public TestPod controlledBy(PodInfo.Workload value) {
        workload = Optional.of(value);
        return this;
    }

    public TestPod volumes(PodVolumes value) {
        volumes = value;
        return this;
    }

    public TestPod terminating() {
        life = new PodLife(true, true, life.startTime());
        return this;
    }

    public TestPod started(long second) {
        life = new PodLife(life.terminating(), life.preempted(), Optional.of(Instant.ofEpochSecond(second)));
        return this;
    }

    public TestPod on(String value) {
        node = Optional.of(value);
        return this;
    }

    /** The Pod; its uid is its name. */
    public PodInfo info() {
        return new PodInfo(
                new PodKey("shop", name),
                new Uid(name),
                labels,
                new Importance(priority, preempts, nominated),
                new PodRequest(request, request.milliCpu(), request.memory(), request),
                nodes,
                tolerations,
                ports,
                images,
                affinity,
                spread,
                workload,
                volumes,
                life,
                node);
    }
}
