package dev.kubewasm.scheduler.framework;

import dev.kubewasm.placement.facts.LabelSelector;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.framework.volume.VolumeState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the plugins look at: nodes with their Pods, namespaces, services. A change of one Pod costs what its node has,
 * whatever the cluster's size. Not thread-safe: one owner.
 */
public final class ClusterState {
    private final List<NodeInfo> nodes = new ArrayList<>();
    private final Map<String, Integer> indexes = new HashMap<>();
    private final Map<String, Map<Uid, PodInfo>> podsWithoutNode = new HashMap<>();
    private final Map<Uid, PodInfo> pods = new HashMap<>();
    private final Nominations nominations = new Nominations();
    private final Map<String, ImageState> images = new HashMap<>();
    private final Map<String, Map<String, String>> namespaces = new HashMap<>();
    private final Map<String, Map<String, Map<String, String>>> services = new HashMap<>();
    private final Map<WorkloadKey, LabelSelector> workloads = new HashMap<>();
    private final PodCounts counts = new PodCounts();
    private final VolumeState volumes = new VolumeState();
    private final PodIndex podIndex = new PodIndex();
    private int @Nullable [] inTurn;
    private int podsWithAffinity;
    private int podsWithAntiAffinity;

    /**
     * An image in the cluster.
     *
     * @param size in bytes, as the first node that had it said
     * @param nodes how many nodes have it
     */
    public record ImageState(long size, int nodes) {}

    private record WorkloadKey(String namespace, PodInfo.Workload workload) {}

    /** All nodes, in no order that means anything. */
    public List<NodeInfo> nodes() {
        return Collections.unmodifiableList(nodes);
    }

    /**
     * The {@code i}-th node where they come from each zone one in turn, as kube-scheduler's node tree lists them: those that
     * follow each other are of all zones.
     *
     * @param i 0 to the number of nodes - 1
     */
    public NodeInfo inTurn(int i) {
        int[] order = inTurn;
        if (order == null) {
            order = ZoneOrder.of(nodes);
            inTurn = order;
        }
        return nodes.get(order[i]);
    }

    /** The node of this name. */
    public Optional<NodeInfo> node(String name) {
        @Nullable Integer index = indexes.get(name);
        return index == null ? Optional.empty() : Optional.of(nodes.get(index));
    }

    /** The Pods for which others left the node of this name, and which are not on it yet. */
    public Collection<PodInfo> nominatedOn(String node) {
        return nominations.on(node);
    }

    /** Whether a Pod on some node has a wish about other Pods. */
    public boolean hasPodsWithAffinity() {
        return podsWithAffinity > 0;
    }

    /** Whether a Pod on some node has required anti-affinity. */
    public boolean hasPodsWithAntiAffinity() {
        return podsWithAntiAffinity > 0;
    }

    /** Volumes and claims; changed there. */
    public VolumeState volumes() {
        return volumes;
    }

    /** Shows each Pod that {@code term} means, and perhaps others, with its node. */
    public void showMeantBy(AffinityTerm term, Visitor visitor) {
        podIndex.meantBy(term.pods()).ifPresentOrElse(some -> show(some, visitor), () -> showAll(visitor));
    }

    /** Shows each Pod with a required anti-affinity term that means {@code pod}, and perhaps others, with its node. */
    public void showForbidding(PodInfo pod, Visitor visitor) {
        show(podIndex.forbidding(pod), visitor);
    }

    /**
     * Shows each Pod with a term of another kind (required affinity, preferred affinity or anti-affinity) that means {@code
     * pod}, and perhaps others, with its node.
     */
    public void showWishing(PodInfo pod, Visitor visitor) {
        show(podIndex.wishing(pod), visitor);
    }

    private void show(Collection<PodInfo> some, Visitor visitor) {
        for (PodInfo pod : some) {
            @Nullable Integer index = indexes.get(pod.node().orElseThrow());
            if (index != null) {
                visitor.visit(pod, nodes.get(index).spec());
            }
        }
    }

    private void showAll(Visitor visitor) {
        for (NodeInfo node : nodes) {
            node.pods().forEach(pod -> visitor.visit(pod, node.spec()));
        }
    }

    /** Is shown placed Pods. */
    @FunctionalInterface
    public interface Visitor {
        /** A Pod and its node. */
        void visit(PodInfo pod, NodeSpec node);
    }

    /** The image of this name, if a node has it. */
    public Optional<ImageState> image(String name) {
        return Optional.ofNullable(images.get(name));
    }

    /** The labels of a namespace, if it is known. */
    public Optional<Map<String, String>> namespaceLabels(String namespace) {
        return Optional.ofNullable(namespaces.get(namespace));
    }

    /** The selectors of the services in {@code namespace} that have one. */
    public Iterable<Map<String, String>> serviceSelectors(String namespace) {
        return services.getOrDefault(namespace, Map.of()).values();
    }

    /** The selector of the workload that controls {@code pod}, if it is known. */
    public Optional<LabelSelector> workloadSelector(PodInfo pod) {
        return pod.workload()
                .map(workload -> workloads.get(new WorkloadKey(pod.key().namespace(), workload)));
    }

    /**
     * How many Pods of {@code namespace} that {@code selector} matches each node has, those being deleted left out; nodes
     * without any are not there. A selector without requirements matches nothing.
     */
    public Map<String, Integer> matching(String namespace, LabelSelector selector) {
        return counts.of(namespace, selector);
    }

