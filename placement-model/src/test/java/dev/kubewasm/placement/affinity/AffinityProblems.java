package dev.kubewasm.placement.affinity;

import dev.kubewasm.placement.affinity.model.AffinityMachine;
import dev.kubewasm.placement.affinity.model.AffinityProblem;
import dev.kubewasm.placement.affinity.model.AffinityService;
import dev.kubewasm.placement.affinity.model.AntiAffinity;
import dev.kubewasm.placement.affinity.model.ContainerPlacement;
import dev.kubewasm.placement.affinity.model.MachineSet;
import dev.kubewasm.placement.affinity.model.Traffic;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Random problems of any shape: tight or not, with lists of machines, rules, services that talk to nobody. */
public final class AffinityProblems {
    private AffinityProblems() {}

    /** A problem of at most so many machines and services, with at most {@code containers} in each. */
    public static AffinityProblem random(SplittableRandom random, int maxMachines, int maxServices, int containers) {
        int machines = 1 + random.nextInt(maxMachines);
        int services = 1 + random.nextInt(maxServices);
        List<AffinityMachine> machineList = new ArrayList<>();
        for (int m = 0; m < machines; m++) {
            machineList.add(new AffinityMachine(
                    "m" + m,
                    List.of(0.2 + random.nextDouble(), random.nextInt(5) == 0 ? 0.3 : 1 + random.nextDouble())));
        }
        double scale = 0.3 + random.nextDouble();
        List<AffinityService> serviceList = new ArrayList<>();
        for (int s = 0; s < services; s++) {
            List<String> names = new ArrayList<>();
            int size = 1 + random.nextInt(containers);
            for (int i = 0; i < size; i++) {
                names.add("s" + s + "c" + i);
            }
            double each = scale * machines / services / size;
            serviceList.add(new AffinityService(
                    "s" + s,
                    names,
                    List.of(each * random.nextDouble(), random.nextInt(4) == 0 ? 0 : each * random.nextDouble()),
                    random.nextInt(4) == 0 ? some(random, machines) : MachineSet.ANY));
        }
        List<Traffic> traffic = new ArrayList<>();
        for (int i = 0; services > 1 && i < random.nextInt(2 * services + 1); i++) {
            int first = random.nextInt(services);
            traffic.add(new Traffic(
                    first,
                    (first + 1 + random.nextInt(services - 1)) % services,
                    Math.pow(10, -3 * random.nextDouble())));
        }
        List<AntiAffinity> rules = new ArrayList<>();
        if (random.nextInt(4) == 0) {
            rules.add(new AntiAffinity(List.of(random.nextInt(services), random.nextInt(services))));
        }
        return new AffinityProblem(List.of("CPU", "Mem"), serviceList, machineList, traffic, rules);
    }

    /** Containers on machines drawn at random, some nowhere: any constraint may be broken. */
    public static ContainerPlacement anyPlacement(SplittableRandom random, AffinityProblem problem) {
        Map<String, List<String>> placement = new LinkedHashMap<>();
        problem.machines().forEach(machine -> placement.put(machine.name(), new ArrayList<>()));
        for (AffinityService service : problem.services()) {
            for (String container : service.containers()) {
                if (random.nextInt(8) > 0) {
                    placement
                            .computeIfAbsent(
                                    "m" + random.nextInt(problem.machines().size()), name -> new ArrayList<>())
                            .add(container);
                }
            }
        }
        return new ContainerPlacement(placement);
    }

    private static MachineSet some(SplittableRandom random, int machines) {
        BitSet set = new BitSet();
        set.set(random.nextInt(machines));
        for (int m = 0; m < machines; m++) {
            if (random.nextBoolean()) {
                set.set(m);
            }
        }
        return MachineSet.of(set);
    }
}
