package dev.kubewasm.placement.affinity.format;

import dev.kubewasm.placement.affinity.model.AffinityMachine;
import dev.kubewasm.placement.affinity.model.AffinityProblem;
import dev.kubewasm.placement.affinity.model.AffinityService;
import dev.kubewasm.placement.affinity.model.AntiAffinity;
import dev.kubewasm.placement.affinity.model.ContainerPlacement;
import dev.kubewasm.placement.affinity.model.MachineSet;
import dev.kubewasm.placement.affinity.model.Traffic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads instance files: {@code ServiceList}, {@code MachineList} and {@code TrafficList} as published. Rules are read from
 * {@code AntiAffinityList}, an array of arrays of service names, which published files don't have. The published preprocessing
 * also knows {@code real_global_traffic}, which says how a gain is reported and changes no placement; other keys are refused,
 * lest a rule go unheeded. As that preprocessing does, a service may have no containers, and {@code CompatibleMachines} may
 * name machines that there aren't.
 */
public final class InstanceReader {
    private static final List<String> KEYS =
            List.of("ServiceList", "MachineList", "TrafficList", "AntiAffinityList", "real_global_traffic");

    /** More containers of one service than any cluster runs. */
    private static final int MAX_CONTAINERS = 1 << 18;

    private final Map<String, Integer> machines = new HashMap<>();
    private final Map<String, Integer> services = new HashMap<>();
    /** Containers to where they were named first. */
    private final Map<String, String> containers = new HashMap<>();
    /** Equal lists are kept once: many services share one. */
    private final Map<BitSet, MachineSet> sets = new HashMap<>();

    private InstanceReader() {}

    /**
     * Reads an instance.
     *
     * @throws UnusableFileException if the file isn't one
     */
    public static AffinityInstance read(Path file) throws UnusableFileException {
        return new InstanceReader().instance(JsonValue.read(file));
    }

    private AffinityInstance instance(JsonValue root) throws UnusableFileException {
        root.onlyFields(KEYS);
        List<JsonValue> machineValues = root.field("MachineList").elements();
        List<AffinityMachine> machineList = new ArrayList<>();
        for (JsonValue value : machineValues) {
            String name = value.field("MachineIP").name();
            if (machines.putIfAbsent(name, machineList.size()) != null) {
                throw value.field("MachineIP").problem("there are two machines '" + name + "'");
            }
            machineList.add(new AffinityMachine(
                    name,
                    List.of(
                            value.field("TotalCPU").amount(),
                            value.field("TotalMem").amount())));
        }
        List<AffinityService> serviceList = new ArrayList<>();
        for (JsonValue value : root.field("ServiceList").elements()) {
            serviceList.add(service(value, serviceList.size()));
        }
        List<Traffic> traffic = new ArrayList<>();
        for (JsonValue value : root.field("TrafficList").elements()) {
            traffic.add(traffic(value));
        }
        List<AntiAffinity> rules = new ArrayList<>();
        Optional<JsonValue> ruleList = root.optional("AntiAffinityList");
        if (ruleList.isPresent()) {
            for (JsonValue value : ruleList.get().elements()) {
                rules.add(rule(value));
            }
        }
        ContainerPlacement initial = initial(machineList, machineValues);
        return new AffinityInstance(
                new AffinityProblem(List.of("CPU", "Mem"), serviceList, machineList, traffic, rules), initial);
    }

    private AffinityService service(JsonValue value, int index) throws UnusableFileException {
        String name = value.field("Service").name();
        if (services.putIfAbsent(name, index) != null) {
            throw value.field("Service").problem("there are two services '" + name + "'");
        }
        JsonValue list = value.field("ContainerList");
        List<String> names = new ArrayList<>();
        for (JsonValue container : list.elements()) {
            String other = containers.putIfAbsent(container.name(), container.path());
            if (other != null) {
                throw container.problem("container '" + container.name() + "' is there already, at " + other);
            }
            names.add(container.name());
        }
        if (names.size() > MAX_CONTAINERS) {
            throw list.problem("more than " + MAX_CONTAINERS + " containers");
        }
        return new AffinityService(
                name,
                names,
                List.of(
                        value.field("RequestCPU").amount(),
                        value.field("RequestMem").amount()),
                machineSet(value.field("CompatibleMachines")));
    }

    private MachineSet machineSet(JsonValue value) throws UnusableFileException {
        if (value.node().isTextual()) {
            if (!value.node().textValue().equals("*")) {
                throw value.problem("must be \"*\" or an array of machines");
            }
            return MachineSet.ANY;
        }
        BitSet set = new BitSet();
        for (JsonValue machine : value.elements()) {
            Integer index = machines.get(machine.name());
            if (index != null) {
                set.set(index);
            }
        }
        return sets.computeIfAbsent(set, MachineSet::of);
    }

    private Traffic traffic(JsonValue value) throws UnusableFileException {
        int first = service(value.field("Service1"));
        int second = service(value.field("Service2"));
        if (first == second) {
            throw value.problem("an edge from a service to itself");
        }
        return new Traffic(first, second, value.field("Traffic").amount());
    }

    private AntiAffinity rule(JsonValue value) throws UnusableFileException {
        List<Integer> members = new ArrayList<>();
        for (JsonValue service : value.elements()) {
            members.add(service(service));
        }
        return new AntiAffinity(members);
    }

    private ContainerPlacement initial(List<AffinityMachine> machineList, List<JsonValue> values)
            throws UnusableFileException {
        Map<String, List<String>> initial = new LinkedHashMap<>();
        Map<String, String> seen = new HashMap<>();
        for (int m = 0; m < values.size(); m++) {
            List<String> here = new ArrayList<>();
            Optional<JsonValue> list = values.get(m).optional("InitialDeployingContainers");
            if (list.isPresent()) {
                for (JsonValue container : list.get().elements()) {
                    String name = container.name();
                    if (!containers.containsKey(name)) {
                        throw container.problem("no service has a container '" + name + "'");
                    }
                    String other = seen.putIfAbsent(name, container.path());
                    if (other != null) {
                        throw container.problem("container '" + name + "' is deployed already, at " + other);
                    }
                    here.add(name);
                }
            }
            initial.put(machineList.get(m).name(), here);
        }
        return new ContainerPlacement(initial);
    }

    private int service(JsonValue name) throws UnusableFileException {
        Integer index = services.get(name.name());
        if (index == null) {
            throw name.problem("there is no service '" + name.name() + "'");
        }
        return index;
    }
}
