package dev.kubewasm.placement.explain;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.filter.NodeClasses;
import dev.kubewasm.placement.filter.PodNeeds;
import dev.kubewasm.placement.filter.Rejection;
import dev.kubewasm.placement.result.PodOutcome;
import dev.kubewasm.placement.result.UnplacedReason;
import dev.kubewasm.placement.wiring.ImportWiring;
import dev.kubewasm.placement.wiring.WiringGraph;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds out why Pods got no node, and what would help, looking at the cluster as it is once the others are placed. */
public final class Refusals {
    private static final int MAX_GROUP = 64;

    /** Of so many nodes the ones that are closest to taking a Pod are found, and what would help there. */
    private static final int MAX_NODES = 1000;

    /** So often a node is looked at closely on behalf of a Pod, all Pods together. */
    private static final int MAX_LOOKS = 100_000;

    /** However many Pods there are, each has so many nodes looked at, unless its group is large. */
    private static final int LEAST_LOOKS = 10;

    /** So many members of groups are followed on behalf of a Pod, all Pods and nodes together. */
    private static final int MAX_MEMBERS = 1_000_000;

    private final Map<PodKey, NodeClasses.Verdict> verdicts;
    private final Standing standing;
    private final NodeRoom room;
    private final int looks;
    private final Remedies remedies;
    private final WiringRemedies wiringRemedies;
    private final Map<Alike, PodOutcome.Unplaced> known = new HashMap<>();

