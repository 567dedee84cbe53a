package dev.kubewasm.cli.cluster;

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
import dev.kubewasm.scheduler.core.SchedulerSettings;
import dev.kubewasm.scheduler.framework.NodeSpec;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.kubernetes.DisruptionBudgets;
import dev.kubewasm.scheduler.kubernetes.NodeFactsFactory;
import dev.kubewasm.scheduler.kubernetes.PodFactsFactory;
import dev.kubewasm.scheduler.kubernetes.SchedulerObjects;
import dev.kubewasm.scheduler.kubernetes.WorkloadLookup;
import dev.kubewasm.scheduler.oci.OciLayoutArtifactSource;
import dev.kubewasm.scheduler.port.ArtifactSource;
import dev.kubewasm.scheduler.port.ComponentReference;
import dev.kubewasm.scheduler.port.ComponentSource;
import dev.kubewasm.scheduler.port.ObservedNode;
import dev.kubewasm.scheduler.port.ObservedPod;
import dev.kubewasm.simulations.situation.KubeSchedulerView;
import dev.kubewasm.wit.model.InterfaceName;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The cluster that manifests describe.
 *
 * @param snapshot its nodes and Pods, components read
 * @param view the same, but for Pods that are over, as kube-scheduler's plugins need it
 * @param movable bound Pods of scheduler {@code kube-wasm}
 * @param pending Pods that want a node, those of the default scheduler among them, and can be placed
 * @param refused Pods that want a node and can't be placed whatever nodes there are, and why
 * @param profiles the profile of each Pod that is the scheduler's
 * @param budgets its PodDisruptionBudgets
 * @param notices what was left out, a line each
 */
