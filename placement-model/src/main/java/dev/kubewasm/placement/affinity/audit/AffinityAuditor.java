package dev.kubewasm.placement.affinity.audit;

import dev.kubewasm.placement.affinity.model.AffinityMachine;
import dev.kubewasm.placement.affinity.model.AffinityProblem;
import dev.kubewasm.placement.affinity.model.AffinityService;
import dev.kubewasm.placement.affinity.model.AntiAffinity;
import dev.kubewasm.placement.affinity.model.ContainerPlacement;
import dev.kubewasm.placement.affinity.model.Traffic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Recomputes gained affinity and all constraints from names: for each edge (a, b) and machine m, its weight times
 * {@code min(x(a,m)/n(a), x(b,m)/n(b))}, over the sum of all weights.
 */
public final class AffinityAuditor {
    /** By what part of a machine's capacity its containers may exceed it: amounts are scaled fractions. */
    public static final double TOLERANCE = 1e-9;

    private final AffinityProblem problem;
    private final Map<String, Integer> serviceOf = new HashMap<>();
    private final Map<String, Integer> machineOf = new HashMap<>();

    /** An auditor of placements of one problem. */
    public AffinityAuditor(AffinityProblem problem) {
        this.problem = problem;
        for (int s = 0; s < problem.services().size(); s++) {
            for (String container : problem.services().get(s).containers()) {
                serviceOf.put(container, s);
            }
        }
        for (int m = 0; m < problem.machines().size(); m++) {
            machineOf.put(problem.machines().get(m).name(), m);
        }
    }

    /** Looks at a placement of at most {@code maxMachines} machines. */
    public AffinityAudit audit(ContainerPlacement placement, int maxMachines) {
        List<String> violations = new ArrayList<>();
        List<Map<Integer, Integer>> counts = new ArrayList<>();
        for (int s = 0; s < problem.services().size(); s++) {
            counts.add(new HashMap<>());
        }
        Map<String, String> seen = new HashMap<>();
        int used = 0;
        for (Map.Entry<String, List<String>> entry : placement.containers().entrySet()) {
            Integer machine = machineOf.get(entry.getKey());
            if (machine == null) {
                violations.add("there is no machine " + entry.getKey());
                continue;
            }
            used += entry.getValue().isEmpty() ? 0 : 1;
            for (String container : entry.getValue()) {
                Integer service = serviceOf.get(container);
                if (service == null) {
                    violations.add("there is no container " + container + " to run on " + entry.getKey());
                    continue;
                }
                String other = seen.put(container, entry.getKey());
                if (other != null) {
                    violations.add("container " + container + " is on " + other + " and on " + entry.getKey());
                }
                counts.get(service).merge(machine, 1, Integer::sum);
            }
            audit(machine, entry.getValue(), violations);
        }
        for (String container : serviceOf.keySet().stream().sorted().toList()) {
            if (!seen.containsKey(container)) {
                violations.add("container " + container + " is on no machine");
            }
        }
        if (used > maxMachines) {
            violations.add(used + " machines are used, " + maxMachines + " are allowed");
        }
        return new AffinityAudit(gained(counts), used, violations);
    }

    private void audit(int index, List<String> containers, List<String> violations) {
        AffinityMachine machine = problem.machines().get(index);
        double[] taken = new double[problem.resources().size()];
        Map<Integer, Integer> here = new HashMap<>();
        for (String container : containers) {
            Integer s = serviceOf.get(container);
            if (s == null) {
                continue;
            }
            AffinityService service = problem.services().get(s);
            here.merge(s, 1, Integer::sum);
            for (int r = 0; r < taken.length; r++) {
                taken[r] += service.request().get(r);
            }
            if (!service.machines().contains(index)) {
                violations.add("container " + container + " may not run on " + machine.name());
            }
        }
        for (int r = 0; r < taken.length; r++) {
            double capacity = machine.capacity().get(r);
            if (taken[r] > capacity * (1 + TOLERANCE)) {
                violations.add("machine " + machine.name() + " has " + capacity + " of "
                        + problem.resources().get(r) + " and " + taken[r] + " is taken");
            }
        }
        for (AntiAffinity rule : problem.antiAffinity()) {
            int together = rule.services().stream()
                    .mapToInt(s -> here.getOrDefault(s, 0))
                    .sum();
            if (together > 1) {
                violations.add("machine " + machine.name() + " runs " + together + " containers of services "
                        + rule.services() + ", one is allowed");
            }
        }
    }

    private double gained(List<Map<Integer, Integer>> counts) {
        double gained = 0;
        double total = 0;
        for (Traffic edge : problem.traffic()) {
            total += edge.weight();
            // Where a service has no containers, no share of it is anywhere.
            int first = problem.services().get(edge.first()).size();
            int second = problem.services().get(edge.second()).size();
            double together = 0;
            for (Map.Entry<Integer, Integer> there : counts.get(edge.first()).entrySet()) {
                Integer other = counts.get(edge.second()).get(there.getKey());
                together += other == null ? 0 : Math.min((double) there.getValue() / first, (double) other / second);
            }
            gained += edge.weight() * together;
        }
        return total > 0 ? gained / total : 0;
    }
}
