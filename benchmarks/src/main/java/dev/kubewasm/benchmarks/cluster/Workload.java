package dev.kubewasm.benchmarks.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What Pods ask for beside room. */
enum Workload {
    /** Nothing: any node will do. */
    INDEPENDENT {
        @Override
        Pod pod(int index, boolean linked, PodBuilder pod) {
            return pod.build();
        }
    },

    /** To be in the zone of the others of their set of a hundred, by required Pod affinity. */
    AFFINITY {
        @Override
        Pod pod(int index, boolean linked, PodBuilder pod) {
            return together("set-" + index / 100, "topology.kubernetes.io/zone", pod);
        }
    },

    /**
     * Groups of four on one node. Kube-Wasm learns it from their WIT: a consumer of two providers, and a consumer of that.
     * kube-scheduler gets the same wish as required Pod affinity.
     */
    GROUPS {
        @Override
        Pod pod(int index, boolean linked, PodBuilder pod) {
            return linked
                    ? component(index / GROUP, index % GROUP, pod)
                    : together("group-" + index / GROUP, "kubernetes.io/hostname", pod);
        }
    };

    private static final int GROUP = 4;
    private static final List<String> ROLES = List.of("catalog", "discounts", "calculator", "storefront");

    /**
     * Pods that differ in their names, {@code pod-0} and up.
     *
     * @param count how many
     * @param scheduler their {@code spec.schedulerName}
     * @param linked whether that scheduler reads WIT
     */
    List<Pod> pods(int count, String scheduler, boolean linked) {
        List<Pod> pods = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            PodBuilder pod = new PodBuilder()
                    .withNewMetadata()
                    .withName("pod-" + i)
                    .withNamespace(BenchmarkCluster.NAMESPACE)
                    .endMetadata()
                    .withNewSpec()
                    .withSchedulerName(scheduler)
                    .addNewContainer()
                    .withName("main")
                    .withImage("registry.example.com/benchmark:v1")
                    .withNewResources()
                    .withRequests(Map.of("cpu", new Quantity("10m"), "memory", new Quantity("16Mi")))
                    .endResources()
                    .endContainer()
                    .endSpec();
            pods.add(pod(i, linked, pod));
        }
        return pods;
    }

    /** The one of that name, as {@link #text()} has it. */
    static Workload of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    abstract Pod pod(int index, boolean linked, PodBuilder pod);

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static Pod together(String set, String topologyKey, PodBuilder pod) {
        return pod.editMetadata()
                .addToLabels("set", set)
                .endMetadata()
                .editSpec()
                .withNewAffinity()
                .withNewPodAffinity()
                .addNewRequiredDuringSchedulingIgnoredDuringExecution()
                .withTopologyKey(topologyKey)
                .withNewLabelSelector()
                .addToMatchLabels("set", set)
                .endLabelSelector()
                .endRequiredDuringSchedulingIgnoredDuringExecution()
                .endPodAffinity()
                .endAffinity()
                .endSpec()
                .build();
    }

    private static Pod component(int group, int role, PodBuilder pod) {
        List<String> imports =
                switch (role) {
                    case 0, 1 -> List.of();
                    case 2 -> List.of(ROLES.get(0), ROLES.get(1));
                    default -> List.of(ROLES.get(2));
                };
        StringBuilder wit = new StringBuilder("package bench:g%d;\n".formatted(group));
        ROLES.forEach(name -> wit.append("interface %s { get: func(key: string) -> f64; }%n".formatted(name)));
        wit.append("world component {\n");
        imports.forEach(name -> wit.append("  import %s;%n".formatted(name)));
        wit.append("  export %s;%n}%n".formatted(ROLES.get(role)));
        return pod.editMetadata()
                .addToAnnotations("kube-wasm/wit", wit.toString())
                .endMetadata()
                .build();
    }
}
