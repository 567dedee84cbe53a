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

    /** A problem that a placement is known of. */
    public record Planted(AffinityProblem problem, ContainerPlacement placement) {}

    /**
     * Machines that are filled with containers of a few sizes until none of one that is drawn fits, then cut to what is
     * taken and {@code slack} of it. Services talk in chains of four.
     *
     * @param least the least a container takes of a machine
     * @param most the most
     */
    public static Planted planted(SplittableRandom random, int machines, double least, double most, double slack) {
        int kinds = 12 + machines / 2;
        List<List<Double>> requests = new ArrayList<>();
        List<List<String>> names = new ArrayList<>();
        for (int s = 0; s < kinds; s++) {
            requests.add(List.of(random.nextDouble(least, most), random.nextDouble(least / 2, most)));
            names.add(new ArrayList<>());
        }
        List<AffinityMachine> machineList = new ArrayList<>();
        Map<String, List<String>> placement = new LinkedHashMap<>();
        for (int m = 0; m < machines; m++) {
            List<String> here = new ArrayList<>();
            double cpu = 0;
            double memory = 0;
            int kind = random.nextInt(kinds);
            while (cpu + requests.get(kind).get(0) <= 1
                    && memory + requests.get(kind).get(1) <= 1) {
                cpu += requests.get(kind).get(0);
                memory += requests.get(kind).get(1);
                String name = "s" + kind + "c" + names.get(kind).size();
                names.get(kind).add(name);
                here.add(name);
                kind = random.nextInt(kinds);
            }
            machineList.add(new AffinityMachine("m" + m, List.of(cpu * (1 + slack), memory * (1 + slack))));
            placement.put("m" + m, here);
        }
        List<AffinityService> services = new ArrayList<>();
        List<Traffic> traffic = new ArrayList<>();
        for (int s = 0; s < kinds; s++) {
            if (!names.get(s).isEmpty()) {
                int index = services.size();
                services.add(new AffinityService("s" + s, names.get(s), requests.get(s), MachineSet.ANY));
                if (index % 4 > 0) {
                    traffic.add(new Traffic(index - 1, index, random.nextDouble()));
                }
            }
        }
        AffinityProblem problem = new AffinityProblem(List.of("CPU", "Mem"), services, machineList, traffic, List.of());
        return new Planted(problem, new ContainerPlacement(placement));
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
