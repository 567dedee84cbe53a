package dev.kubewasm.placement.solver;

/**
 * What a Pod, or some Pods together, take: amounts indexed as {@link PlacementProblem#resources()}. Equal only as one
 * object: comparing the amounts would cost the solver more than it saves.
 */
public final class Demand {
    private final long[] amounts;

    /** These amounts, which nobody changes any more. */
    Demand(long[] amounts) {
        this.amounts = amounts;
    }

    int size() {
        return amounts.length;
    }

    long of(int resource) {
        return amounts[resource];
    }

    /** Whether the amounts are the same. */
    boolean sameAs(Demand other) {
        return java.util.Arrays.equals(amounts, other.amounts);
    }

    /** Adds these to {@code sum}. */
    void addTo(long[] sum) {
        for (int r = 0; r < amounts.length; r++) {
            sum[r] += amounts[r];
        }
    }

    /** Takes these from {@code sum}. */
    void takeFrom(long[] sum) {
        for (int r = 0; r < amounts.length; r++) {
            sum[r] -= amounts[r];
        }
    }
}