    /** A node that is new or changed. */
    public void putNode(NodeSpec spec) {
        @Nullable Integer index = indexes.get(spec.name());
        if (index != null) {
            NodeInfo old = nodes.get(index);
            countImages(old.spec(), -1);
            nodes.set(index, old.with(spec));
            if (!ZoneOrder.zone(old.spec()).equals(ZoneOrder.zone(spec))) {
                inTurn = null;
            }
        } else {
            NodeInfo node = NodeInfo.empty(spec);
            Map<Uid, PodInfo> waiting = podsWithoutNode.remove(spec.name());
            if (waiting != null) {
                for (PodInfo pod : waiting.values()) {
                    node = node.with(pod);
                }
            }
            indexes.put(spec.name(), nodes.size());
            nodes.add(node);
            inTurn = null;
            count(node, 1);
        }
        countImages(spec, 1);
    }

    /** The node of this name is gone; its Pods are kept in mind until they are removed or it comes back. */
    public void removeNode(String name) {
        @Nullable Integer index = indexes.remove(name);
        if (index == null) {
            return;
        }
        inTurn = null;
        NodeInfo gone = nodes.get(index);
        NodeInfo last = nodes.removeLast();
        if (index < nodes.size()) {
            nodes.set(index, last);
            indexes.put(last.name(), index);
        }
        countImages(gone.spec(), -1);
        count(gone, -1);
        for (PodInfo pod : gone.pods()) {
            podsWithoutNode.computeIfAbsent(name, n -> new LinkedHashMap<>()).put(pod.uid(), pod);
        }
    }

    /**
     * A Pod with a node, new or changed.
     *
     * @throws IllegalArgumentException if it has no node
     */
    public void putPod(PodInfo pod) {
        String name = pod.node().orElseThrow(() -> new IllegalArgumentException("Pod " + pod.key() + " has no node"));
        removePod(pod.uid());
        pods.put(pod.uid(), pod);
        podIndex.add(pod);
        @Nullable Integer index = indexes.get(name);
        if (index == null) {
            podsWithoutNode.computeIfAbsent(name, n -> new LinkedHashMap<>()).put(pod.uid(), pod);
        } else {
            nodes.set(index, nodes.get(index).with(pod));
            count(pod, 1);
        }
    }

    /** The Pod of this uid is gone, or has come to its end; nothing if it isn't here. */
    public void removePod(Uid uid) {
        @Nullable PodInfo pod = pods.remove(uid);
        if (pod == null) {
            return;
        }
        podIndex.remove(pod);
        String name = pod.node().orElseThrow();
        @Nullable Integer index = indexes.get(name);
        if (index == null) {
            podsWithoutNode.computeIfPresent(name, (n, waiting) -> {
                waiting.remove(uid);
                return waiting.isEmpty() ? null : waiting;
            });
        } else {
            nodes.set(index, nodes.get(index).without(pod));
            count(pod, -1);
        }
    }

    /**
     * A Pod that waits, new or changed: it counts as nominated if it has a {@linkplain Importance#nominatedNode() nominated
     * node}, and not any more if it has none.
     */
    public void putWaiting(PodInfo pod) {
        nominations.put(pod);
    }

    /** The Pod of this uid doesn't wait any more: it is gone, or has a node. What it was, if it counted as nominated. */
    public Optional<PodInfo> removeWaiting(Uid uid) {
        return nominations.remove(uid);
    }

    /** A namespace that is new or changed. */
    public void putNamespace(String name, Map<String, String> labels) {
        namespaces.put(name, Map.copyOf(labels));
    }

    /** The namespace of this name is gone. */
    public void removeNamespace(String name) {
        namespaces.remove(name);
    }

    /** A service with a selector, new or changed. */
    public void putService(String namespace, String name, Map<String, String> selector) {
        services.computeIfAbsent(namespace, n -> new LinkedHashMap<>()).put(name, Map.copyOf(selector));
    }

    /** The service of this name is gone or has no selector any more. */
    public void removeService(String namespace, String name) {
        services.computeIfPresent(namespace, (n, selectors) -> {
            selectors.remove(name);
            return selectors.isEmpty() ? null : selectors;
        });
    }

    /** A ReplicaSet, StatefulSet or ReplicationController, new or changed. */
    public void putWorkload(String namespace, PodInfo.Workload workload, LabelSelector selector) {
        workloads.put(new WorkloadKey(namespace, workload), selector);
    }

    /** The workload of this kind and name is gone. */
    public void removeWorkload(String namespace, PodInfo.Workload workload) {
        workloads.remove(new WorkloadKey(namespace, workload));
    }

    private void countImages(NodeSpec spec, int delta) {
        spec.images()
                .forEach((name, size) -> images.compute(name, (n, old) -> {
                    int count = (old == null ? 0 : old.nodes()) + delta;
                    return count == 0 ? null : new ImageState(old == null ? size : old.size(), count);
                }));
    }

    private void count(NodeInfo node, int delta) {
        node.pods().forEach(pod -> count(pod, delta));
    }

    private void count(PodInfo pod, int delta) {
        counts.count(pod, delta);
        if (!pod.affinity().isEmpty()) {
            podsWithAffinity += delta;
        }
        if (!pod.affinity().requiredAnti().isEmpty()) {
            podsWithAntiAffinity += delta;
        }
        volumes.countUses(pod.key().namespace(), pod.volumes(), delta);
    }
}
