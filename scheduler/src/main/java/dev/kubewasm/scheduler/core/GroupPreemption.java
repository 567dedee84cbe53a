package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.LinkGroup;
import dev.kubewasm.placement.PendingGroups;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.scheduler.core.PlacementStage.Refusal;
import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.NodeInfo;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.profile.Party;
import dev.kubewasm.scheduler.framework.profile.PodFilters;
import dev.kubewasm.scheduler.framework.profile.Preemption;
import dev.kubewasm.scheduler.framework.profile.Victims;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes room for link groups that placement finds no node for: on one node Pods leave that are less important than each of the
 * group, but none that the group needs there. Where, and who, is chosen as for a single Pod; the choice is placed and audited as
 * if they had left before anybody is made to.
 */
final class GroupPreemption {
    /** So many choices are placed on behalf of a group; where rules of placement forbid them all, it waits. */
    private static final int MAX_CHOICES = 3;

    private final Profiles profiles;
    private final PlacementStage placement;
    private final SchedulingState state;
    private final RoomMaking room;

    GroupPreemption(Profiles profiles, PlacementStage placement, SchedulingState state, RoomMaking room) {
        this.profiles = profiles;
        this.placement = placement;
        this.state = state;
        this.room = room;
    }

    /**
     * Makes room for the groups of Pods that placement {@code refused}, as far as that is possible.
     *
     * @return what there is to say besides about Pods for which others leave
     */
    Map<PodKey, String> makeRoom(Map<PodKey, Refusal> refused, ProfileView view) {
        Map<PodKey, CachedPod> pods = new LinkedHashMap<>();
        refused.forEach((key, refusal) -> {
            if (refusal.rejector().equals(Rejectors.PLACEMENT)) {
                state.pod(key).filter(CachedPod::waits).ifPresent(pod -> pods.put(key, pod));
            }
        });
        if (pods.isEmpty()) {
            return Map.of();
        }
        state.refresh(view);
        Map<String, Integer> least = leastImportant(view.cluster());
        int highest =
                pods.values().stream().mapToInt(GroupPreemption::priority).max().orElseThrow();
        if (least.values().stream().noneMatch(priority -> priority < highest)) {
            pods.values().forEach(this::releaseInVain);
            return Map.of();
        }
        Snapshot snapshot = state.snapshot();
        return placement
                .groups(snapshot, pods.keySet())
                .map(groups -> new Attempt(pods, groups, least, snapshot, view).run())
                .orElse(Map.of());
    }

    /** The least priority of the Pods of each node that has any. */
    private static Map<String, Integer> leastImportant(ClusterState cluster) {
        Map<String, Integer> least = new LinkedHashMap<>();
        for (NodeInfo node : cluster.nodes()) {
            node.pods().stream()
                    .mapToInt(pod -> pod.importance().priority())
                    .min()
                    .ifPresent(priority -> least.put(node.name(), priority));
        }
        return least;
    }

    /** Takes the nomination of a Pod back for which others have left, to no use. */
    private void releaseInVain(CachedPod pod) {
        if (pod.observed().info().importance().nominatedNode().isPresent()) {
            room.release(pod);
        }
    }

    private final class Attempt {
        private final Map<PodKey, CachedPod> pods;
        private final PendingGroups groups;
        private final Map<String, Integer> least;
        private final Snapshot snapshot;
        private final ProfileView view;
        private final Map<PodKey, PodFilters> filters = new HashMap<>();
        private final Map<PodKey, String> said = new HashMap<>();

        Attempt(
                Map<PodKey, CachedPod> pods,
                PendingGroups groups,
                Map<String, Integer> least,
                Snapshot snapshot,
                ProfileView view) {
            this.least = least;
            this.pods = pods;
            this.groups = groups;
            this.snapshot = snapshot;
            this.view = view;
        }

        Map<PodKey, String> run() {
            pods.forEach((key, pod) -> Preemption.awaited(pod.info(), view.cluster())
                    .ifPresent(_ -> said.put(key, "preemption: " + Preemption.Result.NotEligible.WAITS)));
            for (PodKey consumer : groups.consumersFirst()) {
                if (!said.containsKey(consumer)) {
                    makeRoomFor(pod(consumer));
                }
            }
            return said;
        }

        private CachedPod pod(PodKey key) {
            return Objects.requireNonNull(pods.get(key));
        }

