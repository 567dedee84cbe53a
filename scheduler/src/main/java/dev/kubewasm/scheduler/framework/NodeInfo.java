package dev.kubewasm.scheduler.framework;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A node with its Pods, and their sums. Immutable: a Pod more or less makes a new one, in time proportional to the
 * node's Pods.
 *
 * @param spec the node
 * @param pods its Pods
 * @param withAffinity those of them with a wish about other Pods
 * @param withAntiAffinity those of them with required anti-affinity
 * @param ports the ports they take on the node; one is there twice only if two take it against the rules
 * @param requested what they request together
 * @param scoredCpu what they count with in scores together, in milli-CPU
 * @param scoredMemory what they count with in scores together, in bytes
 */
public record NodeInfo(
        NodeSpec spec,
        List<PodInfo> pods,
        List<PodInfo> withAffinity,
        List<PodInfo> withAntiAffinity,
        List<HostPort> ports,
        Amounts requested,
        long scoredCpu,
        long scoredMemory) {

    /** A node without Pods. */
    public static NodeInfo empty(NodeSpec spec) {
        return new NodeInfo(spec, List.of(), List.of(), List.of(), List.of(), Amounts.NONE, 0, 0);
    }

    /** The node's name. */
    public String name() {
        return spec.name();
    }

    /** This with {@code pod}. */
    public NodeInfo with(PodInfo pod) {
        PodRequest request = pod.request();
        return new NodeInfo(
                spec,
                added(pods, pod, true),
                added(withAffinity, pod, hasAffinity(pod)),
                added(withAntiAffinity, pod, hasAntiAffinity(pod)),
                added(ports, pod.ports()),
                requested.plus(request.effective()),
                scoredCpu + request.placedCpu(),
                scoredMemory + request.placedMemory());
    }

    /** This without {@code pod}, which is here. */
    public NodeInfo without(PodInfo pod) {
        PodRequest request = pod.request();
        return new NodeInfo(
                spec,
                removed(pods, pod, true),
                removed(withAffinity, pod, hasAffinity(pod)),
                removed(withAntiAffinity, pod, hasAntiAffinity(pod)),
                removed(ports, pod.ports()),
                requested.minus(request.effective()),
                scoredCpu - request.placedCpu(),
                scoredMemory - request.placedMemory());
    }

    /** The same Pods on the node as it is now. */
    public NodeInfo with(NodeSpec changed) {
        return new NodeInfo(changed, pods, withAffinity, withAntiAffinity, ports, requested, scoredCpu, scoredMemory);
    }

    /** This as if nobody took any of {@code free}. */
    public NodeInfo withoutPorts(List<HostPort> free) {
        if (free.isEmpty()) {
            return this;
        }
        List<HostPort> left =
                ports.stream().filter(port -> !free.contains(port)).toList();
        return new NodeInfo(spec, pods, withAffinity, withAntiAffinity, left, requested, scoredCpu, scoredMemory);
    }

    private static boolean hasAffinity(PodInfo pod) {
        return !pod.affinity().isEmpty();
    }

    private static boolean hasAntiAffinity(PodInfo pod) {
        return !pod.affinity().requiredAnti().isEmpty();
    }

    private static List<HostPort> added(List<HostPort> ports, List<HostPort> more) {
        if (more.isEmpty()) {
            return ports;
        }
        List<HostPort> all = new ArrayList<>(ports);
        all.addAll(more);
        return Collections.unmodifiableList(all);
    }

    private static List<HostPort> removed(List<HostPort> ports, List<HostPort> gone) {
        if (gone.isEmpty()) {
            return ports;
        }
        List<HostPort> left = new ArrayList<>(ports);
        gone.forEach(left::remove);
        return Collections.unmodifiableList(left);
    }

    private static List<PodInfo> added(List<PodInfo> pods, PodInfo pod, boolean belongs) {
        if (!belongs) {
            return pods;
        }
        List<PodInfo> more = new ArrayList<>(pods.size() + 1);
        more.addAll(pods);
        more.add(pod);
        return Collections.unmodifiableList(more);
    }

    private static List<PodInfo> removed(List<PodInfo> pods, PodInfo pod, boolean belongs) {
        if (!belongs) {
            return pods;
        }
        List<PodInfo> less = new ArrayList<>(pods.size());
        for (PodInfo other : pods) {
            if (!other.uid().equals(pod.uid())) {
                less.add(other);
            }
        }
        return Collections.unmodifiableList(less);
    }
}
