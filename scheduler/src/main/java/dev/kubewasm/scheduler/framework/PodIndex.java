package dev.kubewasm.scheduler.framework;

import dev.kubewasm.placement.facts.LabelSelector;
import dev.kubewasm.placement.facts.LabelSelector.Operator;
import dev.kubewasm.placement.facts.LabelSelector.Requirement;
import dev.kubewasm.placement.facts.Uid;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Placed Pods by their labels, and by the labels that their terms about others ask for: who a selector could mean, and who
 * could mean a Pod, without looking at all. A selector mostly asks for a label of one value; one that doesn't could mean
 * anybody.
 */
final class PodIndex {
    private record Label(String key, String value) {}

    private final Map<Label, Map<Uid, PodInfo>> byLabel = new HashMap<>();
    private final Map<Label, Map<Uid, PodInfo>> byAntiTerm = new HashMap<>();
    private final Map<Label, Map<Uid, PodInfo>> byTerm = new HashMap<>();

    /** With a term that could mean anybody. */
    private final Map<Uid, PodInfo> anyAntiTerm = new LinkedHashMap<>();

    private final Map<Uid, PodInfo> anyTerm = new LinkedHashMap<>();

    void add(PodInfo pod) {
        pod.labels()
                .forEach((key, value) -> members(byLabel, new Label(key, value)).put(pod.uid(), pod));
        pod.affinity().requiredAnti().forEach(term -> addTerm(term, pod, byAntiTerm, anyAntiTerm));
        terms(pod).forEach(term -> addTerm(term, pod, byTerm, anyTerm));
    }

    void remove(PodInfo pod) {
        pod.labels().forEach((key, value) -> drop(byLabel, new Label(key, value), pod));
        pod.affinity().requiredAnti().forEach(term -> labels(term.pods()).forEach(l -> drop(byAntiTerm, l, pod)));
        terms(pod).forEach(term -> labels(term.pods()).forEach(label -> drop(byTerm, label, pod)));
        anyAntiTerm.remove(pod.uid());
        anyTerm.remove(pod.uid());
    }

    /** The terms that count in the score of others. */
    private static List<AffinityTerm> terms(PodInfo pod) {
        PodAffinity affinity = pod.affinity();
        if (affinity.isEmpty()) {
            return List.of();
        }
        List<AffinityTerm> terms = new ArrayList<>(affinity.required());
        affinity.preferred().forEach(preferred -> terms.add(preferred.term()));
        affinity.preferredAnti().forEach(preferred -> terms.add(preferred.term()));
        return terms;
    }

    private static void addTerm(
            AffinityTerm term, PodInfo pod, Map<Label, Map<Uid, PodInfo>> index, Map<Uid, PodInfo> any) {
        List<Label> labels = labels(term.pods());
        if (labels.isEmpty()) {
            any.put(pod.uid(), pod);
        }
        labels.forEach(label -> members(index, label).put(pod.uid(), pod));
    }

    /** Labels of which each Pod that the selector means has one; none if that can't be told. */
    private static List<Label> labels(LabelSelector selector) {
        for (Requirement requirement : selector.requirements()) {
            if (requirement.operator() == Operator.IN) {
                return requirement.values().stream()
                        .map(value -> new Label(requirement.key(), value))
                        .toList();
            }
        }
        return List.of();
    }

    private static Map<Uid, PodInfo> members(Map<Label, Map<Uid, PodInfo>> index, Label label) {
        return index.computeIfAbsent(label, _ -> new LinkedHashMap<>());
    }

    private static void drop(Map<Label, Map<Uid, PodInfo>> index, Label label, PodInfo pod) {
        index.computeIfPresent(label, (_, members) -> {
            members.remove(pod.uid());
            return members.isEmpty() ? null : members;
        });
    }

    /** All that the selector means and perhaps others; empty: it could mean anybody. */
    Optional<Collection<PodInfo>> meantBy(LabelSelector selector) {
        List<Label> labels = labels(selector);
        return switch (labels.size()) {
            case 0 -> Optional.empty();
            case 1 ->
                Optional.of(byLabel.getOrDefault(labels.getFirst(), Map.of()).values());
            default -> Optional.of(gather(labels, byLabel, Map.of()));
        };
    }

    /** All with a required anti-affinity term that means {@code pod}, and perhaps others. */
    Collection<PodInfo> forbidding(PodInfo pod) {
        return gather(labels(pod), byAntiTerm, anyAntiTerm);
    }

    /** All with any other term that means {@code pod}, and perhaps others. */
    Collection<PodInfo> wishing(PodInfo pod) {
        return gather(labels(pod), byTerm, anyTerm);
    }

    private static List<Label> labels(PodInfo pod) {
        List<Label> labels = new ArrayList<>();
        pod.labels().forEach((key, value) -> labels.add(new Label(key, value)));
        return labels;
    }

    private static Collection<PodInfo> gather(
            List<Label> labels, Map<Label, Map<Uid, PodInfo>> index, Map<Uid, PodInfo> besides) {
        Map<Uid, PodInfo> found = new LinkedHashMap<>(besides);
        for (Label label : labels) {
            @Nullable Map<Uid, PodInfo> members = index.get(label);
            if (members != null) {
                found.putAll(members);
            }
        }
        return found.values();
    }
}
