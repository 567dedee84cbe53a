package dev.kubewasm.placement.solver;

import dev.kubewasm.placement.facts.LinkPolicy;
import dev.kubewasm.placement.facts.LinkTraffic;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.NodeRequirement;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.Toleration;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.filter.FreeTable;
import dev.kubewasm.placement.filter.NodeClasses;
import dev.kubewasm.placement.filter.NodeIndex;
import dev.kubewasm.placement.filter.PodNeeds;
import dev.kubewasm.placement.wiring.ImportWiring;
import dev.kubewasm.placement.wiring.PodWiring;
import dev.kubewasm.placement.wiring.WiringGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Makes the placement problem of some pending Pods: filters nodes by class, prunes candidates by capacity and by the
 * reach of providers, turns quantities into vectors. Pods alike are looked at once.
 */
public final class ProblemBuilder {
    private static final long HEAVIEST = 1_000_000_000_000L;

    /** So many shapes of Pods have their candidates pruned by room; the start finds room for the rest. */
    private static final int PRUNED_SHAPES = 512;

    private final NodeIndex index;
    private final Snapshot snapshot;
    private final WiringGraph wiring;
    private final List<PodFacts> pods;
    private final Map<PodKey, Residence> residences;
    private final Vectors vectors;
    private final List<PodNeeds> needs;
    private final List<NodeClasses.Verdict> verdicts;
    private final Map<PodKey, Integer> podIndex = new HashMap<>();
    private final Map<WorkloadRef, Integer> workloads = new HashMap<>();
    private final AffinityEdges affinity;

    /**
     * The problem of placing {@code pods} in {@code snapshot}.
     *
     * @param wiring of the snapshot; that of {@code pods} has no failures
     */
    public ProblemBuilder(Snapshot snapshot, WiringGraph wiring, List<PodFacts> pods) {
        this(NodeIndex.of(snapshot), snapshot, wiring, pods);
    }

    /**
     * The same, the nodes of the snapshot being known.
     *
     * @param index of the nodes of {@code snapshot}
     */
    public ProblemBuilder(NodeIndex index, Snapshot snapshot, WiringGraph wiring, List<PodFacts> pods) {
        this(index, snapshot, wiring, pods, Map.of());
    }

    /**
     * The problem of placing Pods anew that are bound.
     *
     * @param snapshot in which they are pending
     * @param residences where they are, all of {@code pods} and on nodes of {@code snapshot}
     */
    public ProblemBuilder(
            Snapshot snapshot, WiringGraph wiring, List<PodFacts> pods, Map<PodKey, Residence> residences) {
        this(NodeIndex.of(snapshot), snapshot, wiring, pods, residences);
    }

    private ProblemBuilder(
            NodeIndex index,
            Snapshot snapshot,
            WiringGraph wiring,
            List<PodFacts> pods,
            Map<PodKey, Residence> residences) {
        this.residences = Map.copyOf(residences);
        this.index = index;
        this.snapshot = snapshot;
        this.wiring = wiring;
        this.pods = List.copyOf(pods);
        this.vectors = Vectors.of(pods);
        pods.forEach(pod -> podIndex.put(pod.key(), podIndex.size()));
        pods.forEach(pod -> workloads.putIfAbsent(pod.workload(), workloads.size()));
        this.affinity = new AffinityEdges(snapshot, wiring, pods, index, workloads);
        this.needs = needs();
        IdentityHashMap<PodNeeds, NodeClasses.Verdict> asked = new IdentityHashMap<>();
        this.verdicts = needs.stream()
                .map(need -> asked.computeIfAbsent(need, index::ask))
                .toList();
    }

    private List<PodNeeds> needs() {
        record Alike(NodeRequirement nodes, List<Toleration> tolerations, Map<NodeName, String> excluded) {}
        IdentityHashMap<PodWiring, Map<Alike, PodNeeds>> known = new IdentityHashMap<>();
        List<PodNeeds> all = new ArrayList<>();
        for (PodFacts pod : pods) {
            PodWiring podWiring = wiring.of(pod.key());
            all.add(known.computeIfAbsent(podWiring, w -> new HashMap<>())
                    .computeIfAbsent(
                            new Alike(pod.nodes(), pod.tolerations(), pod.excluded()),
                            alike -> PodNeeds.of(pod, podWiring)));
        }
        return all;
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
        BitSet all = new BitSet();
        all.set(0, index.nodes().size());
        return build(all);
    }

