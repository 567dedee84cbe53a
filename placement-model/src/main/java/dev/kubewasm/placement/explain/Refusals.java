package dev.kubewasm.placement.explain;

import dev.kubewasm.placement.facts.LinkPolicy;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.filter.NodeClasses;
import dev.kubewasm.placement.filter.Rejection;
import dev.kubewasm.placement.result.UnplacedReason;
import dev.kubewasm.placement.wiring.ImportWiring;
import dev.kubewasm.placement.wiring.PodWiring;
import dev.kubewasm.placement.wiring.WiringGraph;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds out why Pods that could be wired got no node, looking at the cluster as it is once the others are placed. */
public final class Refusals {
    private static final int MAX_GROUP = 256;

    private final Snapshot snapshot;
    private final WiringGraph wiring;
    private final List<NodeFacts> nodes;
    private final Map<PodKey, NodeClasses.Verdict> verdicts;
    private final Map<NodeName, Resources> freeBefore = new HashMap<>();
    private final Map<NodeName, Resources> freeAfter = new HashMap<>();
    private final Map<PodKey, NodeName> boundTo = new HashMap<>();
    private final Map<PodKey, NodeName> nodeOf = new HashMap<>();
    private final Map<ImportWiring.Provider, Set<NodeName>> hosts = new HashMap<>();
    private final Map<Alike, UnplacedReason.NoNode> known = new HashMap<>();

    /** Pods that are refused for the same reasons. */
    private record Alike(NodeClasses.Verdict verdict, Resources demand, Set<ImportWiring.Provider> providers) {}

    /**
     * Looks at a finished placement.
     *
     * @param snapshot what it was made on
     * @param wiring of the snapshot
     * @param verdicts of the filters on the pending Pods that could be wired
     * @param placed the nodes of those that were placed
     */
    public Refusals(
            Snapshot snapshot,
            WiringGraph wiring,
            Map<PodKey, NodeClasses.Verdict> verdicts,
            Map<PodKey, NodeName> placed) {
        this.snapshot = snapshot;
        this.wiring = wiring;
        this.verdicts = Map.copyOf(verdicts);
        this.nodes = List.copyOf(snapshot.nodes().values());
        nodes.forEach(node -> freeBefore.put(node.name(), node.allocatable()));
        for (PodFacts pod : snapshot.pods().values()) {
            if (pod.occupies()) {
                NodeName node = pod.state().node().orElseThrow();
                boundTo.put(pod.key(), node);
                freeBefore.computeIfPresent(node, (n, free) -> free.minus(pod.demand()));
            }
        }
        nodeOf.putAll(boundTo);
        nodeOf.putAll(placed);
        freeAfter.putAll(freeBefore);
        placed.forEach((key, node) -> freeAfter.computeIfPresent(node, (n, free) -> free.minus(demand(key))));
    }

    /** Why {@code pod} got no node. */
    public UnplacedReason.NoNode explain(PodFacts pod) {
        NodeClasses.Verdict verdict = verdict(pod.key());
        Set<ImportWiring.Provider> providers = new LinkedHashSet<>(required(pod.key()));
        Alike alike = new Alike(verdict, pod.demand(), providers);
        UnplacedReason.NoNode reason = known.computeIfAbsent(alike, a -> reason(pod, verdict, providers));
        return new UnplacedReason.NoNode(
                reason.nodes(), reason.rejections(), reason.group().map(group -> of(pod, group)), reason.missing());
    }

    /** The same group with {@code pod} as its consumer. */
    private static UnplacedReason.GroupDemand of(PodFacts pod, UnplacedReason.GroupDemand group) {
        List<PodKey> members = new ArrayList<>(group.members());
        members.set(0, pod.key());
        return new UnplacedReason.GroupDemand(members, group.resource(), group.needed(), group.largestFree());
    }

    private UnplacedReason.NoNode reason(
            PodFacts pod, NodeClasses.Verdict verdict, Set<ImportWiring.Provider> providers) {
        Map<Rejection, Integer> rejections = new LinkedHashMap<>(verdict.rejected());
        verdict.allowed().stream()
                .boxed()
                .flatMap(node -> onNode(pod, node).stream())
                .forEach(rejection -> rejections.merge(rejection, 1, Integer::sum));
        List<UnplacedReason.MissingProvider> missing = new ArrayList<>();
        for (ImportWiring.Provider provider : providers) {
            if (hosts(provider).isEmpty()) {
                List<PodKey> unplaced = provider.pods().stream()
                        .filter(member -> !nodeOf.containsKey(member))
                        .toList();
                missing.add(new UnplacedReason.MissingProvider(provider.name(), provider.workload(), unplaced));
            }
        }
        return new UnplacedReason.NoNode(nodes.size(), rejections, groupDemand(pod, verdict), missing);
    }

