package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.facts.Taint;
import dev.kubewasm.scheduler.core.ClusterEvent.Change;
import dev.kubewasm.scheduler.framework.AffinityTerm;
import dev.kubewasm.scheduler.framework.Amounts;
import dev.kubewasm.scheduler.framework.HostPort;
import dev.kubewasm.scheduler.framework.NodeSpec;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.SpreadConstraint;
import dev.kubewasm.scheduler.framework.profile.ProfileSettings;
import dev.kubewasm.scheduler.port.ClusterObject;
import dev.kubewasm.scheduler.port.ObservedNode;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Whether an event may let a Pod go somewhere that something has rejected, as kube-scheduler's queueing hints say plugin by
 * plugin. They err on one side: a Pod may be tried in vain, and is never left waiting that could go. A plugin that isn't
 * known here is helped by everything.
 */
final class QueueingHints {
    private static final Taint CORDON = new Taint("node.kubernetes.io/unschedulable", "", Taint.Effect.NO_SCHEDULE);

    private final Function<String, Map<String, String>> namespaceLabels;

    private final ProfileSettings profile;

    /**
     * @param namespaceLabels the labels of a namespace; none if it isn't known
     * @param profile what the rules are besides what is in the Pods
     */
    QueueingHints(Function<String, Map<String, String>> namespaceLabels, ProfileSettings profile) {
        this.namespaceLabels = namespaceLabels;
        this.profile = profile;
    }

    /** Whether {@code event} may help {@code pod}; it does if it helps against one of what rejected it. */
    boolean mayHelp(ClusterEvent event, PodInfo pod, Set<String> rejectors) {
        return rejectors.isEmpty() || rejectors.stream().anyMatch(rejector -> mayHelp(event, pod, rejector));
    }

    private boolean mayHelp(ClusterEvent event, PodInfo pod, String rejector) {
        return switch (rejector) {
            case Rejectors.ITSELF -> false;
            case Rejectors.WIRING ->
                (event instanceof ClusterEvent.ComponentsChanged(Set<String> namespaces)
                                && namespaces.contains(pod.key().namespace()))
                        || event instanceof ClusterEvent.NodeAdded
                        || (event instanceof ClusterEvent.NodeChanged(var before, var now)
                                && !before.facts().host().equals(now.facts().host()));
            case Rejectors.PLACEMENT -> helpsPlacement(event, pod);
            case "NodeUnschedulable" -> node(event, node -> schedulable(pod, node));
            case "TaintToleration" -> node(event, node -> tolerated(pod, node));
            case "NodeAffinity" ->
                node(
                        event,
                        node -> pod.nodes().accepts(node.name(), node.labels())
                                && profile.addedAffinity().accepts(node.name(), node.labels()));
            case "NodePorts" ->
                event instanceof ClusterEvent.NodeAdded
                        || (event instanceof ClusterEvent.PodLeft(PodInfo left) && conflicts(pod, left));
            case "NodeResourcesFit" -> helpsFit(event, pod);
            case "PodTopologySpread" -> helpsSpread(event, pod);
            case "InterPodAffinity" -> helpsAffinity(event, pod);
            case "VolumeBinding" -> VolumeHints.binding(event, pod);
            case "VolumeZone" -> VolumeHints.zone(event, pod);
            case "VolumeRestrictions" -> VolumeHints.restrictions(event, pod);
            case "NodeVolumeLimits" -> VolumeHints.limits(event, pod);
            default -> true;
        };
    }

    /** A node that is new and good, or that wasn't good before. */
    private static boolean node(ClusterEvent event, java.util.function.Predicate<NodeSpec> good) {
        return switch (event) {
            case ClusterEvent.NodeAdded(ObservedNode node) -> good.test(node.spec());
            case ClusterEvent.NodeChanged(ObservedNode before, ObservedNode now) ->
                good.test(now.spec()) && !good.test(before.spec());
            default -> false;
        };
    }

    private static boolean schedulable(PodInfo pod, NodeSpec node) {
        return !node.unschedulable() || pod.tolerates(CORDON);
    }

    private static boolean tolerated(PodInfo pod, NodeSpec node) {
        return node.taints().stream().allMatch(taint -> !taint.effect().repels() || pod.tolerates(taint));
    }

    private static boolean conflicts(PodInfo pod, PodInfo left) {
        for (HostPort wanted : pod.ports()) {
            if (left.ports().stream().anyMatch(wanted::conflictsWith)) {
                return true;
            }
        }
        return false;
    }