    /** Pods that are refused for the same reasons. */
    private record Alike(PodNeeds needs, Resources demand, List<ImportWiring.Provider> providers) {}

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
        this.verdicts = Map.copyOf(verdicts);
        this.standing = new Standing(snapshot, wiring, verdicts.keySet(), placed);
        this.room = new NodeRoom(standing);
        int unplaced = Math.max(1, verdicts.size() - placed.size());
        this.looks = Math.max(LEAST_LOOKS, MAX_LOOKS / unplaced);
        this.remedies = new Remedies(standing, Math.min(looks, MAX_NODES), MAX_MEMBERS / unplaced);
        this.wiringRemedies = new WiringRemedies(standing, wiring, remedies);
    }

    /** A Pod that is refused for {@code reason} whatever the nodes are like. */
    public PodOutcome.Unplaced onAnyNode(PodKey pod, UnplacedReason reason) {
        return new PodOutcome.Unplaced(reason, wiringRemedies.find(standing.pod(pod), reason));
    }

    /** Why {@code pod} got no node. */
    public PodOutcome.Unplaced explain(PodFacts pod) {
        Want want = standing.want(pod.key());
        Alike alike = new Alike(want.needs(), pod.demand(), want.required());
        PodOutcome.Unplaced outcome = known.get(alike);
        if (outcome == null) {
            List<Gap> gaps = remedies.gaps(want);
            outcome = new PodOutcome.Unplaced(reason(want, gaps), remedies.find(want, gaps));
            known.put(alike, outcome);
        }
        return outcome.reason() instanceof UnplacedReason.NoNode reason
                ? new PodOutcome.Unplaced(of(pod, reason), outcome.remedies())
                : outcome;
    }

    /** The same reason with {@code pod} as the consumer of its groups. */
    private static UnplacedReason.NoNode of(PodFacts pod, UnplacedReason.NoNode reason) {
        Map<Rejection, Integer> rejections = new LinkedHashMap<>();
        reason.rejections().forEach((rejection, nodes) -> rejections.put(of(pod, rejection), nodes));
        return new UnplacedReason.NoNode(
                reason.nodes(),
                rejections,
                reason.group()
                        .map(group -> new UnplacedReason.GroupDemand(
                                ledBy(pod, group.members()), group.resource(), group.needed(), group.largestFree())),
                reason.missing(),
                reason.inTheWay().stream().map(rejection -> of(pod, rejection)).toList(),
                reason.closest());
    }

    private static Rejection of(PodFacts pod, Rejection rejection) {
        return rejection
                        instanceof
                        Rejection.InsufficientForGroup(
                                List<PodKey> members,
                                ResourceName resource,
                                long needed,
                                long free)
                ? new Rejection.InsufficientForGroup(ledBy(pod, members), resource, needed, free)
                : rejection;
    }

    private static List<PodKey> ledBy(PodFacts pod, List<PodKey> members) {
        List<PodKey> led = new ArrayList<>(members);
        led.set(0, pod.key());
        return led;
    }

    private UnplacedReason.NoNode reason(Want want, List<Gap> gaps) {
        NodeClasses.Verdict verdict = verdict(want.pod().key());
        Map<Rejection, Integer> rejections = new LinkedHashMap<>(verdict.rejected());
        NodeRoom.Alone alone = room.alone(verdict, want.demand());
        alone.lacking().forEach((rejection, nodes) -> rejections.merge(rejection, nodes, Integer::sum));
        int tried = gaps.size() < MAX_NODES ? gaps.size() : looks;
        alone.roomy().get(0, tried).stream()
                .forEach(node -> first(want, node, gaps).forEach(rejection -> count(rejection, rejections)));
        int untried = alone.roomy()
                .get(tried, Math.max(tried, alone.roomy().length()))
                .cardinality();
        if (untried > 0) {
            rejections.merge(new Rejection.SearchEnded(), untried, Integer::sum);
        }
        List<UnplacedReason.MissingProvider> missing = new ArrayList<>();
        for (ImportWiring.Provider provider : want.required()) {
            if (standing.hosts(provider).isEmpty()) {
                List<PodKey> unplaced = provider.pods().stream()
                        .filter(member -> !standing.isPlaced(member))
                        .toList();
                missing.add(new UnplacedReason.MissingProvider(provider.name(), provider.workload(), unplaced));
            }
        }
        List<Rejection> fewest = List.of();
        List<NodeName> closest = new ArrayList<>();
        for (Gap gap : gaps) {
            NodeFacts node = gap.node();
            List<Rejection> here = gap.rejections(standing.free(node));
            if (closest.isEmpty() || here.size() < fewest.size()) {
                fewest = here;
                closest.clear();
            }
            if (here.equals(fewest)) {
                closest.add(node.name());
            }
        }
        return new UnplacedReason.NoNode(
                standing.nodes().size(), rejections, groupDemand(want, verdict), missing, fewest, closest);
    }

    /** The first things in the way on a node that has room for the Pod alone; {@code gaps} are those of the first nodes. */
    private List<Rejection> first(Want want, int at, List<Gap> gaps) {
        NodeFacts node = standing.nodes().get(at);
        Gap gap = at < gaps.size() ? gaps.get(at) : Gap.between(want, node, standing);
        return gap.firstRejections(standing.free(node));
    }

    /** Nodes that lack room for the same group are counted together, with the most that one of them has free. */
    private static void count(Rejection rejection, Map<Rejection, Integer> rejections) {
        if (rejection instanceof Rejection.InsufficientForGroup group) {
            Optional<Rejection.InsufficientForGroup> same = rejections.keySet().stream()
                    .filter(Rejection.InsufficientForGroup.class::isInstance)
                    .map(Rejection.InsufficientForGroup.class::cast)
                    .filter(other -> other.members().equals(group.members())
                            && other.resource().equals(group.resource()))
                    .findFirst();
            if (same.isPresent()) {
                int nodes = rejections.remove(same.get());
                rejections.put(same.get().largestFree() >= group.largestFree() ? same.get() : group, nodes + 1);
                return;
            }
        }
        rejections.merge(rejection, 1, Integer::sum);
    }

    /** What {@code pod} and one Pod of each provider need on one node, if no node it may run on has that much for them. */
    private Optional<UnplacedReason.GroupDemand> groupDemand(Want want, NodeClasses.Verdict verdict) {
        Set<PodKey> group = new LinkedHashSet<>(List.of(want.pod().key()));
        Set<ImportWiring.Provider> seen = new HashSet<>();
        Deque<PodKey> open = new ArrayDeque<>(group);
        Resources needed = want.demand();
        while (!open.isEmpty() && group.size() < MAX_GROUP) {
            for (ImportWiring.Provider provider : standing.want(open.remove()).required()) {
                if (seen.add(provider) && provider.pods().stream().noneMatch(group::contains)) {
                    PodKey member = provider.pods().stream()
                            .min(Comparator.comparing(key -> !standing.isPlaced(key)))
                            .orElseThrow();
                    group.add(member);
                    open.add(member);
                    needed = needed.plus(standing.pod(member).demand());
                }
            }
        }
        if (group.size() == 1 || verdict.allowed().isEmpty()) {
            return Optional.empty();
        }
        Map<NodeName, Resources> rooms = roomsOf(group, verdict);
        for (Map.Entry<ResourceName, Long> need : needed.amounts().entrySet()) {
            long largest = room.mostFreeBefore(verdict, need.getKey());
            for (Resources there : rooms.values()) {
                largest = Math.max(largest, there.get(need.getKey()));
            }
            if (need.getValue() > largest) {
                return Optional.of(
                        new UnplacedReason.GroupDemand(List.copyOf(group), need.getKey(), need.getValue(), largest));
            }
        }
        return Optional.empty();
    }

    /** What the nodes that host bound members of {@code group} have free without it: what these take there is theirs. */
    private Map<NodeName, Resources> roomsOf(Set<PodKey> group, NodeClasses.Verdict verdict) {
        Map<NodeName, Resources> rooms = new HashMap<>();
        for (PodKey key : group) {
            PodFacts member = standing.pod(key);
            if (member.occupies()) {
                standing.indexOf(member.boundTo())
                        .filter(verdict.allowed()::get)
                        .map(standing.nodes()::get)
                        .ifPresent(node -> rooms.merge(
                                node.name(),
                                standing.freeBefore(node).plus(member.demand()),
                                (room, same) -> room.plus(member.demand())));
            }
        }
        return rooms;
    }

    private NodeClasses.Verdict verdict(PodKey key) {
        NodeClasses.Verdict verdict = verdicts.get(key);
        if (verdict == null) {
            throw new IllegalArgumentException("no verdict of the filters on Pod " + key);
        }
        return verdict;
    }
}
