package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.Steps;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.Status;
import dev.kubewasm.scheduler.port.Binding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The decision about Pods with links: they are placed together, on nodes that their profiles' rules leave them, and what is
 * placed is assumed group by group, each Pod asked by all rules once more, since some depend on the Pods before it. A group
 * that fails is taken back as a whole and placed again without that node; after so many rounds the Pod that fails is
 * refused, and those that depend on it with it.
 */
final class LinkedPodsStage {
    private static final int ROUNDS = 6;

    private final PlacementStage placement;
    private final Profiles profiles;
    private final SchedulingState state;
    private final Steps steps;

    LinkedPodsStage(PlacementStage placement, Profiles profiles, SchedulingState state, Steps steps) {
        this.placement = placement;
        this.profiles = profiles;
        this.state = state;
        this.steps = steps;
    }

    /**
     * What was decided.
     *
     * @param groups assumed already, each providers first
     * @param refused why not, for each that doesn't fit
     * @param overtaken why what was decided can't be, for each that something came in between
     * @param broken what went wrong, for each that nothing could be decided about
     */
    record Decision(
            List<List<PlannedBinding>> groups,
            Map<PodKey, PlacementStage.Refusal> refused,
            Map<PodKey, String> overtaken,
            Map<PodKey, RuntimeException> broken) {}

    /**
     * Decides about these Pods.
     *
     * @param pods one at least; they are placed with the settings of the first one's profile
     */
    Decision decide(Map<PodKey, CachedPod> pods, ProfileView view) {
        return new Rounds(pods, view).run();
    }

    private final class Rounds {
        private final Map<PodKey, CachedPod> open;
        private final ProfileView view;
        private final PlacementSettings settings;
        private final Map<PodKey, Map<NodeName, String>> excluded = new HashMap<>();
        private final Decision decision =
                new Decision(new ArrayList<>(), new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());

        Rounds(Map<PodKey, CachedPod> pods, ProfileView view) {
            this.open = new LinkedHashMap<>(pods);
            this.view = view;
            this.settings = profiles.of(pods.values().iterator().next()).placement();
        }

        Decision run() {
            for (int round = 1; round <= ROUNDS && !open.isEmpty(); round++) {
                round(round == 1, round == ROUNDS);
            }
            return decision;
        }

        private void round(boolean first, boolean last) {
            Snapshot snapshot = steps.within("snapshot", () -> {
                state.refresh(view);
                return state.snapshot();
            });
            open.entrySet().removeIf(entry -> !isStill(entry.getValue(), snapshot));
            if (open.isEmpty()) {
                return;
            }
            Marked marked = steps.within("rules", () -> mark(snapshot, first));
            PlacementStage.Plan plan = steps.within(
                    "placement", () -> placement.plan(marked.snapshot(), Set.copyOf(open.keySet()), settings));
            plan.broken().forEach((key, cause) -> {
                decision.broken().put(key, cause);
                open.remove(key);
            });
            int before = decision.groups().size();
            boolean all = true;
            for (List<PlannedBinding> group : groups(plan.bindings())) {
                all &= last ? assumeWhatFits(group) : assumeTogether(group);
            }
            boolean progress = decision.groups().size() > before;
            boolean mayYetFit = !all || (progress && marked.ruled());
            if (last || !mayYetFit) {
                plan.unplaced().forEach((key, refusal) -> {
                    decision.refused().put(key, refusal);
                    open.remove(key);
                });
                if (all) {
                    open.clear();
                }
            }
        }

        /**
         * A snapshot whose open Pods are kept from nodes.
         *
         * @param ruled whether by rules that placement doesn't know, which may depend on where the others go
         */
        private record Marked(Snapshot snapshot, boolean ruled) {}

        private Marked mark(Snapshot snapshot, boolean first) {
            boolean ruled = false;
            Snapshot marked = snapshot;
            for (CachedPod pod : open.values()) {
                Map<NodeName, String> nodes = new HashMap<>(excluded.getOrDefault(pod.key(), Map.of()));
                ForbiddenNodes forbidden = profiles.of(pod).forbidden();
                Map<NodeName, String> byRules = forbidden.byRules(pod.observed().info(), view.cluster());
                ruled |= !byRules.isEmpty();
                if (!first
                        || open.size() == 1
                        || byRules.size() < view.cluster().nodes().size()) {
                    nodes.putAll(byRules);
                }
                nodes.putAll(forbidden.whileOthersLeave(pod, view.cluster()));
                if (!nodes.isEmpty()) {
                    marked = marked.with(snapshot.pod(pod.key()).orElseThrow().withExcluded(nodes));
                }
            }
            return new Marked(marked, ruled);
        }

