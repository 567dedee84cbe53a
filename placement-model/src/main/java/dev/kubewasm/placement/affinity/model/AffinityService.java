package dev.kubewasm.placement.affinity.model;

import java.util.List;

/**
 * A service: identical containers.
 *
 * @param name its name
 * @param containers the names of its containers; it may have none
 * @param request what each of them takes of each resource, in the order of {@link AffinityProblem#resources()}
 * @param machines where they may run
 */
public record AffinityService(String name, List<String> containers, List<Double> request, MachineSet machines) {
    public AffinityService {
        containers = List.copyOf(containers);
        request = List.copyOf(request);
    }

    /** The number of its containers. */
    public int size() {
        return containers.size();
    }
}