    private boolean helpsFit(ClusterEvent event, PodInfo pod) {
        Amounts request = pod.request().effective();
        return switch (event) {
            case ClusterEvent.NodeAdded(ObservedNode node) -> couldHold(node.spec(), request);
            case ClusterEvent.NodeChanged(ObservedNode before, ObservedNode now) ->
                couldHold(now.spec(), request) && hasGrown(before.spec(), now.spec(), request);
            // It frees a place among the Pods of the node if nothing else.
            case ClusterEvent.PodLeft _ -> true;
            default -> false;
        };
    }

    private boolean couldHold(NodeSpec node, Amounts request) {
        Amounts has = node.allocatable();
        return node.allowedPods() > 0
                && request.milliCpu() <= has.milliCpu()
                && request.memory() <= has.memory()
                && request.ephemeralStorage() <= has.ephemeralStorage()
                && request.scalars().entrySet().stream()
                        .allMatch(scalar -> scalar.getValue() <= has.get(scalar.getKey())
                                || profile.ignoredResources().ignores(scalar.getKey()));
    }

    private boolean hasGrown(NodeSpec before, NodeSpec now, Amounts request) {
        return now.allowedPods() > before.allowedPods()
                || now.allocatable().milliCpu() > before.allocatable().milliCpu()
                || now.allocatable().memory() > before.allocatable().memory()
                || now.allocatable().ephemeralStorage() > before.allocatable().ephemeralStorage()
                || request.scalars().keySet().stream()
                        .anyMatch(name -> now.allocatable().get(name)
                                > before.allocatable().get(name));
    }

    private boolean helpsSpread(ClusterEvent event, PodInfo pod) {
        return switch (event) {
            case ClusterEvent.NodeAdded _, ClusterEvent.NodeRemoved _ -> true;
            case ClusterEvent.NodeChanged(ObservedNode before, ObservedNode now) ->
                !before.spec().labels().equals(now.spec().labels())
                        || !before.spec().taints().equals(now.spec().taints());
            case ClusterEvent.PodLeft(PodInfo other) -> counts(pod, other);
            case ClusterEvent.PodArrived(PodInfo other) -> counts(pod, other);
            // What selects the Pod.
            case ClusterEvent.ObjectChanged(ClusterObject.Id id, Change _) ->
                spreadByDefault(pod)
                        && (id.kind() == ClusterObject.Kind.SERVICE || id.kind() == ClusterObject.Kind.WORKLOAD);
            default -> false;
        };
    }

    private boolean counts(PodInfo pod, PodInfo other) {
        return pod.key().namespace().equals(other.key().namespace())
                && (spreadByDefault(pod)
                        || pod.spread().stream()
                                .filter(SpreadConstraint::hard)
                                .anyMatch(constraint -> constraint.pods().matches(other.labels())));
    }

    private boolean spreadByDefault(PodInfo pod) {
        return pod.spread().isEmpty() && profile.defaultSpread().filters();
    }

    private boolean helpsAffinity(ClusterEvent event, PodInfo pod) {
        return switch (event) {
            case ClusterEvent.NodeAdded _ -> true;
            case ClusterEvent.NodeChanged(ObservedNode before, ObservedNode now) ->
                !before.spec().labels().equals(now.spec().labels());
            case ClusterEvent.PodLeft(PodInfo other) ->
                anyMeans(pod.affinity().requiredAnti(), other)
                        || anyMeans(other.affinity().requiredAnti(), pod);
            case ClusterEvent.PodArrived(PodInfo other) ->
                anyMeans(pod.affinity().required(), other);
            case ClusterEvent.ObjectChanged(ClusterObject.Id id, Change _) -> id.kind() == ClusterObject.Kind.NAMESPACE;
            default -> false;
        };
    }

    private boolean anyMeans(Iterable<AffinityTerm> terms, PodInfo other) {
        for (AffinityTerm term : terms) {
            if (term.meansWaiting(other, namespaceLabels.apply(other.key().namespace()))) {
                return true;
            }
        }
        return false;
    }

    /** Its rules are those of several plugins at once. */
    private boolean helpsPlacement(ClusterEvent event, PodInfo pod) {
        return switch (event) {
            case ClusterEvent.NodeAdded _,
                    ClusterEvent.NodeChanged _,
                    ClusterEvent.PodLeft _,
                    ClusterEvent.ComponentsChanged _ -> true;
            case ClusterEvent.NodeRemoved _, ClusterEvent.PodArrived _, ClusterEvent.ObjectChanged _ ->
                helpsSpread(event, pod) || helpsAffinity(event, pod) || VolumeHints.mayHelp(event, pod);
        };
    }
}
