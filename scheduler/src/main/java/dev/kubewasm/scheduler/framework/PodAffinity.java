package dev.kubewasm.scheduler.framework;

import java.util.List;

/**
 * {@code spec.affinity.podAffinity} and {@code podAntiAffinity} of a Pod.
 *
 * @param required places where Pods of every term are
 * @param requiredAnti places where no Pod of any term is
 * @param preferred places that Pods of a term make better
 * @param preferredAnti places that Pods of a term make worse
 */
public record PodAffinity(
        List<AffinityTerm> required,
        List<AffinityTerm> requiredAnti,
        List<AffinityTerm.Weighted> preferred,
        List<AffinityTerm.Weighted> preferredAnti) {
    /** No wish. */
    public static final PodAffinity NONE = new PodAffinity(List.of(), List.of(), List.of(), List.of());

    public PodAffinity {
        required = List.copyOf(required);
        requiredAnti = List.copyOf(requiredAnti);
        preferred = List.copyOf(preferred);
        preferredAnti = List.copyOf(preferredAnti);
    }

    /** Whether there is no term. */
    public boolean isEmpty() {
        return required.isEmpty() && requiredAnti.isEmpty() && preferred.isEmpty() && preferredAnti.isEmpty();
    }
}