    /** The nodes worth looking at: all, or of very many those that are best for one of a few Pods. */
    public BitSet shortlist(ConstraintWeights weights) {
        return new Shortlist(index, wiring, weights, new Attractions(index, snapshot, wiring, affinity, weights))
                .of(pods, verdicts);
    }

    /** Whether a Pod without a node could go to one that was not on the list, as far as it alone is concerned. */
    public boolean leftOut(BitSet shortlist, Set<Integer> placed) {
        for (int i = 0; i < pods.size(); i++) {
            if (!placed.contains(i)) {
                FreeTable.Asked demand = index.free().ask(pods.get(i).demand());
                BitSet others = (BitSet) verdicts.get(i).allowed().clone();
                others.andNot(shortlist);
                if (others.stream().anyMatch(demand::fits)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The problem as if there were no other nodes than those of {@code shortlist}. */
    public Prepared build(BitSet shortlist) {
        int[] members = shortlist.stream().toArray();
        List<NodeSlot> slots = vectors.slots(index, members, workloads);
        List<Demand> demands =
                pods.stream().map(pod -> new Demand(vectors.of(pod.demand()))).toList();
        Links links = new Links(members);
        links.add();
        List<BitSet> roomy = roomy(members, slots, demands);
        List<Optional<NodeSlot>> homes = homes(links, slots);
        List<Candidates> candidates = new Reach(roomy, homes, links.required).restrict(slots);
        List<Stranded> stranded = links.stranded(slots);
        PlacementProblem problem = new PlacementProblem(
                vectors.resources(),
                slots,
                pendingPods(members, demands, candidates, homes),
                List.copyOf(links.providers.values()),
                links.required,
                links.preferred,
                affinity.edges(links::slotAt),
                stranded);
        return new Prepared(problem, needs, verdicts);
    }

    private List<Optional<NodeSlot>> homes(Links links, List<NodeSlot> slots) {
        return pods.stream()
                .map(pod -> Optional.ofNullable(residences.get(pod.key()))
                        .map(residence -> slots.get(links.slot(residence.home()))))
                .toList();
    }

    /** The nodes that are allowed and have room for the Pod alone; only its own of one that may not be moved. */
    private List<BitSet> roomy(int[] members, List<NodeSlot> slots, List<Demand> demands) {
        record Alike(NodeClasses.Verdict verdict, Resources requests) {}
        IdentityHashMap<NodeClasses.Verdict, BitSet> allowed = new IdentityHashMap<>();
        Map<Alike, BitSet> known = new HashMap<>();
        List<BitSet> roomy = new ArrayList<>();
        for (int i = 0; i < pods.size(); i++) {
            Demand demand = demands.get(i);
            Residence residence = residences.get(pods.get(i).key());
            if (residence != null && !residence.movable()) {
                roomy.add(new BitSet());
                continue;
            }
            BitSet here = allowed.computeIfAbsent(verdicts.get(i), verdict -> {
                BitSet slotsAllowed = new BitSet();
                for (int s = 0; s < members.length; s++) {
                    slotsAllowed.set(s, verdict.allowed().get(members[s]));
                }
                return slotsAllowed;
            });
            Alike alike = new Alike(verdicts.get(i), pods.get(i).requests());
            if (known.size() >= PRUNED_SHAPES && !known.containsKey(alike)) {
                roomy.add(here);
                continue;
            }
            roomy.add(known.computeIfAbsent(alike, a -> {
                BitSet fitting = new BitSet();
                here.stream().filter(n -> slots.get(n).fits(demand)).forEach(fitting::set);
                return fitting;
            }));
        }
        return roomy;
    }

    private record ProviderKey(WorkloadRef workload, Set<PodKey> pods) {}

    /** The links of the Pods, among some nodes. */
    private final class Links {
        private final int[] slotOf = new int[index.nodes().size() + 1];
        private final Map<ProviderKey, ProviderSet> providers = new LinkedHashMap<>();
        private final IdentityHashMap<ImportWiring.Provider, ProviderSet> known = new IdentityHashMap<>();
        private final List<Link.Required> required = new ArrayList<>();
        private final List<Link.Preferred> preferred = new ArrayList<>();

        /** The Pods to place of each workload, by index, in the order of their names. */
        private final Map<WorkloadRef, List<Integer>> waiting = new HashMap<>();

        /** Those that take room on one of the nodes. */
        private final Map<WorkloadRef, List<Occupant>> occupants = new HashMap<>();

        private record Occupant(PodFacts pod, int slot) {}

        /** Slot {@code i} is the node {@code members[i]}; an unknown node has index -1. */
        Links(int[] members) {
            Arrays.fill(slotOf, -1);
            for (int slot = 0; slot < members.length; slot++) {
                slotOf[members[slot] + 1] = slot;
                for (PodFacts pod :
                        snapshot.podsOn(index.nodes().get(members[slot]).name())) {
                    occupants
                            .computeIfAbsent(pod.workload(), _ -> new ArrayList<>())
                            .add(new Occupant(pod, slot));
                }
            }
            podIndex.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(pod -> waiting.computeIfAbsent(
                            pods.get(pod.getValue()).workload(), _ -> new ArrayList<>())
                    .add(pod.getValue()));
        }

        /** The slot of a node; -1 if it isn't one of them. */
        int slot(NodeName node) {
            return slotOf[index.indexOf(node) + 1];
        }

        /** The slot of the node at a place of the index; -1 if it isn't one of them. */
        int slotAt(int place) {
            return slotOf[place + 1];
        }

        void add() {
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

        /**
         * Where bound consumers have no provider that one of the Pods to place could be. A bound provider of another revision
         * is on its way out, and is none: so a roll-out puts a new one to each node with consumers before the old one goes.
         */
        List<Stranded> stranded(List<NodeSlot> slots) {
            record Lacking(ProviderSet provider, int slot) {}
            Map<Lacking, Integer> lacking = new LinkedHashMap<>();
            IdentityHashMap<PodWiring, List<ProviderSet>> helpful = new IdentityHashMap<>();
            for (NodeSlot slot : slots) {
                for (PodFacts pod : snapshot.podsOn(slot.name())) {
                    if (!pod.state().terminating()) {
                        for (ProviderSet provider : helpful.computeIfAbsent(wiring.of(pod.key()), this::helpful)) {
                            if (!provider.currentOn(slot)) {
                                lacking.merge(new Lacking(provider, slot.index()), 1, Integer::sum);
                            }
                        }
                    }
                }
            }
            List<Stranded> stranded = new ArrayList<>();
            lacking.forEach((where, consumers) ->
                    stranded.add(new Stranded(where.provider().id(), slots.get(where.slot()), consumers)));
            return stranded;
        }

        /** The providers of each import that Pods to place belong to. */
        private List<ProviderSet> helpful(PodWiring consumer) {
            List<ProviderSet> helpful = new ArrayList<>();
            for (PodWiring.Link link : consumer.links()) {
                if (link.provider().pods().stream().anyMatch(podIndex::containsKey)) {
                    helpful.add(providers(link.provider()));
                }
            }
            return helpful;
        }

        private ProviderSet providers(ImportWiring.Provider provider) {
            return known.computeIfAbsent(
                    provider,
                    p -> providers.computeIfAbsent(new ProviderKey(provider.workload(), provider.pods()), this::make));
        }

        private ProviderSet make(ProviderKey key) {
            List<Integer> pending = waiting.getOrDefault(key.workload(), List.of()).stream()
                    .filter(pod -> key.pods().contains(pods.get(pod).key()))
                    .toList();
            Set<String> revisions =
                    pending.stream().map(pod -> pods.get(pod).revision()).collect(Collectors.toSet());
            BitSet bound = new BitSet();
            BitSet current = new BitSet();
            for (Occupant occupant : occupants.getOrDefault(key.workload(), List.of())) {
                if (key.pods().contains(occupant.pod().key())) {
                    int slot = occupant.slot();
                    bound.set(slot);
                    current.set(
                            slot,
                            current.get(slot)
                                    || revisions.contains(occupant.pod().revision()));
                }
            }
            return new ProviderSet(providers.size(), key.workload(), bound, current, pending);
        }
    }

    private List<PendingPod> pendingPods(
            int[] members, List<Demand> demands, List<Candidates> candidates, List<Optional<NodeSlot>> homes) {
        List<NodeFacts> nodes =
                Arrays.stream(members).mapToObj(index.nodes()::get).toList();
        boolean anyDiscouraging = nodes.stream().anyMatch(node -> node.taints().stream()
                .anyMatch(t -> !t.effect().repels()));
        Set<String> images = imagesOf(nodes);
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
                            alike -> NodePreferences.of(alike, nodes, anyDiscouraging)),
                    homes.get(i)));
        }
        return pending;
    }

    /** Those images of the Pods that a node has. */
    private Set<String> imagesOf(List<NodeFacts> nodes) {
        Set<String> images = new HashSet<>();
        pods.forEach(pod -> pod.containers().forEach(container -> images.add(container.image())));
        Set<String> there = new HashSet<>();
        for (NodeFacts node : nodes) {
            node.images().stream().filter(images::contains).forEach(there::add);
        }
        return there;
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