    /** Why an allowed node doesn't take {@code pod} as things stand. */
    private List<Rejection> onNode(PodFacts pod, int index) {
        NodeName node = nodes.get(index).name();
        Resources free = freeAfter.getOrDefault(node, Resources.NONE);
        List<ResourceName> lacking = lacking(pod.demand(), free);
        if (!lacking.isEmpty()) {
            return lacking.stream().<Rejection>map(Rejection.Insufficient::new).toList();
        }
        Resources left = free.minus(pod.demand());
        Set<PodKey> group = new LinkedHashSet<>(List.of(pod.key()));
        Deque<PodKey> open = new ArrayDeque<>(group);
        while (!open.isEmpty()) {
            for (ImportWiring.Provider provider : required(open.remove())) {
                if (hosts(provider).contains(node) || provider.pods().stream().anyMatch(group::contains)) {
                    continue;
                }
                Optional<PodKey> member = provider.pods().stream()
                        .filter(key -> !nodeOf.containsKey(key) && mayGo(key, index))
                        .findFirst();
                if (member.isEmpty()) {
                    return List.of(new Rejection.LacksProvider(provider.name(), provider.workload()));
                }
                Resources demand = demand(member.get());
                Optional<ResourceName> scarce = demand.firstLacking(left);
                if (scarce.isPresent()) {
                    return List.of(new Rejection.InsufficientForGroup(scarce.get()));
                }
                left = left.minus(demand);
                group.add(member.get());
                open.add(member.get());
            }
        }
        return List.of(new Rejection.SearchEnded());
    }

    private boolean mayGo(PodKey key, int node) {
        NodeClasses.Verdict verdict = verdicts.get(key);
        return verdict != null && verdict.allowed().get(node);
    }

    /** What {@code pod} and one Pod of each provider need on one node, if no node it may run on has that much for them. */
    private Optional<UnplacedReason.GroupDemand> groupDemand(PodFacts pod, NodeClasses.Verdict verdict) {
        Set<PodKey> group = new LinkedHashSet<>(List.of(pod.key()));
        Set<ImportWiring.Provider> seen = new HashSet<>();
        Deque<PodKey> open = new ArrayDeque<>(group);
        Resources needed = pod.demand();
        while (!open.isEmpty() && group.size() < MAX_GROUP) {
            for (ImportWiring.Provider provider : required(open.remove())) {
                if (seen.add(provider) && provider.pods().stream().noneMatch(group::contains)) {
                    PodKey member = provider.pods().stream()
                            .filter(nodeOf::containsKey)
                            .findFirst()
                            .orElseGet(() -> provider.pods().iterator().next());
                    group.add(member);
                    open.add(member);
                    needed = needed.plus(demand(member));
                }
            }
        }
        if (group.size() == 1 || verdict.allowed().isEmpty()) {
            return Optional.empty();
        }
        for (Map.Entry<ResourceName, Long> need : needed.amounts().entrySet()) {
            long largest = verdict.allowed().stream()
                    .mapToObj(nodes::get)
                    .mapToLong(node -> roomFor(group, node).get(need.getKey()))
                    .max()
                    .orElse(0);
            if (need.getValue() > largest) {
                return Optional.of(
                        new UnplacedReason.GroupDemand(List.copyOf(group), need.getKey(), need.getValue(), largest));
            }
        }
        return Optional.empty();
    }

    /** What {@code node} has free without {@code group}: what its members take there already is theirs. */
    private Resources roomFor(Set<PodKey> group, NodeFacts node) {
        Resources room = freeBefore.getOrDefault(node.name(), Resources.NONE);
        for (PodKey member : group) {
            if (node.name().equals(boundTo.get(member))) {
                room = room.plus(demand(member));
            }
        }
        return room;
    }

    private static List<ResourceName> lacking(Resources demand, Resources free) {
        return demand.amounts().entrySet().stream()
                .filter(need -> need.getValue() > 0 && need.getValue() > free.get(need.getKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Set<NodeName> hosts(ImportWiring.Provider provider) {
        return hosts.computeIfAbsent(provider, p -> {
            Set<NodeName> found = new HashSet<>();
            for (PodKey member : p.pods()) {
                NodeName node = nodeOf.get(member);
                if (node != null) {
                    found.add(node);
                }
            }
            return found;
        });
    }

    private List<ImportWiring.Provider> required(PodKey pod) {
        return wiring.of(pod).links().stream()
                .map(PodWiring.Link::provider)
                .filter(provider -> provider.policy() == LinkPolicy.REQUIRED)
                .toList();
    }

    private NodeClasses.Verdict verdict(PodKey key) {
        NodeClasses.Verdict verdict = verdicts.get(key);
        if (verdict == null) {
            throw new IllegalArgumentException("no verdict of the filters on Pod " + key);
        }
        return verdict;
    }

    private Resources demand(PodKey key) {
        return snapshot.pod(key)
                .map(PodFacts::demand)
                .orElseThrow(() -> new IllegalArgumentException("the snapshot has no Pod " + key));
    }
}
