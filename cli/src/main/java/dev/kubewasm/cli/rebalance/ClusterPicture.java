package dev.kubewasm.cli.rebalance;

import dev.kubewasm.cli.cluster.ClusterObjects;
import dev.kubewasm.cli.cluster.EmbeddedCluster;
import dev.kubewasm.cli.cluster.StandardNodes;
import dev.kubewasm.cli.manifest.Manifest;
import dev.kubewasm.placement.facts.ComponentFacts;
import dev.kubewasm.placement.facts.ContainerFacts;
import dev.kubewasm.placement.facts.DisruptionBudget;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.runtime.wasi.Wasi;
import dev.kubewasm.scheduler.component.ComponentResolver;
import dev.kubewasm.scheduler.kubernetes.DisruptionBudgets;
import dev.kubewasm.scheduler.kubernetes.NodeFactsFactory;
import dev.kubewasm.scheduler.kubernetes.PodFactsFactory;
import dev.kubewasm.scheduler.kubernetes.WorkloadLookup;
import dev.kubewasm.scheduler.oci.OciLayoutArtifactSource;
import dev.kubewasm.scheduler.port.ComponentReference;
import dev.kubewasm.scheduler.port.ComponentSource;
import dev.kubewasm.scheduler.port.ObservedPod;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The cluster that manifests describe.
 *
 * @param snapshot its nodes and Pods, components read
 * @param candidates bound Pods of scheduler {@code kube-wasm}
 * @param budgets its PodDisruptionBudgets
 * @param notices what was left out, a line each
 */
record ClusterPicture(Snapshot snapshot, Set<PodKey> candidates, List<DisruptionBudget> budgets, List<String> notices) {
    private static final String SCHEDULER = "kube-wasm";

    ClusterPicture {
        candidates = Set.copyOf(candidates);
        budgets = List.copyOf(budgets);
        notices = List.copyOf(notices);
    }

    /** What came of it. */
    sealed interface Reading {
        /** A picture. */
        record Read(ClusterPicture picture) implements Reading {}

        /** Nothing usable, and why: a line each, at least one. */
        record Unusable(List<String> problems) implements Reading {
            public Unusable {
                problems = List.copyOf(problems);
            }
        }
    }

    /**
     * Reads manifests as {@code kube-wasm run} does. A bound Pod without a status is taken to be Ready.
     *
     * @param folder holds the images, in {@code oci/}
     */
    static Reading of(List<Manifest> manifests, Path folder) {
        return new Reader(folder).read(manifests);
    }

    private static final class Reader {
        private final EmbeddedCluster cluster;
        private final PodFactsFactory pods;
        private final ComponentSource components;
        private final List<String> problems = new ArrayList<>();
        private final List<String> notices = new ArrayList<>();
        private final Set<PodKey> candidates = new TreeSet<>();

        Reader(Path folder) {
            this.cluster = new EmbeddedCluster(new Untold(), InstantSource.fixed(Instant.EPOCH));
            this.pods = new PodFactsFactory(SCHEDULER, cluster);
            this.components = new ComponentResolver(new OciLayoutArtifactSource(folder.resolve("oci")), cluster);
        }

        Reading read(List<Manifest> manifests) {
            List<DisruptionBudget> budgets = new ArrayList<>();
            for (Manifest manifest : manifests) {
                switch (manifest.object()) {
                    case Pod pod -> complete(pod);
                    case Node node -> complete(node);
                    default -> {}
                }
            }
            cluster.apply(manifests).forEach(problem -> problems.add(problem.toString()));
            for (Manifest manifest : manifests) {
                if (manifest.object() instanceof PodDisruptionBudget budget) {
                    budget(manifest, budget).ifPresent(budgets::add);
                }
            }
            List<NodeFacts> nodes = cluster.nodes().stream().map(this::node).toList();
            if (nodes.isEmpty() && problems.isEmpty()) {
                problems.add("there is no Node among the YAML: rebalancing needs those that Pods are bound to");
            }
            List<PodFacts> facts =
                    problems.isEmpty() ? cluster.pods().stream().map(this::pod).toList() : List.of();
            return problems.isEmpty()
                    ? new Reading.Read(new ClusterPicture(new Snapshot(nodes, facts), candidates, budgets, notices))
                    : new Reading.Unusable(problems);
        }

        private static void complete(Pod pod) {
            boolean bound = pod.getSpec() != null && pod.getSpec().getNodeName() != null;
            if (bound && pod.getStatus() == null) {
                pod.setStatus(new PodStatusBuilder()
                        .withPhase("Running")
                        .addNewCondition()
                        .withType("Ready")
                        .withStatus("True")
                        .endCondition()
                        .build());
            }
        }

        private static void complete(Node node) {
            if (StandardNodes.isRuntimeNode(node)) {
                StandardNodes.register(node, Wasi.hostInterfaces().names());
            }
        }

        private Optional<DisruptionBudget> budget(Manifest manifest, PodDisruptionBudget budget) {
            try {
                return DisruptionBudgets.observe(budget);
            } catch (IllegalArgumentException e) {
                problems.add(manifest.file() + ":" + manifest.line() + ": " + e.getMessage());
                return Optional.empty();
            }
        }

        private NodeFacts node(Node node) {
            NodeFactsFactory.ObservedNode observed = NodeFactsFactory.observe(node);
            observed.problems()
                    .forEach(problem -> notices.add("Node " + observed.facts().name() + ": " + problem));
            return observed.facts();
        }

        private PodFacts pod(Pod pod) {
            ObservedPod observed = pods.observe(pod);
            PodFacts facts = observed.facts();
            Map<String, ComponentFacts> read = new HashMap<>();
            for (ComponentReference reference : observed.components()) {
                switch (components.resolve(reference)) {
                    case ComponentSource.Answer.Component(ComponentFacts component) ->
                        read.put(reference.container(), component);
                    case ComponentSource.Answer.Refused(String message) ->
                        unreadable(facts, "container " + reference.container() + ": " + message);
                }
            }
            if (observed.ours() && facts.occupies()) {
                if (observed.refusals().isEmpty()) {
                    candidates.add(facts.key());
                } else {
                    notices.add(facts.key() + " stays: " + String.join("; ", observed.refusals()));
                }
            }
            return facts.withContainers(facts.containers().stream()
                    .map(container -> new ContainerFacts(
                            container.name(), container.image(), Optional.ofNullable(read.get(container.name()))))
                    .toList());
        }

        /** What a bound Pod is linked to must be known: others could be moved away from it. */
        private void unreadable(PodFacts pod, String why) {
            if (pod.occupies()) {
                problems.add("Pod " + pod.key() + ", " + why);
            } else {
                notices.add(pod.key() + " is left out: " + why);
            }
        }

        /** Nobody watches this cluster; what is asked of it is asked of its objects. */
        private static final class Untold implements ClusterObjects {
            @Override
            public ObservedPod pod(Pod pod) {
                return new PodFactsFactory(SCHEDULER, WorkloadLookup.NONE).observe(pod);
            }

            @Override
            public NodeFacts node(Node node) {
                return NodeFactsFactory.observe(node).facts();
            }
        }
    }
}
