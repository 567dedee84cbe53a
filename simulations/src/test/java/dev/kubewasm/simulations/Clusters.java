package dev.kubewasm.simulations;

import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.kubernetes.NodeFactsFactory;
import dev.kubewasm.scheduler.kubernetes.PodFactsFactory;
import dev.kubewasm.scheduler.kubernetes.SchedulerObjects;
import dev.kubewasm.scheduler.kubernetes.WorkloadLookup;
import dev.kubewasm.simulations.situation.KubeSchedulerView;
import dev.kubewasm.simulations.situation.Situation;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Small clusters of ordinary Pods. */
public final class Clusters {
    private static final PodFactsFactory PODS = new PodFactsFactory(Set.of("kube-wasm"), WorkloadLookup.NONE);

    private Clusters() {}

    /** A node with so many CPUs and GiB of memory. */
    public static Node node(String name, int cpus, int gibibytes) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewStatus()
                .addToAllocatable("cpu", new Quantity(String.valueOf(cpus)))
                .addToAllocatable("memory", new Quantity(gibibytes + "Gi"))
                .addToAllocatable("pods", new Quantity("110"))
                .endStatus()
                .build();
    }

    /** A pending Pod. */
    public static Pod pod(String name, int cpuMilli, int mebibytes) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .withUid("uid-" + name)
                .endMetadata()
                .withNewSpec()
                .withSchedulerName("kube-wasm")
                .addNewContainer()
                .withName("main")
                .withImage("registry.example.com/" + name)
                .withNewResources()
                .addToRequests("cpu", new Quantity(cpuMilli + "m"))
                .addToRequests("memory", new Quantity(mebibytes + "Mi"))
                .endResources()
                .endContainer()
                .endSpec()
                .build();
    }

    /** The Pod, made by a ReplicaSet. */
    public static Pod owned(Pod pod, String replicaSet) {
        return ownedBy(pod, "ReplicaSet", replicaSet);
    }

    /** The Pod, made by a controller of this kind. */
    public static Pod ownedBy(Pod pod, String kind, String name) {
        return new PodBuilder(pod)
                .editMetadata()
                .addNewOwnerReference()
                .withApiVersion(kind.equals("Node") ? "v1" : "apps/v1")
                .withKind(kind)
                .withName(name)
                .withUid("uid-" + name)
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .build();
    }

    /** The Pod with a label more. */
    public static Pod labelled(Pod pod, String key, String value) {
        return new PodBuilder(pod)
                .editMetadata()
                .addToLabels(key, value)
                .endMetadata()
                .build();
    }

    /** The Pod, running on a node. */
    public static Pod bound(Pod pod, String node) {
        return new PodBuilder(pod)
                .editSpec()
                .withNodeName(node)
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .endStatus()
                .build();
    }

    /** Of which the pending Pods are to be placed. */
    public static Situation situation(List<Node> nodes, List<Pod> pods) {
        List<String> problems = new ArrayList<>();
        List<PodFacts> facts =
                pods.stream().map(pod -> PODS.observe(pod).facts()).toList();
        Situation situation = new Situation(
                new Snapshot(
                        nodes.stream()
                                .map(node -> NodeFactsFactory.observe(node).facts())
                                .toList(),
                        facts),
                facts.stream()
                        .filter(pod -> pod.state().node().isEmpty())
                        .map(PodFacts::key)
                        .collect(Collectors.toCollection(TreeSet::new)),
                new KubeSchedulerView(
                        nodes.stream()
                                .map(node -> SchedulerObjects.node(node, problems))
                                .toList(),
                        pods.stream()
                                .map(pod -> SchedulerObjects.pod(pod, problems))
                                .collect(Collectors.toMap(PodInfo::key, info -> info)),
                        List.of()),
                new TreeMap<>());
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.toString());
        }
        return situation;
    }
}
