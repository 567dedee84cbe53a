package dev.kubewasm.benchmarks.rasa;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Makes instances in RASA's format: services of very different sizes, machines of a few shapes, clusters of services
 * that talk, with traffic whose largest weights are much larger than the others, and a first-fit placement of which some
 * is missing. The same seed gives the same instance.
 */
public final class InstanceGenerator {
    private static final double[] SHAPES = {1.0, 1.0, 1.0, 1.33, 1.33, 0.54, 0.4};
    private static final double[] REQUESTS = {0.002, 0.005, 0.01, 0.01, 0.02, 0.02, 0.04};

    private final SplittableRandom random;

    private record Machine(String name, double cpu, double memory, List<String> deployed) {}

    private record Service(String name, double cpu, double memory, List<String> containers, Object compatible) {}

    private InstanceGenerator(long seed) {
        random = new SplittableRandom(seed);
    }

    /**
     * Writes an instance.
     *
     * @param arguments OUT MACHINES CONTAINERS UTILISATION SEED; all services list half the machines as compatible if a
     *     sixth, {@code listed}, is given
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 5) {
            throw new IllegalArgumentException("usage: OUT MACHINES CONTAINERS UTILISATION SEED [listed]");
        }
        Map<String, Object> instance = new InstanceGenerator(Long.parseLong(arguments[4]))
                .instance(
                        Integer.parseInt(arguments[1]),
                        Integer.parseInt(arguments[2]),
                        Double.parseDouble(arguments[3]),
                        arguments.length > 5);
        JsonMapper.builder().build().writeValue(Path.of(arguments[0]).toFile(), instance);
    }

    private Map<String, Object> instance(int machineCount, int containerCount, double utilisation, boolean listed) {
        List<Machine> machines = machines(machineCount);
        List<Service> services = services(machines, containerCount, listed);
        double factor = utilisation / utilisation(services, machines);
        services = services.stream()
                .map(service -> new Service(
                        service.name(),
                        service.cpu() * factor,
                        service.memory() * factor,
                        service.containers(),
                        service.compatible()))
                .toList();
        deploy(services, machines);
        Map<String, Object> instance = new LinkedHashMap<>();
        instance.put(
                "ServiceList", services.stream().map(InstanceGenerator::json).toList());
        instance.put(
                "MachineList", machines.stream().map(InstanceGenerator::json).toList());
        instance.put("TrafficList", traffic(services));
        return instance;
    }

    private List<Machine> machines(int count) {
        List<Machine> machines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double cpu = SHAPES[random.nextInt(SHAPES.length)];
            machines.add(new Machine("m" + i, cpu, cpu * (0.4 + random.nextInt(4) * 0.4), new ArrayList<>()));
        }
        return machines;
    }

    private List<Service> services(List<Machine> machines, int containerCount, boolean listed) {
        List<Service> services = new ArrayList<>();
        int made = 0;
        while (made < containerCount) {
            // Many services have few containers, few have many.
            int size =
                    (int) Math.min(containerCount - made, Math.ceil(Math.exp(5.5 * Math.pow(random.nextDouble(), 3))));
            double cpu = REQUESTS[random.nextInt(REQUESTS.length)] * (0.95 + 0.1 * random.nextDouble());
            List<String> containers = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                containers.add("c" + made++);
            }
            services.add(new Service(
                    "s" + services.size(),
                    cpu,
                    cpu * (0.1 + 0.8 * random.nextDouble()),
                    containers,
                    listed ? half(machines) : "*"));
        }
        return services;
    }

    private List<String> half(List<Machine> machines) {
        int from = random.nextInt(machines.size());
        List<String> names = new ArrayList<>();
        for (int i = 0; i < (machines.size() + 1) / 2; i++) {
            names.add(machines.get((from + i) % machines.size()).name());
        }
        return names;
    }

    private static double utilisation(List<Service> services, List<Machine> machines) {
        double cpu = 0;
        double memory = 0;
        for (Service service : services) {
            cpu += service.cpu() * service.containers().size();
            memory += service.memory() * service.containers().size();
        }
        return Math.max(
                cpu / machines.stream().mapToDouble(Machine::cpu).sum(),
                memory / machines.stream().mapToDouble(Machine::memory).sum());
    }

    /** First fit from a machine that moves on; one container in fifty isn't deployed. */
    private void deploy(List<Service> services, List<Machine> machines) {
        double[] cpu = machines.stream().mapToDouble(Machine::cpu).toArray();
        double[] memory = machines.stream().mapToDouble(Machine::memory).toArray();
        int next = 0;
        for (Service service : services) {
            for (String container : service.containers()) {
                next = (next + 1) % machines.size();
                boolean permitted = !(service.compatible() instanceof List<?> names)
                        || names.contains(machines.get(next).name());
                if (permitted
                        && cpu[next] >= service.cpu()
                        && memory[next] >= service.memory()
                        && random.nextInt(50) > 0) {
                    cpu[next] -= service.cpu();
                    memory[next] -= service.memory();
                    machines.get(next).deployed().add(container);
                }
            }
        }
    }

    /** Clusters of up to 30 neighbours in a list of services, each edge a power of ten at random; some cross clusters. */
    private List<Map<String, Object>> traffic(List<Service> services) {
        Map<Long, Double> weights = new TreeMap<>();
        int talkers = Math.max(2, services.size() / 3);
        for (int i = 0; i < 2 * talkers; i++) {
            int first = random.nextInt(talkers);
            int reach = random.nextInt(10) == 0 ? talkers : Math.min(30, talkers);
            int second = (first + 1 + random.nextInt(Math.max(1, reach - 1))) % talkers;
            if (first != second) {
                weights.put(
                        (long) Math.min(first, second) * services.size() + Math.max(first, second),
                        Math.pow(10, -5 * random.nextDouble()));
            }
        }
        double total =
                weights.values().stream().mapToDouble(Double::doubleValue).sum();
        List<Map<String, Object>> edges = new ArrayList<>();
        weights.forEach((pair, weight) -> {
            Map<String, Object> edge = new LinkedHashMap<>();
            edge.put("Service1", services.get((int) (pair / services.size())).name());
            edge.put("Service2", services.get((int) (pair % services.size())).name());
            edge.put("Traffic", weight / total);
            edges.add(edge);
        });
        return edges;
    }

    private static Map<String, Object> json(Service service) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("Service", service.name());
        json.put("RequestCPU", service.cpu());
        json.put("RequestMem", service.memory());
        json.put("ContainerList", service.containers());
        json.put("CompatibleMachines", service.compatible());
        return json;
    }

    private static Map<String, Object> json(Machine machine) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("MachineIP", machine.name());
        json.put("TotalCPU", machine.cpu());
        json.put("TotalMem", machine.memory());
        json.put("InitialDeployingContainers", machine.deployed());
        return json;
    }
}
