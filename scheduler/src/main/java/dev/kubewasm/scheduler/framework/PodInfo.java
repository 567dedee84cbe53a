package dev.kubewasm.scheduler.framework;

import dev.kubewasm.placement.facts.NodeRequirement;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Taint;
import dev.kubewasm.placement.facts.Toleration;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.framework.volume.PodVolumes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Pod as the plugins need it: everything that can be computed once is.
 *
 * @param key namespace and name
 * @param uid tells two Pods of one name apart
 * @param labels its labels
 * @param importance its place among Pods
 * @param request what it requests
 * @param nodes which nodes it may and would like to run on
 * @param tolerations its tolerations
 * @param ports the ports it takes on its node
 * @param images the images of its containers, init containers too, with tags
 * @param affinity its wishes about other Pods
 * @param spread its topology spread constraints
 * @param workload kind and name of its controller, if kube-scheduler spreads the Pods of such ones by default
 * @param volumes its volumes that have to do with its place
 * @param life where it is in its life
 * @param node the node it is bound to, or asks for by name
 */
public record PodInfo(
        PodKey key,
        Uid uid,
        Map<String, String> labels,
        Importance importance,
        PodRequest request,
        NodeRequirement nodes,
        List<Toleration> tolerations,
        List<HostPort> ports,
        List<String> images,
        PodAffinity affinity,
        List<SpreadConstraint> spread,
        Optional<Workload> workload,
        PodVolumes volumes,
        PodLife life,
        Optional<String> node) {
    public PodInfo {
        labels = Map.copyOf(labels);
        tolerations = List.copyOf(tolerations);
        ports = List.copyOf(ports);
        images = List.copyOf(images);
        spread = List.copyOf(spread);
    }

    /** The kind and name of a controller, in the Pod's namespace. */
    public record Workload(String kind, String name) {}

    /** Whether the Pod tolerates {@code taint}. */
    public boolean tolerates(Taint taint) {
        for (Toleration toleration : tolerations) {
            if (toleration.tolerates(taint)) {
                return true;
            }
        }
        return false;
    }

    /** Whether where it may be depends on the Pods beside it: by host ports, claims and disks, affinity to Pods or hard spread. */
    public boolean mindsOtherPods() {
        return !ports.isEmpty()
                || !volumes.isEmpty()
                || !affinity.required().isEmpty()
                || !affinity.requiredAnti().isEmpty()
                || spread.stream().anyMatch(SpreadConstraint::hard);
    }

    /** The same Pod, bound to {@code node}. */
    public PodInfo on(String node) {
        return with(Optional.of(node));
    }

    /** The same Pod, with no node. */
    public PodInfo withoutNode() {
        return with(Optional.empty());
    }

    /** The same Pod, nominated to {@code node}, or to none. */
    public PodInfo nominatedTo(Optional<String> node) {
        return node.equals(importance.nominatedNode())
                ? this
                : with(
                        key,
                        uid,
                        new Importance(importance.priority(), importance.preempts(), node),
                        request,
                        this.node);
    }

    /** The same Pod, with other requests. */
    public PodInfo requesting(PodRequest other) {
        return with(key, uid, importance, other, node);
    }

    /** The same Pod with other wishes about Pods. */
    public PodInfo withAffinity(PodAffinity other) {
        return of(labels, other, spread, workload);
    }

    /** A Pod like this with other labels, wishes about Pods and their spread, and of another controller. */
    public PodInfo of(
            Map<String, String> otherLabels,
            PodAffinity otherAffinity,
            List<SpreadConstraint> otherSpread,
            Optional<Workload> otherWorkload) {
        return new PodInfo(
                key,
                uid,
                otherLabels,
                importance,
                request,
                nodes,
                tolerations,
                ports,
                images,
                otherAffinity,
                otherSpread,
                otherWorkload,
                volumes,
                life,
                node);
    }

    /** The same Pod with other wishes about nodes. */
    public PodInfo withNodes(NodeRequirement otherNodes, List<Toleration> otherTolerations) {
        return new PodInfo(
                key,
                uid,
                labels,
                importance,
                request,
                otherNodes,
                otherTolerations,
                ports,
                images,
                affinity,
                spread,
                workload,
                volumes,
                life,
                node);
    }

    /** A Pod like this of another name, with no node. */
    public PodInfo named(PodKey otherKey, Uid otherUid) {
        return with(otherKey, otherUid, importance, request, Optional.empty());
    }

    private PodInfo with(Optional<String> other) {
        return with(key, uid, importance, request, other);
    }

    private PodInfo with(PodKey key, Uid uid, Importance importance, PodRequest request, Optional<String> node) {
        return new PodInfo(
                key,
                uid,
                labels,
                importance,
                request,
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
