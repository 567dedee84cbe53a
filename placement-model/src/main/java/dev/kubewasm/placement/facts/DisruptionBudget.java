package dev.kubewasm.placement.facts;

/**
 * A PodDisruptionBudget: how many of some Pods may be down at once because somebody chose so.
 *
 * @param namespace of the budget, and so of its Pods
 * @param name of the budget
 * @param selector which Pods of the namespace it covers
 * @param limit what {@code value} limits
 * @param value a number of Pods or a percentage of them; 0 or more
 * @param percent whether it is a percentage, of which shares are rounded up as Kubernetes does
 */
public record DisruptionBudget(
        String namespace, String name, LabelSelector selector, Limit limit, int value, boolean percent) {
    /** The two kinds of limits. */
    public enum Limit {
        /** So many must be available. */
        MIN_AVAILABLE,
        /** So many may be unavailable. */
        MAX_UNAVAILABLE
    }

    public DisruptionBudget {
        if (value < 0 || (percent && value > 100)) {
            throw new IllegalArgumentException("PodDisruptionBudget " + namespace + "/" + name + " has a limit of "
                    + value + (percent ? "%, must be from 0 to 100 %" : ", must be 0 or more"));
        }
    }

    /** Whether it covers the Pod. */
    public boolean covers(PodFacts pod) {
        return namespace.equals(pod.key().namespace()) && selector.matches(pod.labels());
    }

    /**
     * How many may be evicted now.
     *
     * @param expected how many Pods it covers
     * @param healthy how many of them are Ready
     */
    public int allowed(int expected, int healthy) {
        int limited = percent ? Math.ceilDiv(value * expected, 100) : value;
        int needed = limit == Limit.MIN_AVAILABLE ? limited : expected - limited;
        return Math.max(0, healthy - Math.max(0, needed));
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
