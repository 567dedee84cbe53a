package dev.kubewasm.scheduler.framework.profile;

import dev.kubewasm.scheduler.framework.NodeInfo;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.Status;
import java.util.ArrayList;
import java.util.List;

/** Tries on one node who would have to leave for a Pod. */
final class DryRun {
    private static final String NAME = "DefaultPreemption";
    private static final Status.Rejected NOBODY =
            Status.Rejected.unresolvable(NAME, "No preemption victims found for incoming pod");
    /** The Pod fits though nobody leaves: what rejects it isn't tried out. */
    private static final Status.Rejected UNCHANGED =
            Status.Rejected.unresolvable(NAME, "expected at least one victim pod");

    private final PodFilters filters;
    private final List<DisruptionBudget> budgets;
    private NodeInfo node;

    /** @param filters of the Pod; not changed */
    DryRun(PodFilters filters, NodeInfo node, List<DisruptionBudget> budgets) {
        this.filters = filters.copy();
        this.node = node;
        this.budgets = budgets;
    }

    /** Who would have to leave, or why that doesn't help. */
    sealed interface Outcome {
        /** The Pod fits without them. */
        record Helps(Victims victims) implements Outcome {}

        /** The Pod doesn't fit even so. */
        record Fails(Status.Rejected status) implements Outcome {}
    }

    /**
     * The Pods of less priority that can't stay. Those that a budget protects are asked first whether they can stay, then the
     * others, the most important first.
     */
    Outcome tryOut(PodInfo pod) {
        List<PodInfo> potential = node.pods().stream()
                .filter(other ->
                        other.importance().priority() < pod.importance().priority())
                .sorted(Victims.MOST_IMPORTANT_FIRST)
                .toList();
        if (potential.isEmpty()) {
            return new Outcome.Fails(NOBODY);
        }
        potential.forEach(this::remove);
        if (filters.filter(node) instanceof Status.Rejected status) {
            return new Outcome.Fails(status);
        }
        List<PodInfo> violating = violating(potential);
        List<PodInfo> others = new ArrayList<>(potential);
        others.removeAll(violating);
        List<PodInfo> victims = leaving(violating);
        int violations = victims.size();
        victims.addAll(leaving(others));
        victims.sort(Victims.MOST_IMPORTANT_FIRST);
        return victims.isEmpty()
                ? new Outcome.Fails(UNCHANGED)
                : new Outcome.Helps(new Victims(node.name(), victims, violations));
    }

    /** Those whose leaving together, in this order, exceeds a budget. */
    private List<PodInfo> violating(List<PodInfo> pods) {
        int[] allowed = budgets.stream().mapToInt(DisruptionBudget::allowed).toArray();
        List<PodInfo> violating = new ArrayList<>();
        for (PodInfo pod : pods) {
            boolean violates = false;
            for (int i = 0; i < allowed.length; i++) {
                if (budgets.get(i).counts(pod)) {
                    violates |= --allowed[i] < 0;
                }
            }
            if (violates) {
                violating.add(pod);
            }
        }
        return violating;
    }

    private List<PodInfo> leaving(List<PodInfo> pods) {
        List<PodInfo> leaving = new ArrayList<>();
        for (PodInfo pod : pods) {
            add(pod);
            if (!fits()) {
                remove(pod);
                leaving.add(pod);
            }
        }
        return leaving;
    }

    private boolean fits() {
        return filters.filter(node) instanceof Status.Fits;
    }

    private void add(PodInfo pod) {
        node = node.with(pod);
        filters.update(pod, node.spec(), 1);
    }

    /** A port that two Pods take against the rules counts as free when one of them leaves, as in kube-scheduler. */
    private void remove(PodInfo pod) {
        node = node.without(pod).withoutPorts(pod.ports());
        filters.update(pod, node.spec(), -1);
    }
}
