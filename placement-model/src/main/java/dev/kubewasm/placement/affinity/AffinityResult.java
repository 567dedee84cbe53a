package dev.kubewasm.placement.affinity;

import dev.kubewasm.placement.affinity.audit.AffinityAudit;
import dev.kubewasm.placement.affinity.model.ContainerPlacement;

/**
 * A feasible placement of all containers.
 *
 * @param placement where each is
 * @param audit what the auditor says of it: feasible
 */
public record AffinityResult(ContainerPlacement placement, AffinityAudit audit) {}
