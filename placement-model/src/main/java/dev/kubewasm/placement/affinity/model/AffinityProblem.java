package dev.kubewasm.placement.affinity.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Services to be placed on machines so that those which talk to each other are together
 * (RASA: service affinity, Xu et al.).
 *
 * @param resources the names of the resources
 * @param services the services; their indices are those of this list
 * @param machines the machines, likewise
 * @param traffic the edges; several between the same two services add up
 * @param antiAffinity the rules
 */
public record AffinityProblem(
        List<String> resources,
        List<AffinityService> services,
        List<AffinityMachine> machines,
        List<Traffic> traffic,
        List<AntiAffinity> antiAffinity) {
    public AffinityProblem {
        resources = List.copyOf(resources);
        services = List.copyOf(services);
        machines = List.copyOf(machines);
        traffic = List.copyOf(traffic);
        antiAffinity = List.copyOf(antiAffinity);
        Set<String> names = new HashSet<>();
        for (AffinityMachine machine : machines) {
            require(names.add(machine.name()), "two machines named " + machine.name());
            amounts(machine.name(), machine.capacity(), resources.size());
        }
        names.clear();
        Set<String> containers = new HashSet<>();
        for (AffinityService service : services) {
            require(names.add(service.name()), "two services named " + service.name());
            amounts(service.name(), service.request(), resources.size());
            require(service.machines().largest() < machines.size(), service.name() + " names an unknown machine");
            for (String container : service.containers()) {
                require(containers.add(container), "two containers named " + container);
            }
        }
        for (Traffic edge : traffic) {
            known(edge.first(), services.size());
            known(edge.second(), services.size());
        }
        for (AntiAffinity rule : antiAffinity) {
            for (int service : rule.services()) {
                known(service, services.size());
            }
        }
    }

    /** The number of containers of all services. */
    public int containerCount() {
        return services.stream().mapToInt(AffinityService::size).sum();
    }

    /** The sum of all edges' weights. */
    public double totalTraffic() {
        return traffic.stream().mapToDouble(Traffic::weight).sum();
    }

    private static void amounts(String owner, List<Double> amounts, int resources) {
        require(
                amounts.size() == resources,
                owner + " has amounts of " + amounts.size() + " resources, not " + resources);
        for (double amount : amounts) {
            require(amount >= 0 && Double.isFinite(amount), owner + " has a negative or no finite amount: " + amount);
        }
    }

    private static void known(int service, int services) {
        require(service >= 0 && service < services, "no service of index " + service);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
