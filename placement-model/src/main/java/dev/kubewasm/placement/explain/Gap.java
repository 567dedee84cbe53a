package dev.kubewasm.placement.explain;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.filter.NodeFilter;
import dev.kubewasm.placement.filter.Rejection;
import dev.kubewasm.placement.wiring.ImportWiring;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What lies between a Pod and a node as things stand.
 *
 * @param node the node
 * @param filters what of the node itself doesn't suit the Pod
 * @param group the Pod, and unplaced Pods of the providers that the node lacks, which would come with it
 * @param whole whether these are all; a large group isn't followed further than to where it lacks room
 * @param missing providers that the node lacks and that have no unplaced Pod to come with it
 * @param scaled of these the workloads that could get another replica which would come with it, and how many
 * @param needed what the Pod and those that come with it need, new replicas included
 * @param lacking what of that isn't free
 * @param alone what isn't free of what the Pod needs without its group
 */
record Gap(
        NodeFacts node,
        List<Rejection> filters,
        List<PodKey> group,
        boolean whole,
        List<ImportWiring.Provider> missing,
        Map<WorkloadRef, Integer> scaled,
        Resources needed,
        Resources lacking,
        Resources alone) {
    /** A group that lacks room with so many members isn't followed any further. */
    private static final int MAX_GROUP = 64;

    /** What lies between {@code want} and {@code node}. */
    static Gap between(Want want, NodeFacts node, Standing standing) {
        Set<PodKey> group = new LinkedHashSet<>(List.of(want.pod().key()));
        List<ImportWiring.Provider> missing = new ArrayList<>();
        Map<WorkloadRef, Integer> scaled = new LinkedHashMap<>();
        Set<WorkloadRef> coming = new HashSet<>();
        Resources needed = want.demand();
        Resources free = standing.free(node);
        Deque<ImportWiring.Provider> open = new ArrayDeque<>(want.required());
        while (!open.isEmpty() && (group.size() <= MAX_GROUP || needed.fits(free))) {
            ImportWiring.Provider provider = open.remove();
            boolean there = standing.hosts(provider).contains(node.name())
                    || coming.contains(provider.workload())
                    || missing.contains(provider)
                    || provider.pods().stream().anyMatch(group::contains);
            if (there) {
                continue;
            }
            Optional<PodKey> member = provider.pods().stream()
                    .filter(key -> standing.isOpen(key) && mayGo(standing.want(key), node))
                    .findFirst();
            Optional<PodKey> model = member.or(() -> model(provider, node, standing));
            if (member.isPresent()) {
                group.add(member.get());
            } else {
                missing.add(provider);
                model.ifPresent(key -> {
                    coming.add(provider.workload());
                    scaled.merge(provider.workload(), 1, Integer::sum);
                });
            }
            if (model.isPresent()) {
                Want next = standing.want(model.get());
                needed = needed.plus(next.demand());
                open.addAll(next.required());
            }
        }
        return new Gap(
                node,
                NodeFilter.rejections(want.needs(), node),
                List.copyOf(group),
                open.isEmpty(),
                missing,
                scaled,
                needed,
                lacking(needed, free),
                lacking(want.pod().demand(), free));
    }

    /** A Pod of a controller, to make another replica after, if that could go to the node. */
    private static Optional<PodKey> model(ImportWiring.Provider provider, NodeFacts node, Standing standing) {
        return provider.workload().kind().equals("Pod")
                ? Optional.empty()
                : provider.pods().stream()
                        .filter(key -> standing.isSound(key) && mayGo(standing.want(key), node))
                        .findFirst();
    }

    private static boolean mayGo(Want want, NodeFacts node) {
        return NodeFilter.reject(want.needs(), node).isEmpty();
    }

    static Resources lacking(Resources needed, Resources free) {
        TreeMap<ResourceName, Long> lacking = new TreeMap<>();
        needed.amounts().forEach((name, amount) -> {
            if (amount > 0 && amount > free.get(name)) {
                lacking.put(name, Resources.of(Map.of(name, amount)).minus(free).get(name));
            }
        });
        return new Resources(lacking);
    }

    /** What a scheduler says of a node that lacks this for the Pod alone. */
    static List<Rejection> insufficient(Resources lacking) {
        return lacking.amounts().keySet().stream()
                .<Rejection>map(Rejection.Insufficient::new)
                .toList();
    }

    /** The Pods that come with it. */
    List<PodKey> alongside() {
        return group.subList(1, group.size());
    }

    boolean isClosed() {
        return filters.isEmpty() && missing.isEmpty() && lacking.amounts().isEmpty();
    }

    /** Everything in the way. */
    List<Rejection> rejections(Resources free) {
        List<Rejection> all = new ArrayList<>(filters);
        missing.forEach(provider -> all.add(new Rejection.LacksProvider(provider.name(), provider.workload())));
        for (ResourceName resource : lacking.amounts().keySet()) {
            all.add(
                    alone.get(resource) > 0 || group.size() == 1
                            ? new Rejection.Insufficient(resource)
                            : new Rejection.InsufficientForGroup(
                                    group, resource, needed.get(resource), free.get(resource)));
        }
        return all;
    }

    /** The first thing in the way of one that passes the filters, as a scheduler meets it: all that lacks, else one thing. */
    List<Rejection> firstRejections(Resources free) {
        List<Rejection> own = insufficient(alone);
        if (!own.isEmpty()) {
            return own;
        }
        return List.of(rejections(free).stream().findFirst().orElse(new Rejection.SearchEnded()));
    }
}
