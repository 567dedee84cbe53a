package dev.kubewasm.placement.affinity.solver;

/** One measure for amounts of several resources: each counts by how much of all there is of it is asked for. */
final class Scarcity {
    private final double[] weights;

    Scarcity(Instance instance) {
        weights = new double[instance.resources];
        for (int r = 0; r < weights.length; r++) {
            double asked = 0;
            double there = 0;
            for (int s = 0; s < instance.services; s++) {
                asked += (double) instance.count[s] * instance.request[s][r];
            }
            for (int machine : instance.open) {
                there += instance.capacity[machine][r];
            }
            // Squared: what is abundant should hardly count.
            weights[r] = there > 0 ? Math.pow(asked / there, 2) / there * instance.open.length : 0;
        }
    }

    /** The measure of amounts by resource; about the part of an average machine. */
    double of(long[] amounts) {
        double sum = 0;
        for (int r = 0; r < weights.length; r++) {
            sum += weights[r] * amounts[r];
        }
        return sum;
    }

    /** How much of one resource counts. */
    double of(int resource, long amount) {
        return weights[resource] * amount;
    }
}