        /** All or none; whether all. What something came in between of is decided about no more. */
        private boolean assumeTogether(List<PlannedBinding> group) {
            List<PlannedBinding> assumed = new ArrayList<>();
            for (PlannedBinding planned : group) {
                Optional<Status.Rejected> rejected = rejection(planned);
                if (rejected.isPresent()) {
                    exclude(planned.binding(), rejected.get());
                    assumed.forEach(taken -> state.forget(taken.binding()));
                    return false;
                }
                assume(planned, assumed);
            }
            keep(group, assumed);
            return true;
        }

        /** As many as fit; a Pod that doesn't is refused. Always true: nothing is left to try. */
        private boolean assumeWhatFits(List<PlannedBinding> group) {
            List<PlannedBinding> assumed = new ArrayList<>();
            for (PlannedBinding planned : group) {
                Optional<Status.Rejected> rejected = rejection(planned);
                if (rejected.isPresent()) {
                    decision.refused()
                            .put(
                                    planned.binding().pod(),
                                    new PlacementStage.Refusal(
                                            "no node was found in " + ROUNDS + " rounds; the last, "
                                                    + planned.binding().node() + ", says: "
                                                    + String.join(
                                                            ", ", rejected.get().reasons()),
                                            Rejectors.PLACEMENT));
                } else {
                    assume(planned, assumed);
                }
            }
            keep(group, assumed);
            return true;
        }

        private void assume(PlannedBinding planned, List<PlannedBinding> assumed) {
            PodKey pod = planned.binding().pod();
            PodInfo info = Objects.requireNonNull(open.get(pod)).observed().info();
            planned.withVolumes(info, view.cluster())
                    .ifPresentOrElse(
                            complete -> state.assume(complete)
                                    .ifPresentOrElse(
                                            why -> decision.overtaken().put(pod, why), () -> assumed.add(complete)),
                            () -> decision.overtaken().put(pod, PlannedBinding.VOLUMES_GONE));
        }

        private void keep(List<PlannedBinding> group, List<PlannedBinding> assumed) {
            group.forEach(planned -> open.remove(planned.binding().pod()));
            if (!assumed.isEmpty()) {
                decision.groups().add(assumed);
            }
        }

        /** What the rules say of the decision now, with all that was assumed before it. */
        private Optional<Status.Rejected> rejection(PlannedBinding planned) {
            state.refresh(view);
            CachedPod pod = open.get(planned.binding().pod());
            if (pod == null) {
                throw new IllegalStateException(
                        "a decision about " + planned.binding().pod() + ", which wasn't tried");
            }
            PodInfo info = pod.observed().info();
            return view.cluster()
                    .node(planned.binding().node().value())
                    .map(node -> profiles.of(pod)
                            .rules()
                            .preFilter(info, view.cluster())
                            .filter(node))
                    .filter(Status.Rejected.class::isInstance)
                    .map(Status.Rejected.class::cast);
        }

        private void exclude(Binding binding, Status.Rejected rejected) {
            excluded.computeIfAbsent(binding.pod(), _ -> new HashMap<>())
                    .put(binding.node(), String.join(", ", rejected.reasons()));
        }
    }

    /** Decisions that stand and fall together: those tied by provider and consumer; each providers first. */
    private static List<List<PlannedBinding>> groups(List<PlannedBinding> planned) {
        Map<PodKey, Set<PodKey>> groupOf = new HashMap<>();
        List<PlannedBinding> ordered = PlannedBinding.providersFirst(planned);
        for (PlannedBinding p : ordered) {
            Set<PodKey> group = new LinkedHashSet<>(Set.of(p.binding().pod()));
            for (PodKey provider : p.providers()) {
                Set<PodKey> other = groupOf.get(provider);
                if (other != null && other != group) {
                    Set<PodKey> larger = other.size() >= group.size() ? other : group;
                    Set<PodKey> smaller = larger == other ? group : other;
                    larger.addAll(smaller);
                    smaller.forEach(pod -> groupOf.put(pod, larger));
                    group = larger;
                }
            }
            groupOf.put(p.binding().pod(), group);
        }
        IdentityHashMap<Set<PodKey>, List<PlannedBinding>> groups = new IdentityHashMap<>();
        List<List<PlannedBinding>> all = new ArrayList<>();
        for (PlannedBinding p : ordered) {
            Set<PodKey> group = Objects.requireNonNull(groupOf.get(p.binding().pod()));
            groups.computeIfAbsent(group, _ -> {
                        List<PlannedBinding> members = new ArrayList<>();
                        all.add(members);
                        return members;
                    })
                    .add(p);
        }
        return all;
    }

    private static boolean isStill(CachedPod tried, Snapshot snapshot) {
        return snapshot.pod(tried.observed().facts().key())
                .filter(now -> now.uid().equals(tried.uid())
                        && now.state().node().isEmpty()
                        && !now.state().terminating())
                .isPresent();
    }
}
