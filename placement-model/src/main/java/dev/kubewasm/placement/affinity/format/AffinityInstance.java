package dev.kubewasm.placement.affinity.format;

import dev.kubewasm.placement.affinity.model.AffinityProblem;
import dev.kubewasm.placement.affinity.model.ContainerPlacement;

/**
 * What an instance file says.
 *
 * @param problem the problem
 * @param initial where containers are deployed; it may be partial, and may break constraints
 */
public record AffinityInstance(AffinityProblem problem, ContainerPlacement initial) {}
