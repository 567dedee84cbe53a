package dev.kubewasm.placement.solver;

import dev.kubewasm.placement.facts.ResourceName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The facts of a placement problem. Made by {@link ProblemBuilder}.
 *
 * @param resources what the vectors are indexed by
 * @param nodes all nodes, by index
 * @param pods the Pods to place, by index
 * @param providers the provider sets of the links, by id
 * @param required required links
 * @param preferred preferred links
 * @param edges what the workloads that have Pods to place call, where that is stated
 * @param stranded bound consumers that a Pod to place could serve
 */
public record PlacementProblem(
        List<ResourceName> resources,
        List<NodeSlot> nodes,
        List<PendingPod> pods,
        List<ProviderSet> providers,
        List<Link.Required> required,
        List<Link.Preferred> preferred,
        List<AffinityEdge> edges,
        List<Stranded> stranded) {
    public PlacementProblem {
        resources = List.copyOf(resources);
        nodes = List.copyOf(nodes);
        pods = List.copyOf(pods);
        providers = List.copyOf(providers);
        required = List.copyOf(required);
        preferred = List.copyOf(preferred);
        edges = List.copyOf(edges);
        stranded = List.copyOf(stranded);
    }

    /** Whether a soft constraint can weigh at all; if not, the solver needn't look at it. */
    boolean minds(SoftConstraint constraint) {
        return switch (constraint) {
            case PREFERRED_LINK -> !preferred.isEmpty();
            case GAINED_AFFINITY -> !edges.isEmpty();
            case STRANDED_CONSUMER -> !stranded.isEmpty();
            case PREFERRED_NODE_AFFINITY, DISCOURAGING_TAINT, IMAGE_LOCALITY ->
                pods.stream().anyMatch(pod -> pod.preferences().minds(constraint));
            case DISRUPTION -> pods.stream().anyMatch(pod -> pod.home().isPresent());
            case ZONE_SPREAD -> nodes.stream().anyMatch(NodeSlot::zoned);
            case NODE_COST -> nodes.stream().anyMatch(node -> node.vacant() && node.cost() > 0);
            case WORKLOAD_SPREAD, BALANCE, NODE_IN_USE -> true;
        };
    }

    /** The two ends of each edge that have Pods to place. */
    List<AffinityEdge.End> ends() {
        return edges.stream()
                .flatMap(edge -> Stream.of(edge.consumerEnd(), edge.providerEnd()))
                .filter(end -> end.workload() >= 0)
                .toList();
    }

    /** Which pending Pod is in which provider set. */
    List<Provision> provisions() {
        List<Provision> provisions = new ArrayList<>();
        for (ProviderSet provider : providers) {
            provider.pending().forEach(member -> provisions.add(new Provision(member, provider.id())));
        }
        return provisions;
    }
}
