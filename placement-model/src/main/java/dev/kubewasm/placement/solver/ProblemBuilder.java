package dev.kubewasm.placement.solver;

import dev.kubewasm.placement.facts.LinkPolicy;
import dev.kubewasm.placement.facts.LinkTraffic;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.filter.NodeClasses;
import dev.kubewasm.placement.filter.PodNeeds;
import dev.kubewasm.placement.wiring.ImportWiring;
import dev.kubewasm.placement.wiring.PodWiring;
import dev.kubewasm.placement.wiring.WiringGraph;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes the placement problem of some pending Pods: filters nodes by class, prunes candidates by capacity and by the
 * reach of providers, turns quantities into vectors. Pods alike are looked at once.
 */
public final class ProblemBuilder {
    private static final long HEAVIEST = 1_000_000_000_000L;

    private final Snapshot snapshot;
    private final WiringGraph wiring;
    private final List<PodFacts> pods;
    private final List<NodeFacts> nodes;
    private final Vectors vectors;
    private final Map<PodKey, Integer> podIndex = new HashMap<>();
    private final Map<NodeName, Integer> nodeIndex = new HashMap<>();
    private final Map<WorkloadRef, Integer> workloads = new HashMap<>();
    private final Map<ProviderKey, ProviderSet> providers = new LinkedHashMap<>();

    /**
     * The problem of placing {@code pods} in {@code snapshot}.
     *
     * @param wiring of the snapshot; that of {@code pods} has no failures
     */
    public ProblemBuilder(Snapshot snapshot, WiringGraph wiring, List<PodFacts> pods) {
        this.snapshot = snapshot;
        this.wiring = wiring;
        this.pods = List.copyOf(pods);
        this.nodes = List.copyOf(snapshot.nodes().values());
        this.vectors = Vectors.of(pods);
        pods.forEach(pod -> podIndex.put(pod.key(), podIndex.size()));
        nodes.forEach(node -> nodeIndex.put(node.name(), nodeIndex.size()));
        pods.forEach(pod -> workloads.putIfAbsent(pod.workload(), workloads.size()));
    }

    /**
     * A problem, and what the filters said on the way.
     *
     * @param problem with all the Pods; some may have no candidates
     * @param needs of each Pod, by index
     * @param verdicts on each Pod, by index
     */
    public record Prepared(PlacementProblem problem, List<PodNeeds> needs, List<NodeClasses.Verdict> verdicts) {
        public Prepared {
            needs = List.copyOf(needs);
            verdicts = List.copyOf(verdicts);
        }
    }

    /** The problem. */
    public Prepared build() {
        List<PodNeeds> needs =
                pods.stream().map(pod -> PodNeeds.of(pod, wiring.of(pod.key()))).toList();
        NodeClasses classes = new NodeClasses(nodes, Set.copyOf(needs));
        Map<PodNeeds, NodeClasses.Verdict> asked = new HashMap<>();
        List<NodeClasses.Verdict> verdicts = new ArrayList<>();
        needs.forEach(need -> verdicts.add(asked.computeIfAbsent(need, classes::ask)));

        List<NodeSlot> slots = vectors.slots(snapshot, workloads);
        List<Demand> demands =
                pods.stream().map(pod -> new Demand(vectors.of(pod.demand()))).toList();
        List<Link.Required> required = new ArrayList<>();
        List<Link.Preferred> preferred = new ArrayList<>();
        addLinks(required, preferred);
        List<BitSet> roomy = roomy(needs, verdicts, slots, demands);
        List<Candidates> candidates = new Reach(roomy, required).restrict(slots);
        List<Stranded> stranded = stranded(slots);
        PlacementProblem problem = new PlacementProblem(
                vectors.resources(),
                slots,
                pendingPods(demands, candidates),
                List.copyOf(providers.values()),
                required,
                preferred,
                new AffinityEdges(snapshot, wiring, pods, nodeIndex, workloads).edges(),
                stranded);
        return new Prepared(problem, needs, verdicts);
    }

    /** The nodes that are allowed and have room for the Pod alone. */
    private List<BitSet> roomy(
            List<PodNeeds> needs, List<NodeClasses.Verdict> verdicts, List<NodeSlot> slots, List<Demand> demands) {
        record Alike(PodNeeds needs, Resources requests) {}
        Map<Alike, BitSet> known = new HashMap<>();
        List<BitSet> roomy = new ArrayList<>();
        for (int i = 0; i < pods.size(); i++) {
            Demand demand = demands.get(i);
            BitSet allowed = verdicts.get(i).allowed();
            roomy.add(known.computeIfAbsent(new Alike(needs.get(i), pods.get(i).requests()), alike -> {
                BitSet fitting = new BitSet();
                allowed.stream().filter(n -> slots.get(n).fits(demand)).forEach(fitting::set);
                return fitting;
            }));
        }
        return roomy;
    }