        private void makeRoomFor(CachedPod consumer) {
            if (!waitsStill(consumer)) {
                return;
            }
            room.tried();
            Map<String, LinkGroup> possible = possible(consumer);
            Profiles.Stages profile = profiles.of(consumer);
            List<Victims> choices = choices(possible.values(), profile);
            for (int tried = 0; tried < MAX_CHOICES && !choices.isEmpty(); tried++) {
                Victims choice =
                        profile.single().any(room.best(new Preemption.Result.Eligible(choices, Map.of()), snapshot));
                LinkGroup group = Objects.requireNonNull(possible.get(choice.node()));
                if (fits(group, choice)) {
                    // Placement takes its time, and news may have come.
                    if (group.members().stream().map(this::pod).allMatch(this::waitsStill)) {
                        leave(choice, group);
                    }
                    return;
                }
                choices.remove(choice);
            }
            releaseInVain(consumer);
        }

        /** By node, where somebody less important than the consumer is. */
        private Map<String, LinkGroup> possible(CachedPod consumer) {
            int priority = priority(consumer);
            Map<String, LinkGroup> possible = new LinkedHashMap<>();
            least.forEach((node, lowest) -> {
                NodeName name = new NodeName(node);
                if (lowest < priority && snapshot.node(name).isPresent()) {
                    groups.on(name, consumer.key())
                            .filter(this::mayPreempt)
                            .ifPresent(group -> possible.put(node, group));
                }
            });
            return possible;
        }

        private boolean mayPreempt(LinkGroup group) {
            return group.members().stream()
                    .allMatch(member -> !said.containsKey(member)
                            && pod(member).info().importance().preempts()
                            && waitsStill(pod(member)));
        }

        /** News may have come since the cycle began. */
        private boolean waitsStill(CachedPod pod) {
            return state.pod(pod.key())
                    .filter(now -> now.uid().equals(pod.uid()) && now.waits())
                    .isPresent();
        }

        /** Who would have to leave, for each group that this helps. */
        private List<Victims> choices(Collection<LinkGroup> possible, Profiles.Stages profile) {
            ClusterState cluster = view.cluster();
            // One that is nominated to the node already would count twice there. As the view has it, not as it was when
            // its attempt began: a nomination that was over since would be put into the view for good.
            List<PodInfo> nominated = possible.stream()
                    .flatMap(group -> group.members().stream())
                    .distinct()
                    .flatMap(member -> cluster.removeWaiting(pod(member).uid()).stream())
                    .toList();
            try {
                List<Party> parties = possible.stream()
                        .map(this::party)
                        .filter(party -> !party.lessImportant().isEmpty())
                        .toList();
                return new ArrayList<>(profile.preemption()
                        .preempt(parties, view.budgets(), profile.single().offset())
                        .candidates());
            } finally {
                nominated.forEach(cluster::putWaiting);
            }
        }

        private Party party(LinkGroup group) {
            ClusterState cluster = view.cluster();
            return new Party(
                    cluster.node(group.node().value()).orElseThrow(),
                    group.members().stream()
                            .map(member -> pod(member).observed().info())
                            .toList(),
                    group.members().stream()
                            .map(member -> filters.computeIfAbsent(member, m -> profiles.of(pod(m))
                                    .rules()
                                    .preFilter(pod(m).observed().info(), cluster)))
                            .toList(),
                    group.hosts());
        }

        /** Whether placement, and its audit, agree that the group fits there once these have left. */
        private boolean fits(LinkGroup group, Victims leaving) {
            Snapshot after = snapshot;
            for (PodInfo victim : leaving.pods()) {
                after = after.without(victim.key());
            }
            Map<NodeName, String> others = snapshot.nodes().keySet().stream()
                    .filter(node -> !node.equals(group.node()))
                    .collect(Collectors.toMap(node -> node, _ -> "not in question"));
            for (PodKey member : group.members()) {
                after = after.with(after.pod(member).orElseThrow().withExcluded(others));
            }
            Set<PodKey> members = Set.copyOf(group.members());
            return placement.plan(after, members, settings(group)).bindings().size() == members.size();
        }

        /** Those that the group is placed with: of its most important member's profile, of equals that of the first by name. */
        private PlacementSettings settings(LinkGroup group) {
            CachedPod first = group.members().stream()
                    .map(this::pod)
                    .min(Comparator.comparingInt((CachedPod pod) -> -priority(pod))
                            .thenComparing(CachedPod::key))
                    .orElseThrow();
            return profiles.of(first).placement();
        }

        private void leave(Victims victims, LinkGroup group) {
            List<CachedPod> consumerFirst =
                    group.members().reversed().stream().map(this::pod).toList();
            int least = consumerFirst.stream()
                    .mapToInt(GroupPreemption::priority)
                    .min()
                    .orElseThrow();
            String text = room.make(consumerFirst, least, victims, snapshot, view);
            group.members().forEach(member -> said.put(member, text));
            // Whom the room is for counts for the groups that come after.
            state.refresh(view);
            filters.clear();
        }
    }

    private static int priority(CachedPod pod) {
        return pod.observed().info().importance().priority();
    }
}
