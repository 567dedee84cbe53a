package dev.kubewasm.scheduler.framework.profile;

import dev.kubewasm.scheduler.framework.NodeInfo;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.Status;
import java.util.ArrayList;
import java.util.List;

/** Tries on one node who would have to leave for a Pod, or for several that come together. */
final class DryRun {
    private static final String NAME = "DefaultPreemption";
    private static final Status.Rejected NOBODY =
            Status.Rejected.unresolvable(NAME, "No preemption victims found for incoming pod");
    /** The Pod fits though nobody leaves: what rejects it isn't tried out. */
    private static final Status.Rejected UNCHANGED =
            Status.Rejected.unresolvable(NAME, "expected at least one victim pod");

    private final Party party;
    /** Of each Pod of the party, as if those before it were there. */
    private final List<PodFilters> filters = new ArrayList<>();

    private final List<DisruptionBudget> budgets;
    private NodeInfo node;

    DryRun(Party party, List<DisruptionBudget> budgets) {
        this.party = party;
        this.node = party.node();
        this.budgets = budgets;
        for (int i = 0; i < party.pods().size(); i++) {
            PodFilters own = party.filters().get(i).copy();
            party.pods().subList(0, i).forEach(before -> own.update(before, node.spec(), 1));
            filters.add(own);
        }
    }

    /** Who would have to leave, or why that doesn't help. */
    sealed interface Outcome {
        /** The Pods fit without them. */
        record Helps(Victims victims) implements Outcome {}

        /** They don't fit even so. */
        record Fails(Status.Rejected status) implements Outcome {}
    }

    /**
     * The Pods of less priority that can't stay. Those that a budget protects are asked first whether they can stay, then the
     * others, the most important first.
     */
    Outcome tryOut() {
        List<PodInfo> potential = party.lessImportant().stream()
                .sorted(Victims.MOST_IMPORTANT_FIRST)
                .toList();
        if (potential.isEmpty()) {
            return new Outcome.Fails(NOBODY);
        }
        potential.forEach(this::remove);
        if (ask() instanceof Status.Rejected status) {
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
            if (ask() instanceof Status.Rejected) {
                remove(pod);
                leaving.add(pod);
            }
        }
        return leaving;
    }

    /** What the first Pod of the party that doesn't fit is told, those before it being there. */
    private Status ask() {
        NodeInfo fuller = node;
        for (int i = 0; i < filters.size(); i++) {
            if (i > 0) {
                fuller = fuller.with(party.pods().get(i - 1));
            }
            if (filters.get(i).filter(fuller) instanceof Status.Rejected rejected) {
                return rejected;
            }
        }
        return Status.FITS;
    }

    private void add(PodInfo pod) {
        node = node.with(pod);
        filters.forEach(own -> own.update(pod, node.spec(), 1));
    }

    /** A port that two Pods take against the rules counts as free when one of them leaves, as in kube-scheduler. */
    private void remove(PodInfo pod) {
        node = node.without(pod).withoutPorts(pod.ports());
        filters.forEach(own -> own.update(pod, node.spec(), -1));
    }
}