    private void addLinks(List<Link.Required> required, List<Link.Preferred> preferred) {
        for (int consumer = 0; consumer < pods.size(); consumer++) {
            LinkTraffic traffic = pods.get(consumer).links().traffic();
            Map<ProviderSet, Integer> imports = new LinkedHashMap<>();
            Map<ProviderSet, Long> calls = new LinkedHashMap<>();
            for (PodWiring.Link link : wiring.of(pods.get(consumer).key()).links()) {
                ImportWiring.Provider provider = link.provider();
                if (provider.policy() == LinkPolicy.REQUIRED) {
                    imports.merge(providers(provider), 1, Integer::sum);
                } else {
                    calls.merge(providers(provider), (long) traffic.of(provider.name()), Long::sum);
                }
            }
            // Several imports from one provider are one link.
            for (Map.Entry<ProviderSet, Integer> link : imports.entrySet()) {
                required.add(new Link.Required(consumer, link.getKey(), link.getValue()));
            }
            for (Map.Entry<ProviderSet, Long> link : calls.entrySet()) {
                preferred.add(new Link.Preferred(consumer, link.getKey(), link.getValue()));
            }
        }
    }

    /** Where bound consumers have no provider that one of the Pods to place could be. */
    private List<Stranded> stranded(List<NodeSlot> slots) {
        record Waiting(ProviderSet provider, int node) {}
        IdentityHashMap<PodWiring, List<ProviderSet>> helpful = new IdentityHashMap<>();
        Map<Waiting, Integer> waiting = new LinkedHashMap<>();
        for (PodFacts pod : snapshot.pods().values()) {
            Integer node = pod.occupies() && !pod.state().terminating() ? nodeIndex.get(pod.boundTo()) : null;
            if (node != null && pod.hasComponents()) {
                for (ProviderSet provider : helpful.computeIfAbsent(wiring.of(pod.key()), this::helpful)) {
                    if (!provider.boundOn(slots.get(node))) {
                        waiting.merge(new Waiting(provider, node), 1, Integer::sum);
                    }
                }
            }
        }
        List<Stranded> stranded = new ArrayList<>();
        waiting.forEach((where, consumers) ->
                stranded.add(new Stranded(where.provider().id(), slots.get(where.node()), consumers)));
        return stranded;
    }

    /** The providers of each import that Pods to place belong to. */
    private List<ProviderSet> helpful(PodWiring consumer) {
        List<ProviderSet> providers = new ArrayList<>();
        for (PodWiring.Link link : consumer.links()) {
            if (link.provider().pods().stream().anyMatch(podIndex::containsKey)) {
                providers.add(providers(link.provider()));
            }
        }
        return providers;
    }

    private record ProviderKey(WorkloadRef workload, Set<PodKey> pods) {}

    private ProviderSet providers(ImportWiring.Provider provider) {
        return providers.computeIfAbsent(new ProviderKey(provider.workload(), provider.pods()), key -> {
            BitSet bound = new BitSet();
            List<Integer> pending = new ArrayList<>();
            for (PodKey pod : key.pods()) {
                Integer index = podIndex.get(pod);
                if (index != null) {
                    pending.add(index);
                } else {
                    snapshot.pod(pod)
                            .flatMap(facts -> facts.state().node())
                            .map(nodeIndex::get)
                            .ifPresent(bound::set);
                }
            }
            return new ProviderSet(providers.size(), key.workload(), bound, pending);
        });
    }

    private List<PendingPod> pendingPods(List<Demand> demands, List<Candidates> candidates) {
        boolean anyDiscouraging = nodes.stream().anyMatch(node -> node.taints().stream()
                .anyMatch(t -> !t.effect().repels()));
        Set<String> images = imagesOfNodes();
        Map<NodePreferences.Preferring, NodePreferences> preferences = new HashMap<>();
        Map<Integer, Long> weights = weights();
        List<PendingPod> pending = new ArrayList<>();
        for (int i = 0; i < pods.size(); i++) {
            PodFacts pod = pods.get(i);
            pending.add(new PendingPod(
                    i,
                    pod.key(),
                    workloads.getOrDefault(pod.workload(), 0),
                    demands.get(i),
                    weights.getOrDefault(pod.priority(), 1L),
                    pod.priority(),
                    pod.order(),
                    candidates.get(i),
                    preferences.computeIfAbsent(
                            NodePreferences.Preferring.of(pod, images),
                            alike -> NodePreferences.of(alike, nodes, anyDiscouraging))));
        }
        return pending;
    }

    /** Those images of the Pods that a node has. */
    private Set<String> imagesOfNodes() {
        Set<String> images = new HashSet<>();
        pods.forEach(pod -> pod.containers().forEach(container -> images.add(container.image())));
        images.removeIf(image -> nodes.stream().noneMatch(node -> node.images().contains(image)));
        return images;
    }

    /** A weight for each priority: one Pod weighs more than all Pods of lower priorities, up to a limit. */
    private Map<Integer, Long> weights() {
        TreeMap<Integer, Long> counts = new TreeMap<>();
        pods.forEach(pod -> counts.merge(pod.priority(), 1L, Long::sum));
        Map<Integer, Long> weights = new HashMap<>();
        long lower = 0;
        for (Map.Entry<Integer, Long> entry : counts.entrySet()) {
            long weight = Math.min(HEAVIEST, lower + 1);
            weights.put(entry.getKey(), weight);
            lower = Math.min(HEAVIEST, lower + weight * entry.getValue());
        }
        return weights;
    }
}