public record ClusterPicture(
        Snapshot snapshot,
        KubeSchedulerView view,
        Set<PodKey> movable,
        Set<PodKey> pending,
        SortedMap<PodKey, String> refused,
        Map<PodKey, String> profiles,
        List<DisruptionBudget> budgets,
        List<String> notices) {

    /** The scheduler of Pods that name none. */
    private static final String DEFAULT_SCHEDULER = "default-scheduler";

    public ClusterPicture {
        movable = Set.copyOf(movable);
        pending = Set.copyOf(pending);
        refused = Collections.unmodifiableSortedMap(new TreeMap<>(refused));
        profiles = Map.copyOf(profiles);
        budgets = List.copyOf(budgets);
        notices = List.copyOf(notices);
    }

    /** What came of it. */
    public sealed interface Reading {
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
     * @param standardNodes how many standard nodes to make up if there is no Node; with 0 that is unusable
     */
    public static Reading of(List<Manifest> manifests, Path folder, int standardNodes) {
        return of(manifests, folder, standardNodes, Set.of(SchedulerSettings.DEFAULT_PROFILE));
    }

    /**
     * The same of a scheduler with other profiles.
     *
     * @param profiles Pods with one of these as their {@code spec.schedulerName} are the scheduler's
     */
    public static Reading of(List<Manifest> manifests, Path folder, int standardNodes, Set<String> profiles) {
        return of(manifests, new OciLayoutArtifactSource(folder.resolve("oci")), standardNodes, profiles);
    }

    /** The same with images from {@code artifacts}. */
    public static Reading of(
            List<Manifest> manifests, ArtifactSource artifacts, int standardNodes, Set<String> profiles) {
        return new Reader(artifacts, profiles).read(manifests, standardNodes);
    }

    private static final class Reader {
        private final EmbeddedCluster cluster;
        private final PodFactsFactory pods;
        private final PodFactsFactory ordinaryPods;
        private final ComponentSource components;

        /** Pods that a cluster had: what isn't known of them isn't the reader's fault. */
        private final Set<PodKey> ofCluster = new TreeSet<>();

        /** The replicas of a workload have one component. */
        private final Map<ComponentReference, ComponentSource.Answer> answers = new HashMap<>();

        private final List<InterfaceName> supplied = Wasi.names();
        private final List<String> problems = new ArrayList<>();
        private final List<String> notices = new ArrayList<>();
        private final Set<PodKey> movable = new TreeSet<>();
        private final Set<PodKey> pending = new TreeSet<>();
        private final SortedMap<PodKey, String> refused = new TreeMap<>();
        private final Map<PodKey, String> profileOf = new HashMap<>();

        Reader(ArtifactSource artifacts, Set<String> profiles) {
            this.cluster = new EmbeddedCluster(new Untold(profiles), InstantSource.fixed(Instant.EPOCH));
            this.pods = new PodFactsFactory(profiles, cluster);
            this.ordinaryPods = new PodFactsFactory(Set.of(DEFAULT_SCHEDULER), cluster);
            this.components = new ComponentResolver(artifacts, cluster);
        }

        Reading read(List<Manifest> manifests, int standardNodes) {
            List<DisruptionBudget> budgets = new ArrayList<>();
            for (Manifest manifest : manifests) {
                switch (manifest.object()) {
                    case Pod pod when manifest.observed() -> ofCluster.add(key(pod));
                    case Pod pod -> complete(pod);
                    case Node node when !manifest.observed() -> complete(node);
                    default -> {}
                }
            }
            cluster.apply(manifests).forEach(problem -> problems.add(problem.toString()));
            for (Manifest manifest : manifests) {
                if (manifest.object() instanceof PodDisruptionBudget budget) {
                    budget(manifest, budget).ifPresent(budgets::add);
                }
            }
            if (cluster.nodes().isEmpty() && problems.isEmpty()) {
                StandardNodes.make(standardNodes).forEach(node -> {
                    complete(node);
                    cluster.add(node);
                });
            }
            List<NodeFacts> nodes = cluster.nodes().stream().map(this::node).toList();
            if (nodes.isEmpty() && problems.isEmpty()) {
                problems.add("there is no Node among the YAML");
            }
            List<PodFacts> facts =
                    problems.isEmpty() ? cluster.pods().stream().map(this::pod).toList() : List.of();
            return problems.isEmpty()
                    ? new Reading.Read(new ClusterPicture(
                            new Snapshot(nodes, facts), view(), movable, pending, refused, profileOf, budgets, notices))
                    : new Reading.Unusable(problems);
        }

        /** What of it can't be read is a notice: of Pods that are refused for it too, it is said there. */
        private KubeSchedulerView view() {
            List<String> unread = new ArrayList<>();
            Map<PodKey, PodInfo> infos = new HashMap<>();
            for (Pod pod : cluster.pods()) {
                if (!SchedulerObjects.finished(pod)) {
                    List<String> own = new ArrayList<>();
                    PodInfo info = SchedulerObjects.pod(pod, own);
                    infos.put(info.key(), info);
                    if (!refused.containsKey(info.key())) {
                        unread.addAll(own);
                    }
                }
            }
            List<NodeSpec> nodes = cluster.nodes().stream()
                    .map(node -> SchedulerObjects.node(node, new ArrayList<>()))
                    .toList();
            notices.addAll(unread);
            return new KubeSchedulerView(nodes, infos, cluster.objects());
        }

        private static PodKey key(Pod pod) {
            return new PodKey(
                    Objects.requireNonNullElse(pod.getMetadata().getNamespace(), "default"),
                    pod.getMetadata().getName());
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

        private void complete(Node node) {
            if (StandardNodes.isRuntimeNode(node)) {
                StandardNodes.register(node, supplied);
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
            ObservedNode observed = NodeFactsFactory.observe(node);
            observed.problems()
                    .forEach(problem -> notices.add("Node " + observed.facts().name() + ": " + problem));
            return observed.facts();
        }

        private PodFacts pod(Pod pod) {
            ObservedPod observed = pods.observe(pod);
            PodFacts facts = observed.facts();
            observed.profile().ifPresent(profile -> profileOf.put(facts.key(), profile));
            boolean ordinary = isDefault(pod);
            if (!observed.ours() && !ordinary && hasComponents(pod)) {
                notices.add("Pod " + facts.key() + " is of scheduler "
                        + pod.getSpec().getSchedulerName()
                        + ": what its components import and export isn't known here; --scheduler-name and --config of explain and"
                        + " rebalance name other profiles of Kube-Wasm's");
            }
            List<String> refusals = new ArrayList<>(ordinary ? refusalsOfOrdinary(pod) : observed.refusals());
            if (observed.gated()) {
                refusals.add("it has scheduling gates");
            }
            Map<String, ComponentFacts> read = components(observed, refusals);
            boolean wanting = facts.state().node().isEmpty()
                    && !facts.state().finished()
                    && !facts.state().terminating()
                    && (observed.ours() || ordinary);
            if (observed.ours() && facts.occupies()) {
                if (refusals.isEmpty()) {
                    movable.add(facts.key());
                } else {
                    notices.add(facts.key() + " stays: " + String.join("; ", refusals));
                }
            } else if (wanting && refusals.isEmpty()) {
                pending.add(facts.key());
            } else if (wanting) {
                refused.put(facts.key(), String.join("; ", refusals));
            }
            return facts.withContainers(facts.containers().stream()
                    .map(container -> new ContainerFacts(
                            container.name(), container.image(), Optional.ofNullable(read.get(container.name()))))
                    .toList());
        }

        /** Whether a scheduler that wires components would find any. */
        private static boolean hasComponents(Pod pod) {
            return !new PodFactsFactory(Set.of(pod.getSpec().getSchedulerName()), WorkloadLookup.NONE)
                    .observe(pod)
                    .components()
                    .isEmpty();
        }

        private static boolean isDefault(Pod pod) {
            String scheduler = pod.getSpec().getSchedulerName();
            return scheduler == null || scheduler.equals(DEFAULT_SCHEDULER);
        }

        /** What isn't supported of it is refused as in a Pod of ours, and never passed over. */
        private List<String> refusalsOfOrdinary(Pod pod) {
            Pod named = new PodBuilder(pod)
                    .editSpec()
                    .withSchedulerName(DEFAULT_SCHEDULER)
                    .endSpec()
                    .build();
            return ordinaryPods.observe(named).refusals();
        }

        /**
         * What a bound Pod is linked to must be known: others could be moved away from it. A cluster's Pod without it stays where
         * it is.
         */
        private Map<String, ComponentFacts> components(ObservedPod pod, List<String> refusals) {
            Map<String, ComponentFacts> read = new HashMap<>();
            for (ComponentReference reference : pod.components()) {
                switch (answers.computeIfAbsent(reference, components::resolve)) {
                    case ComponentSource.Answer.Component(ComponentFacts component) ->
                        read.put(reference.container(), component);
                    case ComponentSource.Answer.Unknown unknown -> {
                        String why = "container " + reference.container() + ": " + unknown.message();
                        if (pod.facts().occupies()
                                && !ofCluster.contains(pod.facts().key())) {
                            problems.add("Pod " + pod.facts().key() + ", " + why);
                        } else {
                            refusals.add(why);
                        }
                    }
                }
            }
            return read;
        }

        /** Nobody watches this cluster; what is asked of it is asked of its objects. */
        private record Untold(Set<String> profiles) implements ClusterObjects {
            @Override
            public ObservedPod pod(Pod pod) {
                return new PodFactsFactory(profiles, WorkloadLookup.NONE).observe(pod);
            }

            @Override
            public ObservedNode node(Node node) {
                return NodeFactsFactory.observe(node);
            }
        }
    }
}
