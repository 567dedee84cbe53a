package dev.kubewasm.placement.affinity.model;

import java.util.List;

/**
 * A machine.
 *
 * @param name its name
 * @param capacity what it has of each resource, in the order of {@link AffinityProblem#resources()}
 */
public record AffinityMachine(String name, List<Double> capacity) {
    public AffinityMachine {
        capacity = List.copyOf(capacity);
    }
}
