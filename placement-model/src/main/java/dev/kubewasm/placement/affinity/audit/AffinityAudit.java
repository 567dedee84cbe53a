package dev.kubewasm.placement.affinity.audit;

import java.util.List;

/**
 * What an audit found.
 *
 * @param gainedAffinity the share of all traffic that stays on a machine, 0 to 1; 0 where there is no traffic
 * @param machinesUsed how many machines run any container
 * @param violations every constraint that is broken, in words; none for a feasible placement
 */
public record AffinityAudit(double gainedAffinity, int machinesUsed, List<String> violations) {
    public AffinityAudit {
        violations = List.copyOf(violations);
    }

    /** Whether all constraints are kept. */
    public boolean isFeasible() {
        return violations.isEmpty();
    }
}
