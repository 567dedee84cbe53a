package dev.kubewasm.scheduler.framework.profile;

import dev.kubewasm.scheduler.framework.Status;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What kube-scheduler says of a Pod that no node takes, in the Pod's condition and in its event. */
public final class UnschedulableMessage {
    private static final String NOT_HELPFUL = "Preemption is not helpful for scheduling";

    private UnschedulableMessage() {}

    /**
     * The message about a Pod that fits nowhere.
     *
     * @param atOnce what was said before any node was asked
     * @param nodes what was said of each node, if nodes were asked
     * @param preemption what could be done about it
     */
    public static String of(
            Optional<Status.Rejected> atOnce, Collection<Status.Rejected> nodes, Preemption.Result preemption) {
        if (nodes.isEmpty()) {
            return "no nodes available to schedule pods";
        }
        if (atOnce.isPresent()) {
            // Its plugin for resource claims fails where it hasn't been asked before, and preemption isn't tried.
            return none(nodes.size()) + " " + String.join(", ", atOnce.get().reasons()) + ". not found";
        }
        String filters = none(nodes.size()) + counted(reasons(nodes));
        return switch (preemption) {
            case Preemption.Result.NotEligible(String reason) -> filters + because(reason);
            case Preemption.Result.Eligible eligible ->
                eligible.candidates().isEmpty()
                        ? filters + because(none(nodes.size()) + counted(hopeless(eligible, nodes.size())))
                        : filters;
        };
    }

    private static String none(int nodes) {
        return "0/" + nodes + " nodes are available:";
    }

    private static String because(String reason) {
        return " no new claims to deallocate, preemption: " + reason;
    }

    private static Map<String, Integer> reasons(Collection<Status.Rejected> statuses) {
        Map<String, Integer> counts = new HashMap<>();
        for (Status.Rejected status : statuses) {
            status.reasons().forEach(reason -> counts.merge(reason, 1, Integer::sum));
        }
        return counts;
    }

    private static Map<String, Integer> hopeless(Preemption.Result.Eligible eligible, int nodes) {
        Map<String, Integer> counts = reasons(eligible.failed().values());
        int others = nodes - eligible.failed().size();
        if (others > 0) {
            counts.merge(NOT_HELPFUL, others, Integer::sum);
        }
        return counts;
    }

    /** Sorted as texts, the number first: so it is in kube-scheduler. */
    private static String counted(Map<String, Integer> reasons) {
        List<String> texts = reasons.entrySet().stream()
                .map(reason -> reason.getValue() + " " + reason.getKey())
                .sorted()
                .toList();
        return texts.isEmpty() ? "" : " " + String.join(", ", texts) + ".";
    }
}
