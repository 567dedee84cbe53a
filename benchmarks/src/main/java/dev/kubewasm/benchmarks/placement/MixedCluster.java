package dev.kubewasm.benchmarks.placement;

import dev.kubewasm.placement.facts.ContainerFacts;
import dev.kubewasm.placement.facts.InterfacePattern;
import dev.kubewasm.placement.facts.LinkPolicies;
import dev.kubewasm.placement.facts.LinkPolicy;
import dev.kubewasm.placement.facts.LinkSettings;
import dev.kubewasm.placement.facts.LinkTraffic;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.PodFacts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The made-up cluster with what makes soft constraints weigh: nodes of different cost, images that some of them have, and
 * applications of one to three replicas each workload, of which every other has preferred links whose traffic is stated.
 */
final class MixedCluster {
    private static final int IMAGES = 40;
    private static final int MAX_COST = 2_000;
    private static final int MAX_TRAFFIC = 40;

    private final SplittableRandom random;
    private final GeneratedApplications applications;

    MixedCluster(SplittableRandom random) {
        this.random = random;
        this.applications = new GeneratedApplications(random);
    }

    /** {@code count} nodes, each with one image in four. */
    List<NodeFacts> nodes(int count) {
        List<NodeFacts> nodes = new ArrayList<>();
        for (NodeFacts node : GeneratedCluster.nodes(count, 50, random)) {
            Set<String> images = new HashSet<>();
            for (int image = 0; image < IMAGES; image++) {
                if (random.nextInt(4) == 0) {
                    images.add(image(image));
                }
            }
            nodes.add(new NodeFacts(
                    node.name(),
                    node.labels(),
                    node.taints(),
                    false,
                    node.allocatable(),
                    node.host(),
                    random.nextInt(MAX_COST),
                    images));
        }
        return nodes;
    }

    private static String image(int number) {
        return "registry.example.com/base-" + number;
    }

    /** The Pods of the next application, pending. */
    List<PodFacts> next() {
        boolean preferred = random.nextBoolean();
        LinkSettings links = preferred
                ? new LinkSettings(
                        new LinkPolicies(Map.of(), LinkPolicy.PREFERRED),
                        LinkSettings.DEFAULT.pins(),
                        LinkSettings.DEFAULT.consumers(),
                        new LinkTraffic(Map.of(new InterfacePattern.Any(), random.nextInt(1, MAX_TRAFFIC))))
                : LinkSettings.DEFAULT;
        List<PodFacts> pods = new ArrayList<>();
        int replicas = random.nextInt(1, 4);
        for (PodFacts pod : applications.next(replicas)) {
            String image = image(Math.floorMod(pod.workload().name().hashCode(), IMAGES));
            List<ContainerFacts> containers = pod.containers().stream()
                    .map(container -> new ContainerFacts(container.name(), image, container.component()))
                    .toList();
            pods.add(new PodFacts(
                    pod.key(),
                    pod.uid(),
                    pod.workload(),
                    pod.labels(),
                    pod.requests(),
                    pod.nodes(),
                    pod.tolerations(),
                    pod.state(),
                    containers,
                    links,
                    pod.priority(),
                    pod.order()));
        }
        return pods;
    }
}
