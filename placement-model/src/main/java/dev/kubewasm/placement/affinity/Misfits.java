package dev.kubewasm.placement.affinity;

import dev.kubewasm.placement.affinity.audit.AffinityAuditor;
import dev.kubewasm.placement.affinity.model.AffinityMachine;
import dev.kubewasm.placement.affinity.model.AffinityProblem;
import dev.kubewasm.placement.affinity.model.AffinityService;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Why a problem has no feasible placement, where that is plain to see. */
public final class Misfits {
    private static final int MANY = 5;

    private Misfits() {}

    /** In words, each of the services that fit no machine, a few at most, and each resource of which there isn't enough. */
    public static List<String> of(AffinityProblem problem) {
        List<String> reasons = new ArrayList<>();
        List<AffinityService> nowhere = problem.services().stream()
                .filter(service -> service.size() > 0 && !fitsAnywhere(problem, service))
                .toList();
        nowhere.stream()
                .limit(MANY)
                .forEach(service -> reasons.add("service " + service.name() + " fits no machine"
                        + (service.machines().size(problem.machines().size()) == 0
                                ? ": none that may run it is there"
                                : " that may run it, not even an empty one")));
        if (nowhere.size() > MANY) {
            reasons.add((nowhere.size() - MANY) + " more services fit no machine");
        }
        for (int r = 0; r < problem.resources().size(); r++) {
            int resource = r;
            double asked = problem.services().stream()
                    .mapToDouble(service -> service.size() * service.request().get(resource))
                    .sum();
            double there = problem.machines().stream()
                    .mapToDouble(machine -> machine.capacity().get(resource))
                    .sum();
            if (asked > there * (1 + AffinityAuditor.TOLERANCE)) {
                reasons.add("all containers take " + asked + " of "
                        + problem.resources().get(r) + ", all machines have " + there);
            }
        }
        return reasons;
    }

    private static boolean fitsAnywhere(AffinityProblem problem, AffinityService service) {
        return IntStream.range(0, problem.machines().size())
                .filter(service.machines()::contains)
                .anyMatch(machine -> holds(problem.machines().get(machine), service));
    }

    private static boolean holds(AffinityMachine machine, AffinityService service) {
        return IntStream.range(0, machine.capacity().size())
                .allMatch(r -> service.request().get(r) <= machine.capacity().get(r) * (1 + AffinityAuditor.TOLERANCE));
    }
}
