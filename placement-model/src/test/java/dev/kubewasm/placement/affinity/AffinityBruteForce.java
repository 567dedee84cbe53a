package dev.kubewasm.placement.affinity;

import dev.kubewasm.placement.affinity.audit.AffinityAudit;
import dev.kubewasm.placement.affinity.audit.AffinityAuditor;
import dev.kubewasm.placement.affinity.model.AffinityProblem;
import dev.kubewasm.placement.affinity.model.AffinityService;
import dev.kubewasm.placement.affinity.model.ContainerPlacement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Tries all placements, up to the order of a service's containers; what is allowed is for the auditor to say. */
final class AffinityBruteForce {
    private final AffinityProblem problem;
    private final AffinityAuditor auditor;
    private final int maxMachines;
    private final Map<String, List<String>> placement = new LinkedHashMap<>();
    private double best = Double.NaN;

    AffinityBruteForce(AffinityProblem problem, int maxMachines) {
        this.problem = problem;
        this.maxMachines = maxMachines;
        auditor = new AffinityAuditor(problem);
        problem.machines().forEach(machine -> placement.put(machine.name(), new ArrayList<>()));
    }

    /** The largest gained affinity of a feasible placement, if there is one. */
    OptionalDouble best() {
        search(0, 0, 0);
        return Double.isNaN(best) ? OptionalDouble.empty() : OptionalDouble.of(best);
    }

    private void search(int service, int container, int firstMachine) {
        if (service == problem.services().size()) {
            AffinityAudit audit = auditor.audit(new ContainerPlacement(placement), maxMachines);
            if (audit.isFeasible() && !(best >= audit.gainedAffinity())) {
                best = audit.gainedAffinity();
            }
            return;
        }
        AffinityService current = problem.services().get(service);
        if (container == current.size()) {
            search(service + 1, 0, 0);
            return;
        }
        for (int m = firstMachine; m < problem.machines().size(); m++) {
            List<String> there =
                    placement.computeIfAbsent(problem.machines().get(m).name(), name -> new ArrayList<>());
            there.add(current.containers().get(container));
            search(service, container + 1, m);
            there.removeLast();
        }
    }
}
