package dev.kubewasm.cli.simulate;

import dev.kubewasm.cli.manifest.Manifest;
import dev.kubewasm.placement.affinity.model.AffinityMachine;
import dev.kubewasm.placement.affinity.model.AffinityProblem;
import dev.kubewasm.placement.affinity.model.AffinityService;
import dev.kubewasm.placement.affinity.model.Traffic;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A RASA instance as Kubernetes objects: a machine is a node, a service a Deployment, and of two services that talk the later one
 * imports an interface of the earlier by a preferred link, weighted by their traffic. Amounts are shares of the cluster; a share
 * of 1 is a million CPUs and as many MB, requests rounded up and capacities down.
 */
final class RasaManifests {
    private static final BigDecimal SHARE_MILLI = BigDecimal.valueOf(1_000_000_000L);
    private static final BigDecimal SHARE_BYTES = BigDecimal.valueOf(1_000_000_000_000L);
    private static final int MAX_TRAFFIC = 10_000;
    private static final String PODS = "10000";

    private final List<Map<Integer, Double>> imports = new ArrayList<>();
    private final double most;

    private RasaManifests(AffinityProblem problem) {
        problem.services().forEach(service -> imports.add(new TreeMap<>()));
        for (Traffic edge : problem.traffic()) {
            int later = Math.max(edge.first(), edge.second());
            imports.get(later).merge(Math.min(edge.first(), edge.second()), edge.weight(), Double::sum);
        }
        this.most = imports.stream()
                .flatMap(service -> service.values().stream())
                .mapToDouble(weight -> weight)
                .max()
                .orElse(1);
    }

    /**
     * The objects.
     *
     * @throws IllegalArgumentException if the instance has what they can't say: machines that a service can't run on, or rules
     */
    static List<Manifest> of(AffinityProblem problem, Path file) {
        if (!problem.antiAffinity().isEmpty()
                || problem.services().stream()
                        .anyMatch(service -> !service.machines().isAny())) {
            throw new IllegalArgumentException("`CompatibleMachines` other than \"*\" and `AntiAffinityList` are not"
                    + " supported by simulate; benchmarks/rasa takes them");
        }
        RasaManifests manifests = new RasaManifests(problem);
        List<HasMetadata> objects = new ArrayList<>();
        for (int i = 0; i < problem.machines().size(); i++) {
            objects.add(node(i, problem.machines().get(i)));
        }
        for (int i = 0; i < problem.services().size(); i++) {
            objects.add(manifests.deployment(i, problem.services().get(i)));
        }
        return objects.stream().map(object -> new Manifest(file, 1, object)).toList();
    }

    private static Node node(int index, AffinityMachine machine) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName("machine-" + index)
                .addToLabels("kube-wasm/runtime", "jvm")
                .addToLabels("kubernetes.io/hostname", "machine-" + index)
                .endMetadata()
                .withNewStatus()
                .addToAllocatable("cpu", cpu(machine.capacity().get(0), RoundingMode.FLOOR))
                .addToAllocatable("memory", memory(machine.capacity().get(1), RoundingMode.FLOOR))
                .addToAllocatable("pods", new Quantity(PODS))
                .endStatus()
                .build();
    }

    private Deployment deployment(int index, AffinityService service) {
        String name = name(index);
        Map<String, String> labels = Map.of("app", name);
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withReplicas(service.size())
                .withNewSelector()
                .withMatchLabels(labels)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels)
                .withAnnotations(annotations(index))
                .endMetadata()
                .withNewSpec()
                .withSchedulerName("kube-wasm")
                .addNewContainer()
                .withName("main")
                .withImage("registry.example.com/" + name)
                .withNewResources()
                .addToRequests("cpu", cpu(service.request().get(0), RoundingMode.CEILING))
                .addToRequests("memory", memory(service.request().get(1), RoundingMode.CEILING))
                .endResources()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    private static String name(int service) {
        return "service-" + service;
    }

    private Map<String, String> annotations(int index) {
        Map<String, String> annotations = new TreeMap<>();
        StringBuilder wit = new StringBuilder("package rasa:" + name(index) + ";\n" + api() + "\nworld component {\n");
        List<String> traffic = new ArrayList<>();
        imports.get(index).forEach((provider, weight) -> {
            String imported = "rasa:" + name(provider) + "/api";
            wit.append("  import ").append(imported).append(";\n");
            traffic.add(imported + "=" + Math.max(1, Math.round(MAX_TRAFFIC * weight / most)));
        });
        wit.append("  export api;\n}\n");
        imports.get(index).keySet().forEach(provider -> wit.append("package rasa:")
                .append(name(provider))
                .append(" { ")
                .append(api())
                .append(" }\n"));
        annotations.put("kube-wasm/wit", wit.toString());
        annotations.put("kube-wasm/links", "preferred");
        if (!traffic.isEmpty()) {
            annotations.put("kube-wasm/traffic", String.join(",", traffic));
        }
        return annotations;
    }

    private static String api() {
        return "interface api { call: func(request: string) -> string; }";
    }

    private static Quantity cpu(double share, RoundingMode rounding) {
        return new Quantity(amount(share, SHARE_MILLI, rounding) + "m");
    }

    private static Quantity memory(double share, RoundingMode rounding) {
        return new Quantity(amount(share, SHARE_BYTES, rounding));
    }

    private static String amount(double share, BigDecimal scale, RoundingMode rounding) {
        return BigDecimal.valueOf(share).multiply(scale).setScale(0, rounding).toPlainString();
    }
}
