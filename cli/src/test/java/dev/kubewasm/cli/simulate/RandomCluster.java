package dev.kubewasm.cli.simulate;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A small cluster by a seed, with something of all that a decision depends on: zones, taints, links of both policies, host
 * ports, affinity and anti-affinity, hard spread, Services, priorities that make others leave, Pods that have a node, and Pods
 * that fit nowhere.
 */
public final class RandomCluster {
    private static final String ZONE = "topology.kubernetes.io/zone";
    private static final String HOSTNAME = "kubernetes.io/hostname";

    private final SplittableRandom random;
    private final List<HasMetadata> objects = new ArrayList<>();
    private final int nodes;
    private final boolean priorities;

    private RandomCluster(long seed, boolean priorities) {
        this.random = new SplittableRandom(seed);
        this.nodes = 2 + random.nextInt(7);
        this.priorities = priorities;
    }

    /**
     * Its objects.
     *
     * @param priorities whether Pods have some; an API server takes none that no PriorityClass gives
     */
    public static List<HasMetadata> objects(long seed, boolean priorities) {
        RandomCluster cluster = new RandomCluster(seed, priorities);
        for (int i = 0; i < cluster.nodes; i++) {
            cluster.objects.add(cluster.node(i));
        }
        for (int i = 0; i < cluster.random.nextInt(6); i++) {
            cluster.objects.add(cluster.bound(i));
        }
        int pending = 3 + cluster.random.nextInt(20);
        for (int i = 0; i < pending; i++) {
            cluster.objects.add(cluster.random.nextInt(3) == 0 ? cluster.linked(i) : cluster.ordinary(i));
        }
        if (cluster.random.nextBoolean()) {
            cluster.objects.add(service());
        }
        return cluster.objects;
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    private Node node(int i) {
        NodeBuilder node = new NodeBuilder()
                .withNewMetadata()
                .withName("node-" + i)
                .addToLabels(HOSTNAME, "node-" + i)
                .addToLabels(ZONE, "zone-" + i % 3)
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .addToAllocatable("cpu", new Quantity(String.valueOf(1 + random.nextInt(4))))
                .addToAllocatable("memory", new Quantity(1 + random.nextInt(8) + "Gi"))
                .addToAllocatable("pods", new Quantity("110"))
                .endStatus();
        if (!oneIn(4)) {
            node.editMetadata().addToLabels("kube-wasm/runtime", "jvm").endMetadata();
        }
        if (oneIn(5)) {
            node.editSpec()
                    .addNewTaint()
                    .withKey("special")
                    .withEffect(oneIn(2) ? "NoSchedule" : "PreferNoSchedule")
                    .endTaint()
                    .endSpec();
        }
        return node.build();
    }

    private PodBuilder pod(String name) {
        PodBuilder pod = new PodBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .addToLabels("app", "app-" + random.nextInt(3))
                .endMetadata()
                .withNewSpec()
                .withSchedulerName("kube-wasm")
                .addNewContainer()
                .withName("main")
                .withImage("registry.example.com/" + name + ":v1")
                .withNewResources()
                .addToRequests("cpu", new Quantity(50 + random.nextInt(900) + "m"))
                .addToRequests("memory", new Quantity(16 + random.nextInt(1_000) + "Mi"))
                .endResources()
                .endContainer()
                .endSpec();
        return priorities ? pod.editSpec().withPriority(random.nextInt(3) * 100).endSpec() : pod;
    }

    /** In the order of their names, in which an API server lists them. */
    private static String name(int i) {
        return "pod-%02d".formatted(i);
    }

    private Pod bound(int i) {
        return pod("bound-" + i)
                .editSpec()
                .withNodeName("node-" + random.nextInt(nodes))
                .withSchedulerName("default-scheduler")
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .endStatus()
                .build();
    }

    private Pod ordinary(int i) {
        PodBuilder pod = pod(name(i));
        String app = "app-" + random.nextInt(3);
        switch (random.nextInt(7)) {
            case 0 ->
                pod.editSpec()
                        .editFirstContainer()
                        .addNewPort()
                        .withContainerPort(8080)
                        .withHostPort(8080 + random.nextInt(2))
                        .endPort()
                        .endContainer()
                        .endSpec();
            case 1 ->
                pod.editSpec()
                        .withNewAffinity()
                        .withNewPodAffinity()
                        .addNewRequiredDuringSchedulingIgnoredDuringExecution()
                        .withTopologyKey(oneIn(2) ? ZONE : HOSTNAME)
                        .withLabelSelector(new LabelSelectorBuilder()
                                .addToMatchLabels("app", app)
                                .build())
                        .endRequiredDuringSchedulingIgnoredDuringExecution()
                        .endPodAffinity()
                        .endAffinity()
                        .endSpec();
            case 2 ->
                pod.editSpec()
                        .withNewAffinity()
                        .withNewPodAntiAffinity()
                        .addNewRequiredDuringSchedulingIgnoredDuringExecution()
                        .withTopologyKey(HOSTNAME)
                        .withLabelSelector(new LabelSelectorBuilder()
                                .addToMatchLabels("app", app)
                                .build())
                        .endRequiredDuringSchedulingIgnoredDuringExecution()
                        .endPodAntiAffinity()
                        .endAffinity()
                        .endSpec();
            case 3 ->
                pod.editSpec()
                        .addNewTopologySpreadConstraint()
                        .withMaxSkew(1)
                        .withTopologyKey(ZONE)
                        .withWhenUnsatisfiable("DoNotSchedule")
                        .withLabelSelector(new LabelSelectorBuilder()
                                .addToMatchLabels("app", app)
                                .build())
                        .endTopologySpreadConstraint()
                        .endSpec();
            case 4 ->
                pod.editSpec()
                        .addNewToleration()
                        .withKey("special")
                        .withOperator("Exists")
                        .endToleration()
                        .endSpec();
            default -> {}
        }
        return pod.build();
    }

    /** A component that exports an interface of its own and imports those of some before it, not all of which are there. */
    private Pod linked(int i) {
        TreeMap<Integer, Boolean> imports = new TreeMap<>();
        for (int j = 0; j < random.nextInt(3) && i > 0; j++) {
            imports.put(random.nextInt(i), true);
        }
        StringBuilder wit = new StringBuilder(
                "package gen:p%1$d;\ninterface api { call: func(); }\nworld component {\n".formatted(i));
        imports.keySet().forEach(j -> wit.append("  import gen:p%d/api;\n".formatted(j)));
        wit.append("  export api;\n}\n");
        imports.keySet().forEach(j -> wit.append("package gen:p%d { interface api { call: func(); } }\n".formatted(j)));
        PodBuilder pod = pod(name(i))
                .editMetadata()
                .addToAnnotations("kube-wasm/wit", wit.toString())
                .addToAnnotations("kube-wasm/links", oneIn(2) ? "required" : "preferred")
                .endMetadata();
        if (oneIn(6)) {
            pod.editSpec()
                    .editFirstContainer()
                    .addNewPort()
                    .withContainerPort(8080)
                    .withHostPort(8080)
                    .endPort()
                    .endContainer()
                    .endSpec();
        }
        return pod.build();
    }

    private static Service service() {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("app-0")
                .endMetadata()
                .withNewSpec()
                .addToSelector("app", "app-0")
                .addNewPort()
                .withPort(80)
                .endPort()
                .endSpec()
                .build();
    }
}
