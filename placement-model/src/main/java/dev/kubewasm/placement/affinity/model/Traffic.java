package dev.kubewasm.placement.affinity.model;

/**
 * An edge of the affinity graph.
 *
 * @param first the index of one service
 * @param second the index of the other, another one
 * @param weight how much they talk: finite, not negative
 */
public record Traffic(int first, int second, double weight) {
    public Traffic {
        if (first == second) {
            throw new IllegalArgumentException("an edge from service " + first + " to itself");
        }
        if (!(weight >= 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("traffic must be finite and not negative: " + weight);
        }
    }
}
